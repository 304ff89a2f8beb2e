/** Where a fact was read. */
export interface Evidence {
  readonly path: string;
  /** Counts from 1; null if there is no such file, which is what the fact was told from. */
  readonly line: number | null;
}

/** A Go package as one file imports it. */
export interface GoPackage {
  /** Import path. */
  readonly path: string;
  /** Name it has in that file. */
  readonly name: string;
}

/** Values of facts by name. A proposal describes its own. */
export type FactValues = Readonly<Record<string, unknown>>;

/** One fact: its value and place, or why it was not found. */
export type Fact =
  | { readonly name: string; readonly value: unknown; readonly at: Evidence }
  | { readonly name: string; readonly missing: string };

/** The facts of one commit. A fact is probed when it is first read, and only once. */
export interface Profile {
  readonly sha: string;
  /** Release line such as `v1.10`, a label from the VERSION file; `unknown` if it has none. */
  readonly release: string;
  /** Names of all facts, in the order of the probes. */
  readonly names: readonly string[];
  /** One fact. @throws Error if no probe has this name. */
  fact(name: string): Fact;
}
