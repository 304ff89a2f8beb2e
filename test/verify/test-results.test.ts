import { describe, expect, it } from "vitest";
import { comparePackage } from "../../src/verify/compare-tests.ts";
import {
  joinRuns,
  mergeRuns,
  noTests,
  type PackageTests,
  parseTestEvents,
} from "../../src/verify/test-results.ts";

const events = (...lines: object[]) => lines.map((line) => JSON.stringify(line)).join("\n");

describe("parseTestEvents", () => {
  it("reads results of tests and subtests, and what failed ones printed", () => {
    const output = events(
      { Action: "run", Test: "TestA" },
      { Action: "output", Test: "TestA", Output: "    a_test.go:7: expected 1\n" },
      { Action: "fail", Test: "TestA" },
      { Action: "pass", Test: "TestB/sub" },
      { Action: "skip", Test: "TestC" },
    );
    const result = parseTestEvents(output, 1);
    expect(result.tests).toEqual({ TestA: "fail", "TestB/sub": "pass", TestC: "skip" });
    expect(result.failures["TestA"]).toContain("expected 1");
    expect(result.status).toBe("fail");
  });

  it("reads suites of check.v1, and tells the same name apart", () => {
    const lines = [
      "PASS: node_test.go:10: Suite.TestRoute\t0.001s",
      "FAIL: node_test.go:20: Suite.TestGone",
      "node_test.go:22:",
      "    c.Assert(1, Equals, 2)",
      "PASS: node_test.go:10: Suite.TestRoute\t0.002s",
    ];
    const output = events(...lines.map((line) => ({ Action: "output", Test: "Test", Output: `${line}\n` })));
    const { tests, failures } = parseTestEvents(output, 1);
    expect(tests).toEqual({
      "Suite.TestRoute": "pass",
      "Suite.TestGone": "fail",
      "Suite.TestRoute#2": "pass",
    });
    expect(failures["Suite.TestGone"]).toContain("c.Assert(1, Equals, 2)");
  });

  it("takes lines that are no events as output", () => {
    const result = parseTestEvents(
      `fatal error: all goroutines are asleep\n${events({ Action: "pass", Test: "A" })}`,
      2,
    );
    expect(result.output).toContain("all goroutines are asleep");
  });
});

const tests = (results: PackageTests["tests"], change: Partial<PackageTests> = {}): PackageTests => ({
  status: Object.values(results).includes("fail") ? "fail" : "pass",
  tests: results,
  failures: {},
  flaky: [],
  output: "",
  leftOut: "",
  ...change,
});

describe("mergeRuns", () => {
  it("calls a test flaky that failed once, and failed one that failed twice", () => {
    const merged = mergeRuns(
      tests({ a: "fail", b: "fail", c: "pass" }),
      tests({ a: "pass", b: "fail", c: "pass" }),
    );
    expect(merged.tests).toEqual({ a: "pass", b: "fail", c: "pass" });
    expect(merged.flaky).toEqual(["a"]);
  });

  it("passes where no test failed twice, unless both runs fail as a whole", () => {
    const run = (statuses: PackageTests["tests"]): PackageTests => ({ ...tests(statuses), status: "fail" });
    const pass = tests({ a: "pass" });
    const whole = run({ a: "pass" });
    expect(mergeRuns(run({ a: "fail", b: "pass" }), run({ a: "pass", b: "fail" })).status).toBe("pass");
    expect(mergeRuns(pass, whole).status).toBe("pass");
    expect(mergeRuns(whole, run({ a: "fail" })).status).toBe("pass");
    expect(mergeRuns(whole, whole).status).toBe("fail");
    expect(mergeRuns(run({ a: "fail" }), run({ a: "fail" })).status).toBe("fail");
    expect(mergeRuns(pass, noTests("could-not-run", "")).status).toBe("could-not-run");
  });
});

describe("joinRuns", () => {
  const failing = (statuses: PackageTests["tests"]): PackageTests => ({ ...tests(statuses), status: "fail" });

  it.each([
    [
      "passes where each run passes what the other cannot",
      { a: "fail", b: "pass" },
      { a: "pass", b: "fail" },
      "pass",
    ],
    ["fails where a test fails in both", { a: "fail", b: "pass" }, { a: "fail", b: "pass" }, "fail"],
    ["fails where a failed test is skipped in the other", { a: "fail" }, { a: "skip" }, "fail"],
    ["fails where a failed test is gone in the other", { a: "fail", b: "pass" }, { b: "pass" }, "fail"],
    ["fails where a run ends without naming a test", { a: "fail" }, {}, "fail"],
    ["fails where both do", {}, {}, "fail"],
  ] as const)("%s", (_, first, second, status) => {
    for (const joined of [
      joinRuns(failing(first), failing(second)),
      joinRuns(failing(second), failing(first)),
    ]) {
      expect(joined.status).toBe(status);
      expect(joined.flaky).toEqual([]);
    }
  });

  it("calls a test failed that no run passes", () => {
    expect(joinRuns(failing({ a: "fail" }), tests({ a: "skip" })).tests).toEqual({ a: "fail" });
  });
});

describe("comparePackage", () => {
  const compare = (after: PackageTests, before: PackageTests) =>
    comparePackage("pkg/p", "unit", after, before);

  it("passes where everything that passed still passes", () => {
    const result = compare(tests({ a: "pass", b: "pass", x: "fail" }), tests({ a: "pass", x: "fail" }));
    expect(result).toMatchObject({ status: "pass", passingBefore: 1, stillFailing: ["x"], regressions: [] });
  });

  it.each([
    ["fails", tests({ a: "fail" }), "fail"],
    ["is skipped", tests({ a: "skip" }), "skip"],
    ["is gone", tests({}), "gone"],
  ])("fails where a test that passed %s", (_, after, now) => {
    expect(compare(after, tests({ a: "pass" }))).toMatchObject({
      status: "fail",
      regressions: [{ name: "a", before: "pass", now }],
    });
  });

  it("fails where a new test fails", () => {
    expect(compare(tests({ a: "pass", b: "fail" }), tests({ a: "pass" })).status).toBe("fail");
  });

  it("fails where files are lost because they no longer build with their tags", () => {
    const after = tests({ a: "pass" }, { leftOut: "x_test.go:1: undefined: y" });
    expect(compare(after, tests({ a: "pass" }))).toMatchObject({ status: "fail", output: after.leftOut });
    expect(compare(after, after).status).toBe("pass");
  });

  it("blames the base where that does not compile, or where its tests end before any passes", () => {
    expect(compare(noTests("does-not-build", "x"), noTests("does-not-build", "x")).status).toBe(
      "base-broken",
    );
    expect(compare(noTests("does-not-build", "x"), tests({ a: "pass" })).status).toBe("fail");
    const died = tests({ Test: "fail" }, { output: "fatal" });
    expect(compare(died, died)).toMatchObject({ status: "base-broken", output: "fatal" });
  });
});
