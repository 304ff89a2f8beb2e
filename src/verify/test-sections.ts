import type { Privileges } from "../host/engine.ts";
import { shellWords } from "../text/index.ts";
import { type AddedTestName, selectTests, statusOf } from "./added-tests.ts";
import { firstTelling, type GoCommand, tail } from "./go-command.ts";
import { endedWords, runTestScript, type TestBinary } from "./go-tests.ts";
import { mutantVariable } from "./mutate.ts";
import { settleAll } from "./settle.ts";
import { parseTestOutput } from "./test-results.ts";

/** Time limit of the tests without a mutant, in seconds. */
export const unchangedTimeoutSec = 600;
/** Parallel runs: the tests mostly wait for the kernel. */
const batchCount = 4;

/** Why there is no result. */
export interface Trouble {
  readonly trouble: string;
  readonly log: string;
}

/** Runs the lines of {@link runLine} in parallel batches, each in its own namespaces, and returns all sections. */
export async function runSections(
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
export function runLine(
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

/** What one run of the binary gave. */
export interface Section {
  readonly status: number;
  readonly output: string;
}

/** Whether a successful run has run a test: a run that selects no test succeeds, too. */
export function hasRun(test: AddedTestName, { output }: Section): boolean {
  return !["not run", "skip"].includes(statusOf(test, parseTestOutput(output)));
}

/** What a script of {@link runLine} printed, section by section. */
export function parseSections(output: string): Map<string, Section> {
  const sections = new Map<string, Section>();
  for (const part of output.split(/^=== SECTION /m).slice(1)) {
    const name = part.slice(0, part.indexOf("\n"));
    const status = /=== STATUS (\d+)\s*$/.exec(part)?.[1];
    if (status !== undefined)
      sections.set(name, { status: status === "137" ? 124 : Number(status), output: part });
  }
  return sections;
}

/** Why a test is not in the output of a binary. */
export function didNotRun({ name }: AddedTestName, { packageName, leftOut }: TestBinary): string {
  const said = leftOut === "" ? "" : `: tests in ${packageName} do not build: ${firstTelling(leftOut)}`;
  return `${name} did not run${said}`;
}
