import type { PatchkitError } from "../errors.ts";
import type { ParamValues } from "../plan/index.ts";
import type { Series } from "../series/index.ts";

/** What is known of one ref and one variant, or one stack of variants. */
export interface Cell {
  readonly ref: string;
  /** 40 hex digits; null if the ref leads to no commit. */
  readonly sha: string | null;
  readonly release: string | null;
  readonly slug: string | null;
  /** Id of the variant or stack. */
  readonly variant: string;
  readonly params: ParamValues;
  /** Message for the user if the ref was not used as typed. */
  readonly note?: string;
  readonly outcome: Outcome;
}

export type Outcome =
  | { readonly status: "generated"; readonly series: Series }
  | { readonly status: "already-applied" }
  | { readonly status: "not-applicable"; readonly reason: string }
  | { readonly status: "refused"; readonly error: PatchkitError };
