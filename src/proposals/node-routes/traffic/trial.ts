import { makeTrial, showingFault } from "../trial.ts";
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
export const traffic: typeof trial = {
  ...trial,
  onBase: (facts) =>
    showingFault(trial.onBase(facts), ({ name, run }) => [`${name}: ${run.routes.join("; ")}`]),
};
