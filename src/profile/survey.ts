import type { Probe } from "./probe.ts";
import type { FactValues } from "./profile.ts";
import type { FileSet } from "./sources.ts";

/** What a proposal wants to know about a tree. */
export interface Survey<Facts extends FactValues = FactValues> {
  readonly files: FileSet;
  /** One probe per fact. Their order is the order of facts in output. */
  readonly probes: { readonly [Name in keyof Facts]: Probe<Facts[Name]> };
}
