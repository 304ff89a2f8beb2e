import type { GoFile, GoParser } from "../golang/index.ts";
import { type ChangedFile, isGoSource } from "./changed-files.ts";
import type { TestStatus } from "./test-results.ts";

/** A test that a series adds. */
export interface AddedTestName {
  readonly path: string;
  /** Function `TestX`, or method `suite.TestX`. */
  readonly name: string;
  /** Test function that calls the method, "" if a suite library does. */
  readonly within: string;
}

/** Test functions and suite methods that are only in the later text of a test file. */
export function findAddedTests(files: readonly ChangedFile[], parser: GoParser): AddedTestName[] {
  return files.flatMap(({ path, before, after }) => {
    if (!isGoSource(path) || !path.endsWith("_test.go") || after === undefined) return [];
    const known = new Set(before === undefined ? [] : testsIn(parser, path, before).map(({ name }) => name));
    return testsIn(parser, path, after)
      .filter(({ name }) => !known.has(name))
      .map((test) => ({ path, ...test }));
  });
}

function testsIn(parser: GoParser, path: string, text: string): Omit<AddedTestName, "path">[] {
  const file: GoFile = parser.parse(path, text);
  try {
    const names = [...file.declarations.func.keys()].filter((name) => /^(\w+\.)?Test/.test(name));
    return names.map((name) => ({ name, within: name.includes(".") ? callerOf(file, names, name) : "" }));
  } finally {
    file.dispose();
  }
}

/** The test function that calls a method of a suite. */
function callerOf(file: GoFile, names: readonly string[], method: string): string {
  const callers = names.filter((name) => !name.includes("."));
  const calls = (name: string) =>
    (file.declarations.func.get(name) ?? []).some((node) =>
      node
        .descendantsOfType("selector_expression")
        .some((selector) => selector.childForFieldName("field")?.text === bareName(method)),
    );
  return callers.find(calls) ?? "";
}

/** `TestX` of `suite.TestX`. */
function bareName(name: string): string {
  return name.slice(name.indexOf(".") + 1);
}

/**
 * How a test ended, from all of its results: of each suite that has the method, and of each subtest. A failure
 * outweighs passes.
 */
export function statusOf(
  { name }: Pick<AddedTestName, "name">,
  results: Readonly<Record<string, TestStatus>>,
): TestStatus | "not run" {
  const bare = bareName(name);
  const isOwn = (result: string) =>
    result === name ||
    (name.includes(".") && new RegExp(`[./]${bare}(#\\d+)?$`).test(result)) ||
    (!name.includes(".") && result.startsWith(`${name}/`));
  const found = Object.entries(results)
    .filter(([result]) => isOwn(result))
    .map(([, status]) => status);
  return (["fail", "pass", "skip"] as const).find((status) => found.includes(status)) ?? "not run";
}

/** Conventional name of the test function that calls the suite library. */
const suiteRunner = "Test";

/**
 * Flags that make a test binary run only these tests.
 *
 * @param hasSuites whether the binary contains suites whose methods the testing package does not know.
 */
export function selectTests(tests: readonly AddedTestName[], hasSuites: boolean): string[] {
  const methods = tests.filter(({ name }) => name.includes("."));
  const functions = tests.filter(({ name }) => !name.includes(".")).map(({ name }) => name);
  const [first] = methods;
  if (!first) return [`-test.run=^(${functions.join("|")})$`];
  const bare = methods.map(({ name }) => bareName(name)).join("|");
  if (hasSuites && first.within === "")
    return [`-test.run=^(${[suiteRunner, ...functions].join("|")})$`, "-check.v", `-check.f=\\.(${bare})$`];
  const tops = [...new Set([...methods.map(({ within }) => within || suiteRunner), ...functions])].join("|");
  return [`-test.run=^(${tops})$/.*/^(${bare})$`];
}
