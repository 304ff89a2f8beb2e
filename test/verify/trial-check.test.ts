import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { EngineCheckInput } from "../../src/verify/check.ts";
import type { OpenedPart } from "../../src/verify/series-part.ts";
import { trialCheck } from "../../src/verify/trial-check.ts";
import type { Trial, TrialRecord, TrialRuns } from "../../src/verify/trials.ts";

const sum = trialCheck({
  id: "sum",
  words: "sums",
  run: z.number(),
  trialOf: ({ traffic }) => traffic as unknown as Trial<TrialRecord<number>>,
});
if (sum.needs !== "engine") throw new Error("expected a check with an engine");
const { run } = sum;

const runs: TrialRuns<TrialRecord<number>> = {
  input: [{ Name: "base" }],
  read: () => ({ records: [] }),
  judge: () => [],
};

/** What the check has looked at before it starts an engine. */
function inputWith(
  traffic: Partial<Trial<TrialRecord<number>>>,
  changed: Partial<OpenedPart> = {},
): EngineCheckInput {
  const companion = { name: "sum", template: "sum-test.go.hbs", testName: "", variable: "", marker: "" };
  const trials = {
    folder: "pkg/sum",
    names: async () => ({ reason: "this tree has nothing to add up" }),
    helpers: () => new Map(),
    traffic: { companion, onBase: () => runs, onSeries: () => runs, ...traffic },
  };
  const part = { id: "more", variant: {}, params: {}, facts: {}, trials, ...changed };
  return { parts: [part] } as unknown as EngineCheckInput;
}

describe("a check that runs a trial", () => {
  it("is not needed for a proposal without trials", async () => {
    expect(await run(inputWith({}, { trials: undefined }))).toMatchObject({
      outcome: "not-needed",
      reason: "nothing but its tests is tried of this proposal",
    });
  });

  it("could not run for a series that no template describes", async () => {
    expect(await run(inputWith({}, { variant: undefined }))).toMatchObject({
      outcome: "could-not-run",
      reason: "no template describes what more should do",
    });
  });

  it("is not needed for a variant that promises nothing, with that reason", async () => {
    const reason = "variant.json of more states no promise about routes";
    expect(await run(inputWith({ onSeries: () => ({ reason }) }))).toMatchObject({
      outcome: "not-needed",
      reason,
    });
  });

  it("could not run where the tree cannot run the companion", async () => {
    expect(await run(inputWith({}))).toMatchObject({
      outcome: "could-not-run",
      reason: "this tree has nothing to add up",
    });
  });

  it("reports verdicts that were not met, and shows all of them", () => {
    const met = { run: "more", check: "sum", expected: "3", found: "3", ok: true };
    const verdicts = [met, { ...met, found: "4", ok: false }];
    expect(sum.problems({ runs: [3], verdicts })).toEqual([
      { what: "more: sum", output: "expected 3\nfound    4" },
    ]);
    expect(sum.tables?.({ runs: [3], verdicts }).map(({ title }) => title)).toEqual([
      "Verdicts: 1 of 2 as expected",
    ]);
  });
});
