import { type TrialRuns, verdictWords } from "../../../verify/index.ts";
import { makeTrial } from "../trial.ts";
import { type PlannedTraffic, planTraffic } from "./plan.ts";
import { readTraffic, type TrafficRecord } from "./records.ts";
import { judgeRun } from "./verdicts.ts";

const trial = makeTrial<PlannedTraffic, TrafficRecord>({
  companion: {
    name: "traffic",
    template: "traffic-test.go.hbs",
    testName: "TestPrivilegedTraffic",
    variable: "PATCHKIT_TRAFFIC",
    marker: "TRAFFIC",
  },
  plan: planTraffic,
  inputOf: (plan) => ({
    Name: plan.name,
    RPFilter: plan.rpFilter,
    Fields: plan.switch.fields,
    Mode: plan.switch.mode,
    ClusterID: plan.switch.clusterID,
  }),
  read: readTraffic,
  judge: judgeRun,
});

/** The setup of the report, with packets. */
export const traffic: typeof trial = { ...trial, onBase: (facts) => showingFault(trial.onBase(facts)) };

/** Runs on the unpatched tree. Without the fault they cannot show a fix. */
function showingFault(runs: TrialRuns<TrafficRecord>): TrialRuns<TrafficRecord> {
  return {
    ...runs,
    read(output) {
      const answer = runs.read(output);
      if ("trouble" in answer) return answer;
      const missing = runs.judge(answer.records, []).find(({ ok }) => !ok);
      if (!missing) return answer;
      const log = answer.records.map(({ name, run }) => `${name}: ${run.routes.join("; ")}`).join("\n");
      const words = `the fault does not occur: ${verdictWords(missing)}`;
      return { trouble: { words, isFailure: false, log } };
    },
  };
}
