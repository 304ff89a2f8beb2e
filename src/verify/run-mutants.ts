import type { Privileges } from "../host/engine.ts";
import type { EngineCheckInput } from "./check.ts";
import { type GoCommand, tail } from "./go-command.ts";
import {
  compileTests,
  endedWords,
  lackOf,
  privilegesOf,
  runTestScript,
  type TestBinary,
} from "./go-tests.ts";
import type { Mutant } from "./mutant.ts";
import { mutantsIn, mutateTexts, type PlannedMutant } from "./mutate.ts";
import { commandFor, type PackageTestNames } from "./package-test-names.ts";
import {
  didNotRun,
  hasRun,
  parseSections,
  runLine,
  runSections,
  type Section,
  type Trouble,
  unchangedTimeoutSec,
} from "./test-sections.ts";
import { openState } from "./tree-state.ts";

const mostAttempts = 5;

/**
 * Time limit of the tests with a mutant, in seconds. It catches mutants that make them hang or wait for a
 * route repeatedly.
 */
function mutantTimeoutSec(unchangedMs: number): number {
  return 10 + Math.ceil((4 * unchangedMs) / 1000);
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

/** Runs the added tests with each mutant, all compiled into one binary per package. */
export async function runMutants(
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
  const lack = lackOf(kind, go.tree.session.place);
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
        ? { trouble: didNotRun(silent, binary), log }
        : { trouble: ["the rendered tests fail without any mutant", lack].filter(Boolean).join(": "), log };
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
