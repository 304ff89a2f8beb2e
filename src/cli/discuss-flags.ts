import type { CellFlags } from "./cell-flags.ts";
import type { GitHubFlags } from "./github-flags.ts";

/** Flags of `discuss`, and the thread. */
export interface DiscussFlags extends CellFlags, GitHubFlags {
  readonly url: string;
  readonly via: "gist" | "branch";
  readonly fork?: string;
  readonly branch?: string;
}
