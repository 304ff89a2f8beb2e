import type { TrafficRuns, Trial } from "../../../verify/index.ts";
import type { NodeRouteFacts } from "../facts/facts.ts";
import { type PlannedTraffic, planBaseTraffic, planTraffic } from "./plan.ts";
import { parseTraffic } from "./records.ts";
import { judgeTraffic } from "./verdicts.ts";

/** The setup of the report, with packets. */
export const traffic: Trial<TrafficRuns, NodeRouteFacts> = {
  companion: {
    name: "traffic",
    template: "traffic-test.go.hbs",
    testName: "TestPrivilegedTraffic",
    variable: "PATCHKIT_TRAFFIC",
    marker: "TRAFFIC",
  },
  onBase: () => runsOf(planBaseTraffic()),
  onSeries: (variant, params, facts) => runsOf(planTraffic(variant, params, facts)),
};

function runsOf(planned: readonly PlannedTraffic[]): TrafficRuns {
  return {
    input: planned.map((plan) => ({
      Name: plan.name,
      RPFilter: plan.rpFilter,
      Fields: plan.switch.fields,
      Mode: plan.switch.mode,
      ClusterID: plan.switch.clusterID,
    })),
    parse: (lines) => parseTraffic(lines, planned),
    troubleIn(lines) {
      const answer = parseTraffic(lines, []);
      return "trouble" in answer ? answer.trouble : undefined;
    },
    judge: (records, baseRecords) => judgeTraffic(planned, records, baseRecords),
  };
}
