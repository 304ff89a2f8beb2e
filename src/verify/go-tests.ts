import { join } from "node:path";
import type { EnginePlace, EngineResult, Privileges } from "../host/engine.ts";
import { writeText } from "../host/files.ts";
import { type GoCommand, hasNoGoFiles, overlayFolder, pathsInTree, stripped, tail } from "./go-command.ts";
import {
  failsAsAWhole,
  joinRuns,
  mergeRuns,
  noTests,
  type PackageTests,
  parseTestEvents,
} from "./test-results.ts";
import type { TestedPackage } from "./tested-package.ts";

/** How a package's tests are run. */
export type TestKind = TestedPackage["kind"];

/** Folder below the work folder with programs that take precedence over the engine's. */
export const standInFolder = "bin";

const compileTimeoutMs = 1_800_000;
const runTimeoutMs = 900_000;
const scenarioTimeoutMs = 1_500_000;

/**
 * Tags of privileged runs. Releases through v1.12 mark privileged tests with the first; releases from v1.17 use the
 * second for tests that must not run in parallel. Unknown tags have no effect.
 */
const privilegedTags = ["privileged_tests,unparallel", "privileged_tests"];

/** A test binary in the session's scratch folder. */
export interface TestBinary {
  readonly path: string;
  readonly packageName: string;
  /** Whether it contains suites of gopkg.in/check.v1, whose names the testing package does not know. */
  readonly hasSuites: boolean;
  /** What the compiler said with build tags that were left out because the tests do not build with them. */
  readonly leftOut: string;
}

/** A binary, or why there is none. */
export type Compiled = { readonly binary: TestBinary } | { readonly none: PackageTests };

/** Compiles the tests of a package, without tags with which the tree does not build. */
export async function compileTests(go: GoCommand, packageName: string, kind: TestKind): Promise<Compiled> {
  const tagSets = kind === "unit" ? [""] : privilegedTags;
  let failed: PackageTests | undefined;
  for (const tags of tagSets) {
    const compiled = await compileWithTags(go, packageName, kind, tags);
    if (!("none" in compiled)) return { binary: { ...compiled.binary, leftOut: failed?.output ?? "" } };
    if (compiled.none.status !== "does-not-build") return compiled;
    failed ??= compiled.none;
  }
  return { none: failed ?? noTests("no-tests", "") };
}

async function compileWithTags(
  go: GoCommand,
  packageName: string,
  kind: TestKind,
  tags: string,
): Promise<Compiled> {
  const { session } = go.tree;
  const name = `${go.overlay.file}-${packageName}-${kind}-${tags}`.replace(/[^\w]+/g, "_").slice(-180);
  const path = `${session.scratch}/${name}.test`;
  const flags = tags === "" ? [] : ["-tags", tags];
  const compiled = await go.run(
    [
      "test",
      "-c",
      "-vet=off",
      ...stripped,
      "-o",
      path,
      ...flags,
      "-overlay",
      go.overlay.file,
      `./${packageName}`,
    ],
    compileTimeoutMs,
  );
  const output = pathsInTree(go, `${compiled.stdout}\n${compiled.stderr}`);
  if (compiled.ended !== "exited") return { none: noTests("could-not-run", endedWords(compiled.ended)) };
  if (hasNoGoFiles(compiled.stderr)) return { none: noTests("no-tests", "") };
  if (compiled.status !== 0 && /^go: /m.test(compiled.stderr))
    return { none: noTests("could-not-run", tail(compiled.stderr, 5)) };
  if (compiled.status !== 0) return { none: noTests("does-not-build", tail(output, 40)) };
  if (/\[no test files\]/.test(output)) return { none: noTests("no-tests", "") };
  const help = await session.run({
    command: [path, "-help"],
    cwd: session.tree,
    privileges: "user",
    timeoutMs: runTimeoutMs,
  });
  if (help.ended !== "exited") return { none: noTests("could-not-run", endedWords(help.ended)) };
  const hasSuites = /-check\.v$/m.test(`${help.stdout}\n${help.stderr}`);
  return { binary: { path, packageName, hasSuites, leftOut: "" } };
}

/**
 * Privileges of a kind of tests. Privileged tests of newer releases create namespaces, those of older ones BPF
 * maps, and no command may do both: a test that cannot run with the first may do so with the next.
 */
export function privilegesOf(kind: TestKind, { isolation }: EnginePlace): readonly Privileges[] {
  if (kind === "unit") return ["user"];
  return isolation.some(({ privileges }) => privileges === "bpf") ? ["network", "bpf"] : ["network"];
}

/** What tests of a kind lack on an engine, as a sentence; undefined if it gives them all they may need. */
export function lackOf(kind: TestKind, place: EnginePlace): string | undefined {
  if (kind === "unit" || privilegesOf(kind, place).includes("bpf")) return undefined;
  return `this ${place.engine} gives tests no CAP_BPF, which those of releases up to v1.15 need to create BPF maps`;
}

/**
 * Runs the tests of a package; if there are new failures, runs them again to find flaky tests.
 *
 * @param known earlier results: the same failures are not new.
 */
export async function runTests(
  go: GoCommand,
  packageName: string,
  kind: TestKind,
  known?: PackageTests,
): Promise<PackageTests> {
  const compiled = await compileTests(go, packageName, kind);
  if ("none" in compiled) return compiled.none;
  const { leftOut } = compiled.binary;
  const first = { ...(await runWithEach(go, compiled.binary, kind)), leftOut };
  if (first.status !== "fail" || (known !== undefined && !bringsNews(first, known))) return first;
  return { ...mergeRuns(first, await runWithEach(go, compiled.binary, kind)), leftOut };
}

