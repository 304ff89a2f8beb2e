import type { ScenarioRun, TrialRecord } from "../../../verify/index.ts";
import { makeTrial } from "../trial.ts";
import { type PlannedScenario, planScenario } from "./plan.ts";
import { parseScenario } from "./records.ts";
import { judgeRun } from "./verdicts.ts";

/** The shared-subnet scenario, on the handler itself and only through node events. */
export const scenario = makeTrial<PlannedScenario, TrialRecord<ScenarioRun>>({
  companion: {
    name: "scenario",
    template: "scenario-test.go.hbs",
    testName: "TestPrivilegedScenario",
    variable: "PATCHKIT_SCENARIO",
    marker: "SCENARIO",
  },
  plan: planScenario,
  inputOf: ({ name: Name, events: Events }) => ({ Name, Events }),
  read: ({ lines, trouble }, planned) =>
    trouble
      ? { trouble }
      : { records: parseScenario(lines, planned).map((run) => ({ name: run.name, run })) },
  judge: (plan, { run }, baseRecords) =>
    judgeRun(plan, run.events, baseRecords.find(({ name }) => name === plan.baseRun)?.run.events),
});
