import { z } from "zod";
import type { Check, EngineCheckInput } from "../check.ts";
import type { Companion, CompanionTrouble } from "../companion.ts";
import { couldNotRun } from "../finding.ts";
import { companionInput, companionSource, runCompanion, troubleFinding } from "../run-companion.ts";
import { runVerdict, verdictProblems, verdictTable } from "../run-verdict.ts";
import { type PlannedRun, planBaseRuns, planRuns } from "../scenario-plan.ts";
import { parseScenario } from "../scenario-records.ts";
import { type ScenarioRun, scenarioRun } from "../scenario-run.ts";
import { judgeBase, judgeRuns } from "../scenario-verdicts.ts";
import type { TreeState } from "../tree-state.ts";

const companion: Companion = {
  name: "scenario",
  template: "scenario-test.go.hbs",
  testName: "TestPrivilegedScenario",
  variable: "PATCHKIT_SCENARIO",
  marker: "SCENARIO",
};

const details = z.strictObject({ runs: z.array(scenarioRun), verdicts: z.array(runVerdict) });

/**
 * Runs the shared-subnet scenario on the handler itself, only through node events, and checks the kernel's
 * routes after each event on the unpatched tree and with the series.
 */
export const scenarioCheck: Check<typeof details> = {
  id: "scenario",
  words: "kernel routes, event by event",
  details,
  needs: "engine",
  waits: true,
  dependsOn: companionInput,
  async run(input) {
    const { subject, templates, values, baseline } = input;
    const variant = templates.variants.find(({ spec }) => spec.id === subject.variant);
    if (!variant) return couldNotRun(`no template describes what ${subject.variant} should do`);
    const source = await companionSource(companion, input);
    if (source === undefined) return couldNotRun("this tree declares no interface for a node's addresses");
    const plannedBase = planBaseRuns(values);
    const planned = planRuns(variant, subject.params, values);
    const form = JSON.stringify([source, plannedBase]);
    const base = await baseline.remember(
      `scenario ${form}`,
      () => runScenario(input, input.base, source, plannedBase),
      (answer) => "runs" in answer,
    );
    if ("trouble" in base)
      return couldNotRun(`on the unpatched base, ${base.trouble.words}`, base.trouble.log);
    const patched = await runScenario(input, input.patched, source, planned);
    if ("trouble" in patched) return troubleFinding(patched.trouble);
    const verdicts = [...judgeBase(base.runs), ...judgeRuns(planned, patched.runs, base.runs)];
    const failed = verdicts.find(({ ok }) => !ok);
    return {
      outcome: failed ? "fail" : "pass",
      reason: failed
        ? `${failed.run}: ${failed.check}: expected ${failed.expected}, found ${failed.found}`.slice(0, 600)
        : null,
      log: "",
      details: { runs: [...base.runs, ...patched.runs], verdicts },
    };
  },
  problems: ({ verdicts }) => verdictProblems(verdicts),
  tables: ({ verdicts }) => [verdictTable(verdicts)],
};

/** The records of all runs, or why there are none. */
type ScenarioAnswer = { readonly runs: readonly ScenarioRun[] } | { readonly trouble: CompanionTrouble };

async function runScenario(
  input: EngineCheckInput,
  state: TreeState,
  source: string,
  planned: readonly PlannedRun[],
): Promise<ScenarioAnswer> {
  const runs = planned.map(({ name: Name, events: Events }) => ({ Name, Events }));
  const { lines, trouble } = await runCompanion(companion, input, state, source, runs);
  return trouble ? { trouble } : { runs: parseScenario(lines, planned) };
}
