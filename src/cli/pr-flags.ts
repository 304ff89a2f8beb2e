import type { CellFlags } from "./cell-flags.ts";
import type { GitHubFlags } from "./github-flags.ts";

/** Flags of `pr`. */
export interface PrFlags extends CellFlags, GitHubFlags {
  readonly upstream: string;
  readonly fork?: string;
  readonly base?: string;
  readonly branch?: string;
  readonly template?: string;
  readonly draftEach?: boolean;
}
