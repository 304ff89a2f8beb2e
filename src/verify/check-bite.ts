import type { Privileges } from "../host/engine.ts";
import { shellWords } from "../text/index.ts";
import { type AddedTestName, findAddedTests, selectTests, statusOf } from "./added-tests.ts";
import { folderOf } from "./changed-files.ts";
import { type Check, couldNotRun, type EngineCheckInput } from "./check.ts";
import type { Mutant } from "./evidence.ts";
import { type GoCommand, tail } from "./go-command.ts";
import {
  compileTests,
  endedWords,
  privilegesOf,
  runTestScript,
  type TestBinary,
  type TestKind,
} from "./go-tests.ts";
import { mutantsIn, mutantVariable, mutateTexts, type PlannedMutant, planMutants } from "./mutate.ts";
import { settleAll } from "./settle.ts";
import { parseTestOutput } from "./test-results.ts";
import { openState, type TreeState } from "./tree-state.ts";

/** Time limit of the tests without a mutant, in seconds. */
const unchangedTimeoutSec = 600;
const mostAttempts = 5;
/** Parallel runs: the tests mostly wait for the kernel. */
const batchCount = 4;

/**
 * Time limit of the tests with a mutant, in seconds. It catches mutants that make them hang or wait for a
 * route repeatedly.
 */
function mutantTimeoutSec(unchangedMs: number): number {
  return 10 + Math.ceil((4 * unchangedMs) / 1000);
}

/** Tests that a series adds to one package. */
interface PackageTestNames {
  readonly packageName: string;
  /** As which of the two the tests are compiled. */
  readonly kind: TestKind;
  readonly tests: readonly AddedTestName[];
}

/**
 * The rendered tests fail when any one condition or early return of the series is removed or inverted, and
 * each of them fails on the base with only the configuration of the series.
 */
export const biteCheck: Check = {
  id: "bite",
  needs: "engine",
  perCommit: false,
  waits: true,
  async run(input) {
    const { files, parser } = input;
    const packages = byPackage(findAddedTests(files, parser), files);
    if (packages.length === 0) return couldNotRun("the series adds no tests");
    const onBase = new Map<PackageTestNames, TestsOnBase>();
    for (const one of packages) {
      const compiled = await compileOnBase(input, one);
      if (compiled && "trouble" in compiled) return couldNotRun(compiled.trouble, compiled.log);
      if (compiled) onBase.set(one, compiled);
    }
    const mutated = await runMutants(input, planMutants(files, parser), packages);
    if ("trouble" in mutated) return couldNotRun(mutated.trouble, mutated.log);
    const green: string[] = [];
    for (const [one, compiled] of onBase) {
      const ran = await runOnBase(compiled, one, mutated.ranWith.get(one) ?? "user");
      if ("trouble" in ran) return couldNotRun(ran.trouble, ran.log);
      green.push(...ran.green);
    }
    const survivors = mutated.mutants.filter(({ outcome }) => outcome === "survived");
    const findings = [
      ...survivors.map(
        (one) => `${one.path}:${one.line}: no test fails with ${JSON.stringify(one.text)} ${one.change}`,
      ),
      ...green.map((name) => `${name} passes on the base`),
    ];
    const count = packages.reduce((sum, { tests }) => sum + tests.length, 0);
    return {
      outcome: findings.length === 0 ? "pass" : "fail",
      reason: findings[0] ?? null,
      log: findings.join("\n"),
      details: {
        check: "bite",
        mutants: mutated.mutants,
        greenOnBase: green,
        redOnBase: count - green.length,
      },
    };
  },
};

function byPackage(tests: readonly AddedTestName[], files: EngineCheckInput["files"]): PackageTestNames[] {
  const packages = new Map<string, AddedTestName[]>();
  for (const test of tests) {
    const packageName = folderOf(test.path);
    packages.set(packageName, [...(packages.get(packageName) ?? []), test]);
  }
  const isUnitTest = ({ path }: AddedTestName) =>
    /^\/\/(?:go:build| \+build) .*!privileged_tests\b/m.test(
      files.find((file) => file.path === path)?.after ?? "",
    );
  return [...packages].map(([packageName, own]) => ({
    packageName,
    kind: own.every(isUnitTest) ? ("unit" as const) : ("privileged" as const),
    tests: own,
  }));
}

/** How a package's tests of one kind are compiled and run. */
function commandFor(state: TreeState, { packageName, kind }: PackageTestNames): Promise<GoCommand> {
  return kind === "unit" ? Promise.resolve(state.go) : state.privileged(packageName);
}

interface Trouble {
  readonly trouble: string;
  readonly log: string;
}

/** The added tests of one package, compiled on the base. */
interface TestsOnBase {
  readonly go: GoCommand;
  readonly binary: TestBinary;
}

