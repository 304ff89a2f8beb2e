import { describe, expect, it } from "vitest";
import type { EngineCommand, EngineResult } from "../../../src/host/engine.ts";
import type { EngineCheckInput } from "../../../src/verify/check.ts";
import { unitCheck } from "../../../src/verify/checks/unit.ts";
import type { TestKind } from "../../../src/verify/go-tests.ts";
import { noTests, type PackageTests, type TestStatus } from "../../../src/verify/test-results.ts";
import { makeFolder } from "../../helpers/folder.ts";
import { makeGoParser } from "../../helpers/go.ts";

const parser = await makeGoParser();
const testFile = (...names: readonly string[]) =>
  `package a\n\nimport "testing"\n\n${names.map((name) => `func ${name}(t *testing.T) {}\n`).join("")}`;

/** Results of a package's tests, by kind. */
type Results = Readonly<Record<TestKind, Readonly<Record<string, TestStatus>>>>;

const resultsOf = (tests: Readonly<Record<string, TestStatus>>): PackageTests => ({
  ...noTests(Object.values(tests).includes("fail") ? "fail" : "pass", ""),
  tests,
});

/** Runs the check on a series that adds `TestNew` to a package with `TestOld`. */
async function run(
  now: Results,
  then: (kind: TestKind) => PackageTests = () => resultsOf({ TestOld: "pass" }),
  folder = "pkg/a",
) {
  const asked: string[] = [];
  const workFolder = await makeFolder({ "outputs/kept": "" });
  const exited = (stdout: string, status = 0): EngineResult => ({
    ended: "exited",
    status,
    stdout,
    stderr: "",
  });
  const go = (kind: TestKind) => {
    const failed = Object.values(now[kind]).includes("fail");
    const events = Object.entries(now[kind]).map(([Test, Action]) => JSON.stringify({ Test, Action }));
    const session = {
      tree: "/tree",
      work: "/shown",
      scratch: "/scratch",
      place: { isolation: [] },
      run: async ({ command }: EngineCommand) =>
        command.join(" ").includes("test2json") ? exited(events.join("\n")) : exited("", failed ? 1 : 0),
    };
    return {
      tree: { session, workFolder, baseHas: async () => true },
      overlay: { file: `/shown/${kind}/overlay.json` },
      env: {},
      run: async () => exited(""),
    };
  };
  const path = `${folder}/x_test.go`;
  const input = {
    files: [{ path, before: testFile("TestOld"), after: testFile("TestOld", "TestNew") }],
    parser,
    baseline: {
      tests: async (name: string, kind: TestKind) => {
        asked.push(`${name} ${kind}`);
        return then(kind);
      },
    },
    patched: { go: go("unit"), privileged: async () => go("privileged") },
  } as unknown as EngineCheckInput;
  if (unitCheck.needs !== "engine") throw new Error("the check runs in an engine");
  return { finding: await unitCheck.run(input), asked };
}

const both = { TestOld: "pass", TestNew: "pass" } as const;
const old = { TestOld: "pass" } as const;

