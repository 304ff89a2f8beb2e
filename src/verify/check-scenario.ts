import { join } from "node:path";
import { writeText } from "../host/files.ts";
import { renderCompanion } from "../plan/index.ts";
import { buildPaths, findNodeAddressing } from "../profile/index.ts";
import { type Check, couldNotRun, type EngineCheckInput, type Finding } from "./check.ts";
import { tail } from "./go-command.ts";
import { compileTests, endedWords, runTestBinary } from "./go-tests.ts";
import { type PlannedRun, planBaseRuns, planRuns } from "./scenario-plan.ts";
import { parseScenario, type ScenarioAnswer } from "./scenario-records.ts";
import { judgeBase, judgeRuns } from "./scenario-verdicts.ts";
import { openState, type TreeState } from "./tree-state.ts";

const template = "scenario-test.go.hbs";
const helperTemplate = "ipam-skip-test.go.hbs";
const helperFile = `${buildPaths.handler}/patchkit_ipam_test.go`;
const testName = "TestPrivilegedScenario";
const testFile = `${buildPaths.handler}/patchkit_scenario_test.go`;

/**
 * The shared-subnet scenario on the handler itself, driven through node events alone: what the kernel
 * routes after each event on the unpatched tree and with the series, and whether that is as promised.
 */
export const scenarioCheck: Check = {
  id: "scenario",
  needs: "engine",
  perCommit: false,
  waits: true,
  async run(input) {
    const { subject, templates, values, baseline } = input;
    const variant = templates.variants.find(({ spec }) => spec.id === subject.variant);
    if (!variant) return couldNotRun(`no template says what ${subject.variant} promises`);
    const source = await scenarioSource(input);
    if (source === undefined) return couldNotRun("this tree declares no interface of a node's addresses");
    const plannedBase = planBaseRuns(values);
    const planned = planRuns(variant, subject.params, values);
    const form = JSON.stringify([source, plannedBase]);
    const base = await baseline.scenario(form, () =>
      runScenario(input, input.base, new Map([[testFile, source]]), plannedBase),
    );
    if ("trouble" in base) return couldNotRun(`on the unpatched base, ${base.trouble}`, base.log);
    const companions = new Map([[testFile, source], ...skipHelper(input)]);
    const patched = await runScenario(input, input.patched, companions, planned);
    if ("trouble" in patched) return brokenRun(patched);
    const verdicts = [...judgeBase(base.runs), ...judgeRuns(planned, patched.runs, base.runs)];
    const failed = verdicts.find(({ ok }) => !ok);
    return {
      outcome: failed ? "fail" : "pass",
      reason: failed
        ? `${failed.run}: ${failed.check}: expected ${failed.expected}, found ${failed.found}`.slice(0, 600)
        : null,
      log: "",
      details: { check: "scenario", runs: [...base.runs, ...patched.runs], verdicts },
    };
  },
};

function brokenRun({ trouble, isFailure, log }: Extract<ScenarioAnswer, { trouble: string }>): Finding {
  if (!isFailure) return couldNotRun(trouble, log);
  return { outcome: "fail", reason: trouble, log, details: null };
}

async function scenarioSource(input: EngineCheckInput): Promise<string | undefined> {
  const addressing = await findNodeAddressing(input.checkout);
  return (
    addressing &&
    renderCompanion(input.templates, template, input.profile, input.values, addressing, input.formatter)
  );
}

/** What lets the scenario ask the patched tree whether a mode skips routes; none where no series answers that. */
function skipHelper(input: EngineCheckInput): Map<string, string> {
  const { subject, templates, profile, values } = input;
  if (!("allow" in subject.params)) return new Map();
  const text = renderCompanion(
    templates,
    helperTemplate,
    profile,
    values,
    { folder: "", type: "" },
    input.formatter,
  );
  return new Map([[helperFile, text]]);
}

async function runScenario(
  { bench }: EngineCheckInput,
  state: TreeState,
  companions: ReadonlyMap<string, string>,
  planned: readonly PlannedRun[],
): Promise<ScenarioAnswer> {
  const name = `${state.name}-scenario`;
  const withTest = await openState(bench, name, new Map([...state.texts, ...companions]));
  const go = await withTest.privileged(buildPaths.handler);
  const runs = planned.map(({ name: Name, events: Events }) => ({ Name, Events }));
  await writeText(join(bench.folders.work, name, "runs.json"), JSON.stringify(runs));
  const compiled = await compileTests(go, buildPaths.handler, "privileged");
  if ("none" in compiled) {
    const { status, output } = compiled.none;
    const isFailure = status === "does-not-build";
    return { trouble: isFailure ? "the tests do not compile" : output, isFailure, log: output };
  }
  const result = await runTestBinary(go, compiled.binary, "privileged", testName, {
    PATCHKIT_SCENARIO: `${bench.session.work}/${name}/runs.json`,
  });
  const log = tail(`${result.stdout.replace(/^SCENARIO .*$/gm, "")}\n${result.stderr}`, 40);
  if (result.ended !== "exited") return { trouble: endedWords(result.ended), isFailure: false, log };
  if (result.status !== 0) return { trouble: "the scenario's test failed", isFailure: true, log };
  return { runs: parseScenario(result.stdout, planned) };
}
