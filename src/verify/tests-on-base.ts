import type { Privileges } from "../host/engine.ts";
import { folderOf } from "./changed-files.ts";
import type { EngineCheckInput } from "./check.ts";
import { type GoCommand, tail } from "./go-command.ts";
import { compileTests, type TestBinary } from "./go-tests.ts";
import { commandFor, type PackageTestNames } from "./package-test-names.ts";
import {
  didNotRun,
  hasRun,
  runLine,
  runSections,
  type Trouble,
  unchangedTimeoutSec,
} from "./test-sections.ts";
import { openState } from "./tree-state.ts";

/** The added tests of one package, compiled on the base. */
export interface TestsOnBase {
  readonly go: GoCommand;
  readonly binary: TestBinary;
}

/**
 * Compiles the tests of one package on the base, with what the series changes outside of the proposal's package:
 * its configuration. Tests of other packages that do not compile there, but do with the series, need what only
 * the series has: they count as red, and give nothing.
 */
export async function compileOnBase(
  input: EngineCheckInput,
  one: PackageTestNames,
): Promise<TestsOnBase | Trouble | undefined> {
  const { packageName, kind } = one;
  const isOwn = input.parts.some(({ trials }) => trials?.folder === packageName);
  const texts = input.files.filter(({ path }) =>
    folderOf(path) === packageName ? path.endsWith("_test.go") : isOwn,
  );
  const state = await openState(
    input.bench,
    `${input.patched.name}-on-base-${packageName.replace(/\W+/g, "-")}`,
    new Map(texts.map(({ path, after }) => [path, after])),
  );
  const go = await commandFor(state, one);
  const compiled = await compileTests(go, packageName, kind);
  if ("none" in compiled) {
    const { status, output } = compiled.none;
    // Whether they compile with the series is found out when they run with it.
    if (!isOwn && status === "does-not-build") return undefined;
    return { trouble: "the rendered tests do not compile on the base", log: output };
  }
  return { go, binary: compiled.binary };
}

/** Runs the tests of one package on the base. */
export async function runOnBase(
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
    return { trouble: didNotRun(silent, binary), log: tail(sections.get(silent.name)?.output ?? "", 20) };
  return { green: tests.map(({ name }) => name).filter((name) => sections.get(name)?.status === 0) };
}
