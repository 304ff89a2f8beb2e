import { z } from "zod";
import type { FoundTable, Problem } from "./finding.ts";

/** One expectation of a run. */
export const runVerdict = z.strictObject({
  run: z.string(),
  check: z.string(),
  expected: z.string(),
  found: z.string(),
  ok: z.boolean(),
});

export type RunVerdict = z.infer<typeof runVerdict>;

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
