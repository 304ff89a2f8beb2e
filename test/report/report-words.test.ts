import { describe, expect, it } from "vitest";
import { noChecks } from "../../src/report/report-data.ts";
import { tallyMark } from "../../src/report/report-words.ts";

describe("the mark of several checks", () => {
  it.each([
    { counts: { pass: 7 }, mark: { tone: "good", words: "7 pass" } },
    { counts: { pass: 7, "not-needed": 2 }, mark: { tone: "good", words: "7 pass, 2 not needed" } },
    { counts: { pass: 7, "not-run": 2 }, mark: { tone: "plain", words: "7 pass, 2 not run" } },
    { counts: { pass: 7, "could-not-run": 1 }, mark: { tone: "warn", words: "1 could not run, 7 pass" } },
    { counts: { fail: 1, "not-needed": 2 }, mark: { tone: "bad", words: "1 fail, 2 not needed" } },
  ])("is $mark.tone for $mark.words", ({ counts, mark }) => {
    expect(tallyMark({ ...noChecks, ...counts })).toEqual(mark);
  });
});