/**
 * Compiles the tests of one package on the base, with what the series changes outside of the handler's package:
 * its configuration. A package without the functions its tests call does not compile, which counts as red and
 * gives nothing.
 */
async function compileOnBase(
  input: EngineCheckInput,
  one: PackageTestNames,
): Promise<TestsOnBase | Trouble | undefined> {
  const { packageName, kind } = one;
  const isHandler = packageName === input.trials.folder;
  const texts = input.files.filter(({ path }) =>
    folderOf(path) === packageName ? path.endsWith("_test.go") : isHandler,
  );
  const state = await openState(
    input.bench,
    `${input.patched.name}-on-base-${packageName.replace(/\W+/g, "-")}`,
    new Map(texts.map(({ path, after }) => [path, after])),
  );
  const go = await commandFor(state, one);
  const compiled = await compileTests(go, packageName, kind);
  if ("none" in compiled) {
    if (!isHandler && /: undefined: /.test(compiled.none.output)) return undefined;
    return { trouble: "the rendered tests do not compile on the base", log: compiled.none.output };
  }
  return { go, binary: compiled.binary };
}

/** Runs the tests of one package on the base. */
async function runOnBase(
  { go, binary }: TestsOnBase,
  { tests }: PackageTestNames,
  privileges: Privileges,
): Promise<{ readonly green: readonly string[] } | Trouble> {
  // One by one: a test that ends the process would hide the following ones.
  const lines = tests.map((test) => runLine(binary, test.name, [test], unchangedTimeoutSec));
  const sections = await runSections(go, binary, privileges, lines);
  if ("trouble" in sections) return sections;
  const silent = tests.find((test) => {
    const section = sections.get(test.name);
    return section?.status === 0 && !hasRun(test, section);
  });
  if (silent)
    return { trouble: `${silent.name} did not run`, log: tail(sections.get(silent.name)?.output ?? "", 20) };
  return { green: tests.map(({ name }) => name).filter((name) => sections.get(name)?.status === 0) };
}

/** The test binary of one package with all mutants in it. */
interface MutantBinary {
  readonly go: GoCommand;
  readonly binary: TestBinary;
  readonly package: PackageTestNames;
}

/** How the tests ended without any mutant, and with which privileges. */
interface Unchanged {
  readonly privileges: Privileges;
  readonly timeMs: number;
}

async function runMutants(
  { now, ...input }: EngineCheckInput,
  planned: readonly PlannedMutant[],
  packages: readonly PackageTestNames[],
): Promise<
  { readonly mutants: Mutant[]; readonly ranWith: ReadonlyMap<PackageTestNames, Privileges> } | Trouble
> {
  let active = planned;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const compiled = await compileMutants(input, active, packages, attempt);
    if ("trouble" in compiled) {
      const broken = mutantsIn(compiled.log, active);
      if (broken.length === 0) return compiled;
      active = active.filter((mutant) => !broken.includes(mutant));
      continue;
    }
    const sections = new Map<string, Section>();
    const ranWith = new Map<PackageTestNames, Privileges>();
    for (const { go, binary, package: one } of compiled.binaries) {
      const unchanged = await runUnchanged(go, binary, one, now);
      if ("trouble" in unchanged) return unchanged;
      const { privileges, timeMs } = unchanged;
      ranWith.set(one, privileges);
      const left = active.filter(({ id }) => (sections.get(String(id))?.status ?? 0) === 0);
      const limitSec = mutantTimeoutSec(timeMs);
      const lines = left.map(({ id }) => runLine(binary, String(id), one.tests, limitSec, id));
      const found = await runSections(go, binary, privileges, lines);
      if ("trouble" in found) return found;
      for (const [id, section] of found) sections.set(id, section);
    }
    return { mutants: planned.map((mutant) => judge(mutant, active, sections)), ranWith };
  }
  return { trouble: "too many mutants do not compile", log: "" };
}

/** Runs the tests without a mutant, with the first privileges with which all of them pass. */
async function runUnchanged(
  go: GoCommand,
  binary: TestBinary,
  { kind, tests }: PackageTestNames,
  now: () => number,
): Promise<Unchanged | Trouble> {
  let trouble: Trouble | undefined;
  for (const privileges of privilegesOf(kind, go.tree.session.place)) {
    const start = now();
    const line = runLine(binary, "0", tests, unchangedTimeoutSec);
    const run = await runTestScript(go, binary, privileges, line);
    if (run.ended !== "exited") return { trouble: endedWords(run.ended), log: tail(run.stdout, 20) };
    const section = parseSections(run.stdout).get("0");
    const log = tail(section?.output ?? "", 40);
    const silent = section && tests.find((test) => !hasRun(test, section));
    if (section?.status === 0 && !silent) return { privileges, timeMs: now() - start };
    trouble ??=
      section?.status === 0 && silent
        ? { trouble: `${silent.name} did not run`, log }
        : { trouble: "the rendered tests fail without any mutant", log };
  }
  return trouble ?? { trouble: "this engine cannot run privileged tests", log: "" };
}

