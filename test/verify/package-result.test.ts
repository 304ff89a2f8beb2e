import { expect, it } from "vitest";
import { packageProblems, packageTables } from "../../src/verify/package-result.ts";

const packages = [
  { name: "pkg/a", status: "pass", output: "" },
  { name: "pkg/b", status: "fail", output: "x.go:1: bad" },
  { name: "pkg/c", status: "base-broken", output: "y.go:2: worse" },
] as const;

it("finds fault with packages that fail, and not with those that the base breaks as well", () => {
  expect(packageProblems(packages)).toEqual([{ what: "fails in pkg/b", output: "x.go:1: bad" }]);
});

it("has a row for each package, and no table without any", () => {
  expect(packageTables(packages)).toEqual([
    {
      title: "Packages: 3",
      head: ["package", "result"],
      rows: [
        ["pkg/a", "pass"],
        ["pkg/b", "fail"],
        ["pkg/c", "base-broken"],
      ],
    },
  ]);
  expect(packageTables([])).toEqual([]);
});
