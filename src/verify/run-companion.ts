import { join } from "node:path";
import type { EngineResult } from "../host/engine.ts";
import { writeText } from "../host/files.ts";
import { renderCompanion } from "../plan/index.ts";
import type { CheckSetting, TrialInput } from "./check.ts";
import type { Companion, CompanionOutput, CompanionTrouble } from "./companion.ts";
import { couldNotRun, type Finding } from "./finding.ts";
import { tail } from "./go-command.ts";
import { compileTests, endedWords, runTestBinary } from "./go-tests.ts";
import { openState, type TreeState } from "./tree-state.ts";

/** A companion's Go source for the tree, or why the tree cannot run it. */
export async function companionSource(
  { template }: Companion,
  { checkout, part: { templates, proposal, trials, profile }, formatter }: TrialInput,
): Promise<string | { readonly reason: string }> {
  const names = await trials.names(checkout);
  if ("reason" in names) return names;
  return renderCompanion(templates, proposal, template, profile, names, formatter);
}

/** Go files that companions need beside them in the patched tree. */
function helpersOf(
  { part: { params, templates, proposal, trials, profile }, formatter, patched }: TrialInput,
  state: TreeState,
): [string, string][] {
  if (state !== patched) return [];
  return [...trials.helpers(params)].map(([file, template]) => [
    `${trials.folder}/${file}`,
    renderCompanion(templates, proposal, template, profile, () => ({}), formatter),
  ]);
}

/**
 * Compiles a companion into a state of the tree and runs it, privileged.
 *
 * @param runs its runs, in its own format.
 */
export async function runCompanion(
  { name, testName, variable, marker }: Companion,
  input: TrialInput,
  state: TreeState,
  source: string,
  runs: readonly object[],
): Promise<CompanionOutput> {
  const {
    bench,
    part: { trials },
  } = input;
  const folder = `${state.name}-${name}`;
  const withTest = await openState(
    bench,
    folder,
    new Map([
      ...state.texts,
      ...helpersOf(input, state),
      [`${trials.folder}/patchkit_${name}_test.go`, source],
    ]),
  );
  const go = await withTest.privileged(trials.folder);
  await writeText(join(bench.folders.work, folder, "runs.json"), JSON.stringify(runs));
  const compiled = await compileTests(go, trials.folder, "privileged");
  if ("none" in compiled) {
    const { status, output } = compiled.none;
    const isFailure = status === "does-not-build";
    const words = isFailure ? "the tests do not compile" : output;
    return { lines: [], trouble: { words, isFailure, log: output } };
  }
  const result = await runTestBinary(go, compiled.binary, testName, {
    [variable]: `${bench.session.work}/${folder}/runs.json`,
  });
  return readOutput(result, marker, name);
}

/** What a companion's answers depend on: the templates it is made of, and what the variants should do. */
export function companionInput({ templates }: CheckSetting): unknown {
  return templates.map(({ partials, companions, variants }) => [
    [...partials],
    companions,
    variants.map(({ spec }) => spec),
  ]);
}

/** What a check says of a series whose companion did not come to its end. */
export function troubleFinding({ words, isFailure, log }: CompanionTrouble): Finding<never> {
  if (!isFailure) return couldNotRun(words, log);
  return { outcome: "fail", reason: words, log, details: null };
}

function readOutput(result: EngineResult, marker: string, name: string): CompanionOutput {
  const printed = result.stdout.split("\n");
  const isMarked = (line: string) => line.startsWith(`${marker} `);
  const lines = printed.filter(isMarked).map((line) => line.slice(marker.length + 1));
  if (result.ended === "exited" && result.status === 0) return { lines, trouble: undefined };
  const log = tail(`${printed.filter((line) => !isMarked(line)).join("\n")}\n${result.stderr}`, 40);
  const isFailure = result.ended === "exited";
  const words = isFailure ? `the ${name} test failed` : endedWords(result.ended);
  return { lines, trouble: { words, isFailure, log } };
}