/** Runs all tests with the kind's privileges, one after another until they pass. */
async function runWithEach(go: GoCommand, binary: TestBinary, kind: TestKind): Promise<PackageTests> {
  let result: PackageTests | undefined;
  for (const privileges of privilegesOf(kind, go.tree.session.place)) {
    const run = await runBinary(go, binary, kind, privileges);
    result = result === undefined ? run : joinRuns(result, run);
    if (result.status !== "fail") break;
  }
  return result ?? noTests("no-tests", "");
}

/** Whether there is a new failure, or a test that passed did not run at all. A run that fails as a whole counts, too. */
function bringsNews(run: PackageTests, known: PackageTests): boolean {
  const { tests } = run;
  const worse = Object.entries(tests).some(
    ([name, status]) => status !== "pass" && status !== known.tests[name],
  );
  const lost = Object.entries(known.tests).some(([name, status]) => status === "pass" && !(name in tests));
  return worse || lost || (failsAsAWhole(run) && !failsAsAWhole(known));
}

/** Runs a privileged test that creates namespaces, and returns its raw output. */
export function runTestBinary(
  go: GoCommand,
  binary: TestBinary,
  only: string,
  env: Readonly<Record<string, string>>,
): Promise<EngineResult> {
  const command = [binary.path, "-test.v", "-test.timeout=20m", `-test.run=^(${only})$`];
  return go.tree.session.run({
    command: withStandIns(go.tree.session.work, command),
    cwd: `${go.tree.session.tree}/${binary.packageName}`,
    env: { ...go.env, PRIVILEGED_TESTS: "true", ...env },
    privileges: "network",
    timeoutMs: scenarioTimeoutMs,
  });
}

/**
 * The folder in which tests of a package run: that of the tree, or that of the series if only the series has it,
 * as overlays exist for the compiler alone.
 */
async function testFolder({ tree, overlay }: GoCommand, packageName: string): Promise<string> {
  if (await tree.baseHas(packageName)) return `${tree.session.tree}/${packageName}`;
  return `${overlayFolder(overlay)}/${packageName}`;
}

/** Runs a shell script that runs a binary, and returns its output. */
export async function runTestScript(
  go: GoCommand,
  binary: TestBinary,
  privileges: Privileges,
  script: string,
): Promise<EngineResult> {
  const { session } = go.tree;
  return session.run({
    command: withStandIns(session.work, [...(await wrapper(go, privileges)), "sh", "-c", script]),
    cwd: await testFolder(go, binary.packageName),
    env: { ...go.env, PRIVILEGED_TESTS: "true" },
    privileges,
    timeoutMs: scenarioTimeoutMs,
  });
}

let outputs = 0;

/** Runs a binary; its output is converted by a tool, as a run of the tree's code has no build cache. */
async function runBinary(
  go: GoCommand,
  binary: TestBinary,
  kind: TestKind,
  privileges: Privileges,
): Promise<PackageTests> {
  const { session } = go.tree;
  const flags = ["-test.v", "-test.timeout=10m", ...(binary.hasSuites ? ["-check.v"] : [])];
  const wrapped = await wrapper(go, privileges);
  const command = [...wrapped, "sh", "-c", 'exec "$0" "$@" 2>&1', binary.path, ...flags];
  const result = await session.run({
    command: kind === "privileged" ? withStandIns(session.work, command) : command,
    cwd: await testFolder(go, binary.packageName),
    env: { ...go.env, ...(kind === "privileged" ? { PRIVILEGED_TESTS: "true" } : {}) },
    privileges,
    timeoutMs: runTimeoutMs,
  });
  if (result.ended !== "exited") return noTests("could-not-run", endedWords(result.ended));
  const file = `outputs/${++outputs}`;
  await writeText(join(go.tree.workFolder, file), result.stdout);
  const events = await session.run({
    command: ["sh", "-c", 'exec go tool test2json < "$0"', `${session.work}/${file}`],
    cwd: session.tree,
    env: go.env,
    privileges: "tool",
    timeoutMs: runTimeoutMs,
  });
  if (events.ended !== "exited") return noTests("could-not-run", endedWords(events.ended));
  if (events.status !== 0) return noTests("could-not-run", tail(events.stderr, 5));
  return parseTestEvents(events.stdout, result.status);
}

async function wrapper({ tree }: GoCommand, privileges: Privileges): Promise<readonly string[]> {
  return privileges === "bpf" ? tree.bpfWrapper() : [];
}

/** Puts the folder of stand-in programs first on the PATH. */
function withStandIns(work: string, command: readonly string[]): string[] {
  return ["sh", "-c", 'PATH="$0:$PATH" exec "$@"', `${work}/${standInFolder}`, ...command];
}

/** Why a command that was killed has no result. */
export function endedWords(ended: Exclude<EngineResult["ended"], "exited">): string {
  switch (ended) {
    case "timed-out":
      return "it exceeded its time limit and was stopped; raise it with --time-limit";
    case "out-of-memory":
      return "it was killed because it exceeded its memory limit; raise it with --memory";
    case "too-much-output":
      return "it printed more than 64 MiB and was stopped";
  }
}
