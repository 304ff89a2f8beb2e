import type { AddedTestName } from "./added-tests.ts";
import { folderOf } from "./changed-files.ts";
import type { EngineCheckInput } from "./check.ts";
import type { GoCommand } from "./go-command.ts";
import type { TestKind } from "./go-tests.ts";
import type { TreeState } from "./tree-state.ts";

/** Tests that a series adds to one package. */
export interface PackageTestNames {
  readonly packageName: string;
  /** As which of the two the tests are compiled. */
  readonly kind: TestKind;
  readonly tests: readonly AddedTestName[];
}

/** Added tests, by their packages. */
export function byPackage(
  tests: readonly AddedTestName[],
  files: EngineCheckInput["files"],
): PackageTestNames[] {
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
export function commandFor(state: TreeState, { packageName, kind }: PackageTestNames): Promise<GoCommand> {
  return kind === "unit" ? Promise.resolve(state.go) : state.privileged(packageName);
}