describe("unit", () => {
  it("passes where an added test passes as the one or the other, and nothing gets worse", async () => {
    const { finding } = await run({ unit: { ...old, TestNew: "skip" }, privileged: both });
    expect(finding).toMatchObject({
      outcome: "pass",
      reason: null,
      details: { added: [{ path: "pkg/a/x_test.go", name: "TestNew", unit: "skip", privileged: "pass" }] },
    });
  });

  it.each([
    ["runs nowhere", old, old, "TestNew ended with not run as a user and not run as root"],
    [
      "is skipped everywhere",
      { ...old, TestNew: "skip" },
      old,
      "TestNew ended with skip as a user and not run as root",
    ],
  ] as const)("fails where an added test %s", async (_, unit, privileged, reason) => {
    expect((await run({ unit, privileged })).finding).toMatchObject({ outcome: "fail", reason });
  });

  it("tells a test that passed on the base and fails now before an added one that fails", async () => {
    const { finding } = await run({ unit: { TestOld: "fail", TestNew: "fail" }, privileged: both });
    expect(finding).toMatchObject({
      outcome: "fail",
      reason: "pkg/a: TestOld ended with pass on the base and is now: fail",
    });
    const tests = finding.details && unitCheck.problems(finding.details).map(({ what }) => what);
    expect(tests).toEqual([
      "regression: TestOld in pkg/a (unit), now fail",
      "regression: TestNew in pkg/a (unit), now fail",
    ]);
  });

  it("blames the base where its tests do not build, so that the added one cannot run", async () => {
    const leftOut = "# pkg/a\nold_test.go:3: undefined: y";
    const unbuilt = (kind: TestKind) => ({
      ...resultsOf(old),
      leftOut: kind === "privileged" ? leftOut : "",
    });
    expect((await run({ unit: old, privileged: old }, unbuilt)).finding).toMatchObject({
      outcome: "could-not-run",
      reason:
        "tests of the unpatched base in pkg/a do not build, so TestNew cannot run: old_test.go:3: undefined: y",
      log: leftOut,
    });
  });

  it("says what the engine lacks where the base's privileged tests do not run either", async () => {
    const dead = (kind: TestKind) => resultsOf(kind === "unit" ? old : { TestOld: "fail" });
    const { finding } = await run({ unit: both, privileged: { TestOld: "fail" } }, dead);
    expect(finding.outcome).toBe("could-not-run");
    expect(finding.reason).toMatch(/gives tests no CAP_BPF, .*; they say: /);
  });

  it("has no result where the base's tests have none", async () => {
    const { finding } = await run({ unit: both, privileged: both }, () => noTests("could-not-run", "no go"));
    expect(finding).toMatchObject({
      outcome: "could-not-run",
      reason: "unit tests of pkg/a: no go",
      details: null,
    });
  });

  it("runs each package's tests as a user and as root, but none of the agent's own", async () => {
    const privileged = { unit: both, privileged: both };
    expect((await run(privileged)).asked).toEqual(["pkg/a unit", "pkg/a privileged"]);
    expect((await run(privileged, undefined, "daemon/cmd")).asked).toEqual([]);
  });
});

describe("the problems of unit", () => {
  it("are a failure of a package's tests as a whole, where no test tells one", () => {
    const whole = { status: "fail" as const, regressions: [], output: "goleak: found a goroutine\n" };
    const common = { passing: ["TestA"], passingBefore: 1, stillFailing: [], flaky: [] };
    const packages = [{ name: "pkg/a", kind: "unit" as const, ...common, ...whole }];
    expect(unitCheck.problems({ packages, added: [] })).toEqual([
      { what: "the tests of pkg/a (unit) fail", output: "goleak: found a goroutine\n" },
    ]);
  });
});

describe("the tables of unit", () => {
  const one = {
    name: "pkg/a",
    kind: "unit" as const,
    status: "pass" as const,
    passing: ["TestA", "TestB"],
    passingBefore: 1,
    regressions: [],
    stillFailing: ["TestX"],
    flaky: ["TestB"],
    output: "",
  };

  it("count over all packages, and name flaky tests", () => {
    const packages = [one, { ...one, kind: "privileged" as const, passing: ["TestA"], flaky: [] }];
    expect(unitCheck.tables?.({ packages, added: [] })).toEqual([
      {
        title: "Tests that pass: 2 on the unpatched tree, 3 with the series",
        head: ["package", "run as", "unpatched", "patched", "fail in both", "flaky"],
        rows: [
          ["pkg/a", "unit", "1", "2", "1", "1: TestB"],
          ["pkg/a", "privileged", "1", "1", "1", "0"],
        ],
      },
    ]);
  });

  it("are left out where there is nothing in them", () => {
    expect(unitCheck.tables?.({ packages: [], added: [] })).toEqual([]);
  });
});
