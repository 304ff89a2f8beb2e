import type { GoFile, GoParser } from "../golang/index.ts";
import type { ChangedFile } from "./changed-files.ts";

/** A test function that a series adds, as test results name it. */
export interface AddedTestName {
  readonly path: string;
  readonly name: string;
}

/** Test functions and suite methods that are in the later text of a test file and not in the earlier one. */
export function findAddedTests(files: readonly ChangedFile[], parser: GoParser): AddedTestName[] {
  return files.flatMap(({ path, before, after }) => {
    if (!path.endsWith("_test.go") || after === undefined) return [];
    const known = before === undefined ? new Set<string>() : new Set(testNames(parser, path, before));
    return testNames(parser, path, after)
      .filter((name) => !known.has(name))
      .map((name) => ({ path, name }));
  });
}

function testNames(parser: GoParser, path: string, text: string): string[] {
  const file: GoFile = parser.parse(path, text);
  try {
    return [...file.declarations.func.keys()].filter((name) => /^(\w+\.)?Test/.test(name));
  } finally {
    file.dispose();
  }
}
