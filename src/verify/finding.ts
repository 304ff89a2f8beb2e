/**
 * How a check ended. `fail`: the series has a problem. `could-not-run`: there is no result for the series, for
 * the given reason, for example because the unpatched base is broken. `not-needed`: the check is not about what
 * the series changes.
 */
export const outcomes = ["pass", "fail", "could-not-run", "not-needed"] as const;

export type CheckOutcome = (typeof outcomes)[number];

/** Whether something is left to do about a check that ended so. */
export function isUnsettled(outcome: CheckOutcome): boolean {
  return outcome === "fail" || outcome === "could-not-run";
}

/** What a check found. */
export interface Finding<Details = unknown> {
  readonly outcome: CheckOutcome;
  /** One sentence: why it failed or could not run, or a remark on a pass. */
  readonly reason: string | null;
  readonly log: string;
  readonly details: Details | null;
}

/** One problem of a series, as a report lists it. */
export interface Problem {
  readonly what: string;
  /** Further lines; "" if there are none. */
  readonly output: string;
}

/** What a check examined and found, even if it passed. */
export interface FoundTable {
  /** One line: what, and how many of it. */
  readonly title: string;
  readonly head: readonly string[];
  /** The first cell heads its row. */
  readonly rows: readonly (readonly string[])[];
}

/** The finding of a check without a result. */
export function couldNotRun(reason: string, log = ""): Finding<never> {
  return { outcome: "could-not-run", reason, log, details: null };
}

/** The finding of a check that is not about what the series changes. */
export function notNeeded(reason: string): Finding<never> {
  return { outcome: "not-needed", reason, log: "", details: null };
}
