import { z } from "zod";
import type { Finding, FoundTable, Problem } from "./finding.ts";

/** One expectation of a run. */
export const runVerdict = z.strictObject({
  run: z.string(),
  check: z.string(),
  expected: z.string(),
  found: z.string(),
  ok: z.boolean(),
});

export type RunVerdict = z.infer<typeof runVerdict>;

/** An expectation that was not met, in a sentence. */
export function verdictWords({ run, check, expected, found }: RunVerdict): string {
  return `${run}: ${check}: expected ${expected}, found ${found}`.slice(0, 600);
}

/** What verdicts come to: the first that was not met fails the check. */
export function verdictOutcome(verdicts: readonly RunVerdict[]): Pick<Finding, "outcome" | "reason" | "log"> {
  const failed = verdicts.find(({ ok }) => !ok);
  return { outcome: failed ? "fail" : "pass", reason: failed ? verdictWords(failed) : null, log: "" };
}

/** Expectations that were not met. */
export function verdictProblems(verdicts: readonly RunVerdict[]): Problem[] {
  return verdicts
    .filter(({ ok }) => !ok)
    .map(({ run, check, expected, found }) => ({
      what: `${run}: ${check}`,
      output: `expected ${expected}\nfound    ${found}`,
    }));
}

export function verdictTable(verdicts: readonly RunVerdict[]): FoundTable {
  const held = verdicts.filter(({ ok }) => ok).length;
  return {
    title: `Verdicts: ${held} of ${verdicts.length} as expected`,
    head: ["run", "what", "expected", "found"],
    rows: verdicts.map(({ run, check, expected, found, ok }) => [
      run,
      check,
      expected,
      ok && found === expected ? "as expected" : found,
    ]),
  };
}
