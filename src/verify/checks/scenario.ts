import { z } from "zod";
import type { Check, TrialInput } from "../check.ts";
import type { CompanionTrouble } from "../companion.ts";
import { couldNotRun } from "../finding.ts";
import {
  companionInput,
  companionSource,
  runCompanion,
  troubleFinding,
  withTrials,
} from "../run-companion.ts";
import { runVerdict, verdictOutcome, verdictProblems, verdictTable } from "../run-verdict.ts";
import { type ScenarioRun, scenarioRun } from "../scenario-run.ts";
import type { TreeState } from "../tree-state.ts";
import type { ScenarioRuns } from "../trials.ts";

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
  async run(given) {
    const input = withTrials(given);
    if ("outcome" in input) return input;
    const { subject, variant, trials, facts, baseline } = input;
    if (!variant) return couldNotRun(`no template describes what ${subject.variant} should do`);
    const source = await companionSource(trials.scenario.companion, input);
    if (typeof source !== "string") return couldNotRun(source.reason);
    const plannedBase = trials.scenario.onBase(facts);
    const planned = trials.scenario.onSeries(variant, subject.params, facts);
    const form = JSON.stringify([source, plannedBase.input]);
    const base = await baseline.remember(
      `scenario ${form}`,
      () => runScenario(input, input.base, source, plannedBase),
      (answer) => "runs" in answer,
    );
    if ("trouble" in base)
      return couldNotRun(`on the unpatched base, ${base.trouble.words}`, base.trouble.log);
    const patched = await runScenario(input, input.patched, source, planned);
    if ("trouble" in patched) return troubleFinding(patched.trouble);
    const verdicts = [...plannedBase.judge(base.runs, base.runs), ...planned.judge(patched.runs, base.runs)];
    return { ...verdictOutcome(verdicts), details: { runs: [...base.runs, ...patched.runs], verdicts } };
  },
  problems: ({ verdicts }) => verdictProblems(verdicts),
  tables: ({ verdicts }) => [verdictTable(verdicts)],
};

/** The records of all runs, or why there are none. */
type ScenarioAnswer = { readonly runs: readonly ScenarioRun[] } | { readonly trouble: CompanionTrouble };

async function runScenario(
  input: TrialInput,
  state: TreeState,
  source: string,
  planned: ScenarioRuns,
): Promise<ScenarioAnswer> {
  const { companion } = input.trials.scenario;
  const { lines, trouble } = await runCompanion(companion, input, state, source, planned.input);
  return trouble ? { trouble } : { runs: planned.parse(lines) };
}
