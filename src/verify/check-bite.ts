import { buildPaths } from "../profile/index.ts";
import { findAddedTests } from "./added-tests.ts";
import { type Check, couldNotRun, type EngineCheckInput } from "./check.ts";
import type { Mutant } from "./evidence.ts";
import { type GoCommand, tail } from "./go-command.ts";
import { compileTests, endedWords, runTestScript, type TestBinary } from "./go-tests.ts";
import { mutantsIn, mutantVariable, mutateTexts, type PlannedMutant, planMutants } from "./mutate.ts";
import { settleAll } from "./settle.ts";
import { openState } from "./tree-state.ts";

/** What the tests may take with nothing changed, seconds. */
const unchangedTimeoutSec = 600;
const mostAttempts = 5;
/** Runs at a time: the tests wait for the kernel more than they compute. */
const batchCount = 4;

/**
 * What the tests may take with a mutant, seconds: one that makes them hang, or wait for a route again and
 * again, is caught by this.
 */
function mutantTimeoutSec(unchangedMs: number): number {
  return 10 + Math.ceil((4 * unchangedMs) / 1000);
}

/**
 * The rendered tests notice when a condition or an early return of the series is taken out, one at a
 * time; and none of them passes on the base with nothing but the configuration of the series.
 */
export const biteCheck: Check = {
  id: "bite",
  needs: "engine",
  perCommit: false,
  waits: true,
  async run(input) {
    const { files, parser } = input;
    const tests = findAddedTests(files, parser)
      .filter(({ path }) => path.startsWith(`${buildPaths.handler}/`))
      .map(({ name }) => name);
    if (tests.length === 0) return couldNotRun("the series adds no test that could notice anything");
    const onBase = await runOnBase(input, tests);
    if ("trouble" in onBase) return couldNotRun(onBase.trouble, onBase.log);
    const mutated = await runMutants(input, planMutants(files, parser), tests);
    if ("trouble" in mutated) return couldNotRun(mutated.trouble, mutated.log);
    const survivors = mutated.mutants.filter(({ outcome }) => outcome === "survived");
    const green = tests.filter((name) => !onBase.failed.includes(name));
    const findings = [
      ...survivors.map(
        (one) => `${one.path}:${one.line}: nothing fails with ${JSON.stringify(one.text)} ${one.change}`,
      ),
      ...green.map((name) => `${name} passes on the base`),
    ];
    return {
      outcome: findings.length === 0 ? "pass" : "fail",
      reason: findings[0] ?? null,
      log: findings.join("\n"),
      details: {
        check: "bite",
        mutants: mutated.mutants,
        greenOnBase: green,
        redOnBase: tests.length - green.length,
      },
    };
  },
};

interface Trouble {
  readonly trouble: string;
  readonly log: string;
}

/** The base with the series' tests, and with what it changes outside of the handler's package: its configuration. */
async function runOnBase(
  input: EngineCheckInput,
  tests: readonly string[],
): Promise<{ readonly failed: readonly string[] } | Trouble> {
  const texts = input.files.filter(
    ({ path, before }) =>
      !path.startsWith(`${buildPaths.handler}/`) || (before === undefined && path.endsWith("_test.go")),
  );
  const state = await openState(
    input.bench,
    `${input.patched.name}-on-base`,
    new Map(texts.map(({ path, after }) => [path, after])),
  );
  const go = await state.privileged(buildPaths.handler);
  const compiled = await compileTests(go, buildPaths.handler, "privileged");
  if ("none" in compiled)
    return { trouble: "on the base the rendered tests do not compile", log: compiled.none.output };
  // One by one: a test that ends the process would hide those behind it.
  const lines = tests.map((name) => runLine(compiled.binary, name, name, unchangedTimeoutSec));
  const sections = await runSections(go, compiled.binary, lines);
  if ("trouble" in sections) return sections;
  return { failed: tests.filter((name) => (sections.get(name)?.status ?? 0) !== 0) };
}

async function runMutants(
  { now, ...input }: EngineCheckInput,
  planned: readonly PlannedMutant[],
  tests: readonly string[],
): Promise<{ readonly mutants: Mutant[] } | Trouble> {
  let active = planned;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const state = await openState(
      input.bench,
      `${input.patched.name}-mutants-${attempt}`,
      new Map([...input.patched.texts, ...mutateTexts(input.files, active)]),
    );
    const go = await state.privileged(buildPaths.handler);
    const compiled = await compileTests(go, buildPaths.handler, "privileged");
    if ("none" in compiled) {
      const broken = mutantsIn(compiled.none.output, active);
      if (broken.length === 0)
        return { trouble: "with the changes the tests do not compile", log: compiled.none.output };
      active = active.filter((mutant) => !broken.includes(mutant));
      continue;
    }
    const all = tests.join("|");
    const start = now();
    const first = await runTestScript(
      go,
      compiled.binary,
      runLine(compiled.binary, "0", all, unchangedTimeoutSec),
    );
    if (first.ended !== "exited") return { trouble: endedWords(first.ended), log: tail(first.stdout, 20) };
    const unchanged = parseSections(first.stdout).get("0");
    if (unchanged?.status !== 0) {
      return {
        trouble: "the rendered tests fail with nothing changed",
        log: tail(unchanged?.output ?? "", 40),
      };
    }
    const limitSec = mutantTimeoutSec(now() - start);
    const lines = active.map(({ id }) => runLine(compiled.binary, String(id), all, limitSec, id));
    const sections = await runSections(go, compiled.binary, lines);
    if ("trouble" in sections) return sections;
    return { mutants: planned.map((mutant) => judge(mutant, active, sections)) };
  }
  return { trouble: "too many changes do not compile", log: "" };
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
  const failed = [...section.output.matchAll(/^--- FAIL: (\S+)/gm)].map(([, test = ""]) => test);
  const running = [...section.output.matchAll(/^=== RUN {3}(\S+)/gm)].at(-1)?.[1];
  const words = section.status === 124 ? "it hangs" : `${running ?? "the process"} ends early`;
  return { ...about, outcome: "caught", by: failed.length > 0 ? failed : [words] };
}

/** Runs the lines of {@link runLine} some at a time, each batch in surroundings of its own, and gives all sections. */
async function runSections(
  go: GoCommand,
  binary: TestBinary,
  lines: readonly string[],
): Promise<Map<string, Section> | Trouble> {
  const batches = Array.from({ length: batchCount }, (_, at) =>
    lines.filter((_, index) => index % batchCount === at),
  ).filter(({ length }) => length > 0);
  const results = await settleAll(batches.map((batch) => runTestScript(go, binary, batch.join("\n"))));
  const cut = results.find(({ ended }) => ended !== "exited");
  if (cut && cut.ended !== "exited") return { trouble: endedWords(cut.ended), log: tail(cut.stdout, 20) };
  return new Map(results.flatMap(({ stdout }) => [...parseSections(stdout)]));
}

/** One run of the binary in a script, between lines that tell it apart. */
function runLine(
  binary: TestBinary,
  section: string,
  only: string,
  limitSec: number,
  mutant?: number,
): string {
  const variable = mutant === undefined ? "" : `${mutantVariable}=${mutant} `;
  return [
    `echo "=== SECTION ${section}"`,
    `${variable}timeout -s KILL -k 5 ${limitSec} '${binary.path}' -test.v -test.failfast '-test.run=^(${only})$' 2>&1`,
    `echo "=== STATUS $?"`,
  ].join("\n");
}

interface Section {
  readonly status: number;
  readonly output: string;
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