/** Compiles the tests of every package that the series adds tests to, with all mutants in the tree. */
async function compileMutants(
  input: Omit<EngineCheckInput, "now">,
  active: readonly PlannedMutant[],
  packages: readonly PackageTestNames[],
  attempt: number,
): Promise<{ readonly binaries: readonly MutantBinary[] } | Trouble> {
  const state = await openState(
    input.bench,
    `${input.patched.name}-mutants-${attempt}`,
    new Map([...input.patched.texts, ...mutateTexts(input.files, active)]),
  );
  const binaries: MutantBinary[] = [];
  for (const one of packages) {
    const { packageName, kind } = one;
    const go = await commandFor(state, one);
    const compiled = await compileTests(go, packageName, kind);
    if ("none" in compiled)
      return { trouble: "the tests do not compile with the mutants", log: compiled.none.output };
    binaries.push({ go, binary: compiled.binary, package: one });
  }
  return { binaries };
}

function judge(
  mutant: PlannedMutant,
  active: readonly PlannedMutant[],
  sections: ReadonlyMap<string, Section>,
): Mutant {
  const { path, line, function: name, change, text } = mutant;
  const about = { path, line, function: name, change, text };
  const section = sections.get(String(mutant.id));
  if (!active.includes(mutant) || !section) return { ...about, outcome: "does-not-compile", by: [] };
  if (section.status === 0) return { ...about, outcome: "survived", by: [] };
  const failed = failedTests(section.output);
  const running = [...section.output.matchAll(/^=== RUN {3}(\S+)/gm)].at(-1)?.[1];
  const words = section.status === 124 ? "it hangs" : `${running ?? "the process"} ends early`;
  return { ...about, outcome: "caught", by: failed.length > 0 ? failed : [words] };
}

/** Names of the tests that failed: methods of suites if there are any, else test functions and subtests. */
function failedTests(output: string): string[] {
  const suites = [...output.matchAll(/^(?:FAIL|PANIC): \S+?:\d+: ([\w.]+)/gm)].map(([, test = ""]) => test);
  const plain = [...output.matchAll(/^ *--- FAIL: (\S+)/gm)].map(([, test = ""]) => test);
  return [...new Set(suites.length > 0 ? suites : plain)];
}

/** Runs the lines of {@link runLine} in parallel batches, each in its own namespaces, and returns all sections. */
async function runSections(
  go: GoCommand,
  binary: TestBinary,
  privileges: Privileges,
  lines: readonly string[],
): Promise<Map<string, Section> | Trouble> {
  const batches = Array.from({ length: batchCount }, (_, at) =>
    lines.filter((_, index) => index % batchCount === at),
  ).filter(({ length }) => length > 0);
  const results = await settleAll(
    batches.map((batch) => runTestScript(go, binary, privileges, batch.join("\n"))),
  );
  const cut = results.find(({ ended }) => ended !== "exited");
  if (cut && cut.ended !== "exited") return { trouble: endedWords(cut.ended), log: tail(cut.stdout, 20) };
  return new Map(results.flatMap(({ stdout }) => [...parseSections(stdout)]));
}

/** One run of the binary in a script, between lines that mark its section. */
function runLine(
  binary: TestBinary,
  section: string,
  tests: readonly AddedTestName[],
  limitSec: number,
  mutant?: number,
): string {
  const variable = mutant === undefined ? "" : `${mutantVariable}=${mutant} `;
  const command = [binary.path, "-test.v", "-test.failfast", ...selectTests(tests, binary.hasSuites)];
  return [
    `echo ${shellWords([`=== SECTION ${section}`])}`,
    `${variable}timeout -s KILL -k 5 ${limitSec} ${shellWords(command)} 2>&1`,
    `echo "=== STATUS $?"`,
  ].join("\n");
}

interface Section {
  readonly status: number;
  readonly output: string;
}

/** Whether a successful run has run a test: a run that selects no test succeeds, too. */
function hasRun(test: AddedTestName, { output }: Section): boolean {
  return !["not run", "skip"].includes(statusOf(test, parseTestOutput(output)));
}

/** What a script of {@link runLine} printed, section by section. */
function parseSections(output: string): Map<string, Section> {
  const sections = new Map<string, Section>();
  for (const part of output.split(/^=== SECTION /m).slice(1)) {
    const name = part.slice(0, part.indexOf("\n"));
    const status = /=== STATUS (\d+)\s*$/.exec(part)?.[1];
    if (status !== undefined)
      sections.set(name, { status: status === "137" ? 124 : Number(status), output: part });
  }
  return sections;
}
