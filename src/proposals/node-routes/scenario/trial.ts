import type { ScenarioRuns, Trial } from "../../../verify/index.ts";
import type { NodeRouteFacts } from "../facts/facts.ts";
import { type PlannedRun, planBaseRuns, planRuns } from "./plan.ts";
import { parseScenario } from "./records.ts";
import { judgeBase, judgeRuns } from "./verdicts.ts";

/** The shared-subnet scenario, on the handler itself and only through node events. */
export const scenario: Trial<ScenarioRuns, NodeRouteFacts> = {
  companion: {
    name: "scenario",
    template: "scenario-test.go.hbs",
    testName: "TestPrivilegedScenario",
    variable: "PATCHKIT_SCENARIO",
    marker: "SCENARIO",
  },
  onBase: (facts) => ({ ...inputOf(planBaseRuns(facts)), judge: judgeBase }),
  onSeries(variant, params, facts) {
    const planned = planRuns(variant, params, facts);
    return { ...inputOf(planned), judge: (runs, baseRuns) => judgeRuns(planned, runs, baseRuns) };
  },
};

function inputOf(planned: readonly PlannedRun[]): Pick<ScenarioRuns, "input" | "parse"> {
  return {
    input: planned.map(({ name: Name, events: Events }) => ({ Name, Events })),
    parse: (lines) => parseScenario(lines, planned),
  };
}
