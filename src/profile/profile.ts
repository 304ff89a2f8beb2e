/** Where a fact was read. */
export interface Evidence {
  readonly path: string;
  /** Counts from 1; null if there is no such file, which is what the fact was told from. */
  readonly line: number | null;
}

/**
 * A Go package as one file imports it. A type and not an interface, because facts are plain data: only types have the
 * index signature of {@link FactValues}.
 */
export type GoPackage = {
  /** Import path. */
  readonly path: string;
  /** Name it has in that file. */
  readonly name: string;
};

/** What a fact may be: plain data, which is printed and written to series.json as it is. */
export type FactValue = string | number | boolean | null | readonly FactValue[] | FactValues;

/** Values of facts by name. A proposal describes its own, as a type. */
export type FactValues = { readonly [name: string]: FactValue };

/** Tells lists from other plain data: `Array.isArray` does not know lists that nobody may change. */
export function isList(value: FactValue | undefined): value is readonly FactValue[] {
  return Array.isArray(value);
}

/** A fact that was found, and where. */
export interface KnownFact {
  readonly name: string;
  readonly value: FactValue;
  readonly at: Evidence;
}

/** Why a fact was not found. */
export interface MissingFact {
  readonly name: string;
  readonly missing: string;
  /** Whether the release has no such thing, which is known of it; otherwise its shape is unknown. */
  readonly isAbsent: boolean;
}

export type Fact = KnownFact | MissingFact;

/** The facts of one commit. A fact is probed when it is first read, and only once. */
export interface Profile<Facts extends FactValues = FactValues> {
  readonly sha: string;
  /** Release line such as `v1.10`, a label from the VERSION file; `unknown` if it has none. */
  readonly release: string;
  /** Names of all facts, in the order of the probes. */
  readonly names: readonly string[];
  /** One fact. @throws Error if no probe has this name. */
  fact(name: string): Fact;
  /**
   * The values, each probed when it is read. Reading one that is missing throws PatchkitError `profile/fact-missing`,
   * or `profile/fact-absent` if the release has no such thing.
   *
   * @param onRead is told the name of each value that is read.
   */
  facts(onRead?: (name: string) => void): Facts;
}
