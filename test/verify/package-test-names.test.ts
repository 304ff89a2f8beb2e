import { expect, it } from "vitest";
import type { GoCommand } from "../../src/verify/go-command.ts";
import { byPackage, commandFor } from "../../src/verify/package-test-names.ts";
import type { TreeState } from "../../src/verify/tree-state.ts";

const added = (path: string, name = "TestNew") => ({ path, name, within: "" });
const file = (path: string, constraint: string) => ({
  path,
  before: undefined,
  after: `${constraint}\n\npackage p\n`,
});

it("collects the tests of each package, in the order in which they come", () => {
  const tests = [
    added("pkg/b/x_test.go", "TestA"),
    added("pkg/a/y_test.go", "TestB"),
    added("pkg/b/z_test.go", "TestC"),
  ];
  expect(
    byPackage(tests, []).map(({ packageName, tests }) => [packageName, tests.map(({ name }) => name)]),
  ).toEqual([
    ["pkg/b", ["TestA", "TestC"]],
    ["pkg/a", ["TestB"]],
  ]);
  expect(byPackage([], [])).toEqual([]);
});

it.each([
  ["//go:build !privileged_tests", "unit"],
  ["// +build !privileged_tests", "unit"],
  ["//go:build linux && !privileged_tests", "unit"],
  ["//go:build privileged_tests", "privileged"],
  ["// It is built with !privileged_tests.", "privileged"],
  ["//go:build !privileged_tests_too", "privileged"],
  ["", "privileged"],
])("compiles tests below %j as %s ones", (constraint, kind) => {
  const path = "pkg/a/x_test.go";
  expect(byPackage([added(path)], [file(path, constraint)])).toMatchObject([{ packageName: "pkg/a", kind }]);
});

it("compiles all of a package's tests as privileged ones where some of them have to be", () => {
  const [unit, other] = ["pkg/a/x_test.go", "pkg/a/y_test.go"];
  const files = [file(unit, "//go:build !privileged_tests"), file(other, "")];
  expect(byPackage([added(unit), added(other)], files)).toMatchObject([{ kind: "privileged" }]);
});

it("takes the tree's own files for unit tests, and those with stand-ins for privileged ones", async () => {
  const [plain, replaced] = [{}, {}] as unknown as readonly [GoCommand, GoCommand];
  const state = {
    go: plain,
    privileged: async (name: string) => (name === "pkg/a" ? replaced : undefined),
  } as unknown as TreeState;
  const names = { packageName: "pkg/a", tests: [] };
  expect(await commandFor(state, { ...names, kind: "unit" })).toBe(plain);
  expect(await commandFor(state, { ...names, kind: "privileged" })).toBe(replaced);
});
