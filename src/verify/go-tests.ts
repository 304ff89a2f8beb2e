import type { EngineResult } from "../host/engine.ts";
import type { TestedPackage } from "./evidence.ts";
import { type GoCommand, stripped, tail } from "./go-command.ts";
import { mergeRuns, noTests, type PackageTests, parseTestEvents } from "./test-results.ts";

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
}

/** A binary, or why there is none. */
export type Compiled = { readonly binary: TestBinary } | { readonly none: PackageTests };

/** Compiles the tests of a package, without tags with which the tree does not build. */
export async function compileTests(go: GoCommand, packageName: string, kind: TestKind): Promise<Compiled> {
  const tagSets = kind === "unit" ? [""] : privilegedTags;
  let failed: Compiled | undefined;
  for (const tags of tagSets) {
    const compiled = await compileWithTags(go, packageName, kind, tags);
    if (!("none" in compiled) || compiled.none.status !== "does-not-build") return compiled;
    failed ??= compiled;
  }
  return failed ?? { none: noTests("no-tests", "") };
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
  const output = `${compiled.stdout}\n${compiled.stderr}`;
  if (compiled.ended !== "exited") return { none: noTests("could-not-run", endedWords(compiled.ended)) };
  if (compiled.status !== 0 && /^go: /m.test(compiled.stderr))
    return { none: noTests("could-not-run", tail(compiled.stderr, 5)) };
  if (compiled.status !== 0) return { none: noTests("does-not-build", tail(output, 40)) };
  if (/\[no test files\]/.test(output)) return { none: noTests("no-tests", "") };
  const help = await session.run({
    command: [path, "-help"],
    cwd: session.tree,
    privileges: "none",
    timeoutMs: runTimeoutMs,
  });
  if (help.ended !== "exited") return { none: noTests("could-not-run", endedWords(help.ended)) };
  const hasSuites = /-check\.v$/m.test(`${help.stdout}\n${help.stderr}`);
  return { binary: { path, packageName, hasSuites } };
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
  const first = await runBinary(go, compiled.binary, kind);
  if (first.status !== "fail" || (known !== undefined && !bringsNews(first, known))) return first;
  return mergeRuns(first, await runBinary(go, compiled.binary, kind));
}

/** Whether there is a new failure, or a test that passed did not run at all. */
function bringsNews({ tests }: PackageTests, known: PackageTests): boolean {
  const worse = Object.entries(tests).some(
    ([name, status]) => status !== "pass" && status !== known.tests[name],
  );
  const lost = Object.entries(known.tests).some(([name, status]) => status === "pass" && !(name in tests));
  return worse || lost;
}

/** Runs some tests of a binary and returns their raw output. */
export function runTestBinary(
  go: GoCommand,
  binary: TestBinary,
  kind: TestKind,
  only: string,
  env: Readonly<Record<string, string>>,
): Promise<EngineResult> {
  const command = [binary.path, "-test.v", "-test.timeout=20m", `-test.run=^(${only})$`];
  return go.tree.session.run({
    command: kind === "privileged" ? withStandIns(go.tree.session.work, command) : command,
    cwd: `${go.tree.session.tree}/${binary.packageName}`,
    env: { ...go.env, ...(kind === "privileged" ? { PRIVILEGED_TESTS: "true" } : {}), ...env },
    privileges: kind === "privileged" ? "network" : "none",
    timeoutMs: scenarioTimeoutMs,
  });
}

/** Runs a shell script that runs a binary, privileged, and returns its output. */
export function runTestScript(go: GoCommand, binary: TestBinary, script: string): Promise<EngineResult> {
  const { session } = go.tree;
  return session.run({
    command: withStandIns(session.work, ["sh", "-c", script]),
    cwd: `${session.tree}/${binary.packageName}`,
    env: { ...go.env, PRIVILEGED_TESTS: "true" },
    privileges: "network",
    timeoutMs: scenarioTimeoutMs,
  });
}

async function runBinary(go: GoCommand, binary: TestBinary, kind: TestKind): Promise<PackageTests> {
  const { session } = go.tree;
  const flags = ["-test.v", "-test.timeout=10m", ...(binary.hasSuites ? ["-check.v"] : [])];
  const command = ["go", "tool", "test2json", "-t", "-p", binary.packageName, binary.path, ...flags];
  const result = await session.run({
    command: kind === "privileged" ? withStandIns(session.work, command) : command,
    cwd: `${session.tree}/${binary.packageName}`,
    env: { ...go.env, ...(kind === "privileged" ? { PRIVILEGED_TESTS: "true" } : {}) },
    privileges: kind === "privileged" ? "network" : "none",
    timeoutMs: runTimeoutMs,
  });
  if (result.ended !== "exited") return noTests("could-not-run", endedWords(result.ended));
  return parseTestEvents(result.stdout, result.status);
}

/** Puts the folder of stand-in programs first on the PATH. */
function withStandIns(work: string, command: readonly string[]): string[] {
  return ["sh", "-c", 'PATH="$0:$PATH" exec "$@"', `${work}/${standInFolder}`, ...command];
}

/** Why a command that was killed has no result. */
export function endedWords(ended: "timed-out" | "out-of-memory"): string {
  return ended === "timed-out"
    ? "it exceeded its time limit and was stopped; raise it with --time-limit"
    : "it was killed because it exceeded its memory limit; raise it with --memory";
}
