import { expect, it } from "vitest";
import {
  type RunVerdict,
  verdictOutcome,
  verdictProblems,
  verdictTable,
  verdictWords,
} from "../../src/verify/run-verdict.ts";

const verdict = (changed: Partial<RunVerdict> = {}): RunVerdict => ({
  run: "base off",
  check: "routes",
  expected: "2",
  found: "2",
  ok: true,
  ...changed,
});
const missed = verdict({ found: "1", ok: false });
const later = verdict({ run: "later", found: "0", ok: false });

it("fails for the first expectation that was not met, and passes where all were, or none was made", () => {
  expect(verdictOutcome([verdict(), missed, later])).toEqual({
    outcome: "fail",
    reason: "base off: routes: expected 2, found 1",
    log: "",
  });
  expect(verdictOutcome([verdict()])).toEqual({ outcome: "pass", reason: null, log: "" });
  expect(verdictOutcome([]).outcome).toBe("pass");
});

it("keeps a sentence within limits", () => {
  const words = verdictWords(verdict({ found: "x".repeat(1000) }));
  expect(words).toHaveLength(600);
  expect(words.startsWith("base off: routes: expected 2, found xxx")).toBe(true);
});

it("makes a problem of each expectation that was not met, with both values below each other", () => {
  expect(verdictProblems([missed, verdict(), later])).toEqual([
    { what: "base off: routes", output: "expected 2\nfound    1" },
    { what: "later: routes", output: "expected 2\nfound    0" },
  ]);
});

it("repeats no value that is as expected, but shows one that was met in other words", () => {
  const { title, rows } = verdictTable([verdict(), verdict({ found: "2 of 3" }), missed]);
  expect(title).toBe("Verdicts: 2 of 3 as expected");
  expect(rows.map(([, , expected, found]) => [expected, found])).toEqual([
    ["2", "as expected"],
    ["2", "2 of 3"],
    ["2", "1"],
  ]);
});
