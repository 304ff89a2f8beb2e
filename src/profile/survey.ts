import type { Probe } from "./probe.ts";
import type { FileSet } from "./sources.ts";

/** What a proposal wants to know about a tree. */
export interface Survey {
  readonly files: FileSet;
  /** One probe per fact. Their order is the order of facts in output. */
  readonly probes: Readonly<Record<string, Probe<unknown>>>;
  /** A fact without which nothing is known about a tree, not even that a variant does not apply. */
  readonly essential: string;
}
