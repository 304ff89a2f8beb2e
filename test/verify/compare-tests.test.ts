import { expect, it } from "vitest";
import { comparePackage } from "../../src/verify/compare-tests.ts";
import { noTests, type PackageTests, type TestStatus } from "../../src/verify/test-results.ts";

const ran = (
  tests: Readonly<Record<string, TestStatus>>,
  more: Partial<PackageTests> = {},
): PackageTests => ({
  ...noTests(Object.values(tests).includes("fail") ? "fail" : "pass", ""),
  tests,
  ...more,
});
const compare = (after: PackageTests, before: PackageTests) => comparePackage("pkg/a", "unit", after, before);

it("tells of each regression how it ended before and now, and what it printed, once", () => {
  const before = ran({ TestWorse: "pass", TestGone: "pass", TestSkipped: "skip", TestX: "fail" });
  const after = ran(
    { TestWorse: "fail", TestSkipped: "fail", TestNew: "fail", TestX: "fail" },
    { failures: { TestWorse: "expected 1\n" }, output: "FAIL\n" },
  );
  const { regressions, stillFailing, output } = compare(after, before);
  expect(regressions).toEqual([
    { name: "TestWorse", before: "pass", now: "fail", output: "expected 1\n" },
    { name: "TestGone", before: "pass", now: "gone", output: "" },
    { name: "TestSkipped", before: "skip", now: "fail", output: "" },
    { name: "TestNew", before: "none", now: "fail", output: "" },
  ]);
  expect(stillFailing).toEqual(["TestX"]);
  expect(output).toBe("FAIL\n");
});

it("lists what fails in both apart from what is new, and is silent on the output where nothing is new", () => {
  const before = ran({ TestA: "pass", TestX: "fail", TestY: "fail" });
  const after = ran(
    { TestA: "pass", TestX: "fail", TestY: "pass", TestB: "pass" },
    { output: "FAIL\n", flaky: ["TestB"] },
  );
  expect(compare(after, before)).toEqual({
    name: "pkg/a",
    kind: "unit",
    status: "pass",
    passing: ["TestA", "TestY", "TestB"],
    passingBefore: 1,
    regressions: [],
    stillFailing: ["TestX"],
    flaky: ["TestB"],
    output: "",
  });
});

it("takes a series for sound that brings back a package whose tests ended before any passed", () => {
  const before = ran({ TestX: "fail" });
  expect(compare(ran({ TestX: "fail", TestA: "pass" }), before).status).toBe("pass");
  expect(compare(ran({ TestX: "fail" }), before).status).toBe("base-broken");
});

it("takes a package that the series removes for a loss of its tests", () => {
  expect(compare(noTests("no-tests", ""), ran({ TestA: "pass" })).status).toBe("fail");
  expect(compare(noTests("no-tests", ""), noTests("no-tests", "")).status).toBe("pass");
});

it("fails where the tests end with a failure that none of them names, as they did not on the base", () => {
  const leaks = ran({ TestA: "pass" }, { status: "fail", output: "goleak: found a goroutine\nFAIL\n" });
  const after = compare(leaks, ran({ TestA: "pass" }));
  expect([after.status, after.regressions, after.output]).toEqual([
    "fail",
    [],
    "the tests fail as a whole, and none by its name\ngoleak: found a goroutine\nFAIL\n",
  ]);
  expect(compare(noTests("fail", "FAIL\n"), noTests("no-tests", "")).status).toBe("fail");
  expect(compare(leaks, ran({ TestA: "fail", TestB: "pass" })).status).toBe("fail");
  expect(compare(leaks, leaks).status).toBe("pass");
});
