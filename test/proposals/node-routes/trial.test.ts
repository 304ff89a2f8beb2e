import { describe, expect, it } from "vitest";
import type { Variant } from "../../../src/plan/index.ts";
import { judged, makeTrial, type PlannedRun } from "../../../src/proposals/node-routes/trial.ts";
import type { TrialRecord, TrialRuns } from "../../../src/verify/index.ts";
import { makeFacts } from "../../helpers/facts.ts";

const trial = makeTrial<PlannedRun, TrialRecord<number>>({
  companion: { name: "sum", template: "", testName: "", variable: "", marker: "" },
  plan: (series, { setting }) =>
    [1, 2].map((run) => ({ name: `${series} ${setting} ${run}`, series, setting })),
  inputOf: ({ name }) => ({ name }),
  read: ({ lines }, planned) => ({
    records: planned.slice(0, lines.length).map(({ name }, index) => ({ name, run: Number(lines[index]) })),
  }),
  judge: (plan, { run }, base) => [judged(plan.setting, `${1 + base.length}`, `${run}`)],
});

function variantOf(promise: Record<string, unknown> | undefined): Variant {
  const spec = {
    id: "more",
    purpose: "",
    fixes: "",
    doesNotFix: "",
    params: [],
    ...(promise && { promise }),
  };
  return { proposal: "node-routes", spec, coverLetter: { name: "", source: "" }, commits: [] };
}

function runsOf(promise: Record<string, unknown>): TrialRuns<TrialRecord<number>> {
  const runs = trial.onSeries(variantOf(promise), {}, makeFacts());
  if ("reason" in runs) throw new Error(runs.reason);
  return runs;
}

describe("a trial", () => {
  it("plans the same for the unpatched tree and for each setting of a series", () => {
    expect(trial.onBase(makeFacts()).input).toEqual([{ name: "base  1" }, { name: "base  2" }]);
    const { input } = runsOf({ skips: "equal", where: "everywhere" });
    expect(input).toEqual([{ name: "more  1" }, { name: "more  2" }]);
  });

  it("says why it tries nothing of a variant that promises nothing", () => {
    expect(trial.onSeries(variantOf(undefined), {}, makeFacts())).toEqual({
      reason: "variant.json of more states no promise about routes",
    });
  });

  it("judges each run by its own record, and one without a record as failed", () => {
    const runs = runsOf({ skips: "equal", where: "everywhere" });
    const answer = runs.read({ lines: ["2"], trouble: undefined });
    if ("trouble" in answer) throw new Error(answer.trouble.words);
    expect(runs.judge(answer.records, [{ name: "base  1", run: 0 }])).toEqual([
      { run: "more  1", check: "", expected: "2", found: "2", ok: true },
      { run: "more  2", check: "the run ended", expected: "a record", found: "none", ok: false },
    ]);
  });
});
