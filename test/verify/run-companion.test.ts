import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { EngineCommand, EngineResult } from "../../src/host/engine.ts";
import { absent, type Sources, type Survey, takeProfile } from "../../src/profile/index.ts";
import type { CheckSetting, TrialInput } from "../../src/verify/check.ts";
import {
  companionInput,
  companionSource,
  runCompanion,
  troubleFinding,
} from "../../src/verify/run-companion.ts";
import type { TreeState } from "../../src/verify/tree-state.ts";
import { makeFolder } from "../helpers/folder.ts";
import { makeGoFormatter, makeGoParser } from "../helpers/go.ts";

const companion = {
  name: "sum",
  template: "sum_test.go",
  testName: "TestSum",
  variable: "SUM_RUNS",
  marker: "SUM",
};
const probes: Survey["probes"] = { none: () => absent("there is none") };
const main = (await makeGoParser()).parse(
  "pkg/sum/a.go",
  'package sum\n\nimport "github.com/cilium/cilium/pkg/b"\n',
);
const profile = takeProfile(
  {
    sha: "0123456789abcdef",
    text: (path: string) => (path === "VERSION" ? "1.10.12\n" : undefined),
    go: (path: string) => (path === main.path ? main : undefined),
    references: new Map(),
  } as unknown as Sources,
  { files: { main: main.path, since: "v1.4", paths: [], folders: [], references: "" }, probes },
);
const templates = {
  variants: [],
  partials: new Map(),
  companions: [
    { name: "_verify/sum_test.go", source: "package sum\n\nvar own = {{own}}\n" },
    { name: "_verify/help.go", source: "package sum\n\nvar helps = true\n" },
  ],
};
const formatter = await makeGoFormatter();

/** What the steps of a run give: the compiler, and the test itself. */
interface Steps {
  readonly compiled?: Partial<EngineResult>;
  readonly tested?: Partial<EngineResult>;
}

/** A trial of the package `pkg/sum`, whose names are these. */
async function makeTrial({ compiled = {}, tested = {} }: Steps = {}, names: unknown = () => ({ own: "7" })) {
  const work = await makeFolder();
  const tests: EngineCommand[] = [];
  const session = {
    tree: "/tree",
    work: "/shown",
    scratch: "/scratch",
    async run(asked: EngineCommand): Promise<EngineResult> {
      const done = { ended: "exited", status: 0, stdout: "", stderr: "" } as const;
      if (asked.command[0] === "go") return { ...done, ...compiled };
      if (asked.command.includes("-help")) return done;
      tests.push(asked);
      return { ...done, ...tested };
    },
  };
  const patched = { name: "p", texts: new Map([["pkg/sum/a.go", "package sum\n"]]) } as unknown as TreeState;
  const base = { name: "base", texts: new Map() } as unknown as TreeState;
  const input = {
    bench: {
      tree: { session, hasModule: true, wantsC: false },
      session,
      folders: { work, sessionWork: "/shown", sessionTree: "/tree" },
      generated: new Map(),
      hasDummies: async () => true,
    },
    part: {
      params: { flag: "x" },
      templates,
      profile,
      proposal: {
        survey: { probes },
        vocabulary: { names: () => ({}), whyNothing: () => undefined, ownImportsFirst: () => true },
      },
      trials: {
        folder: "pkg/sum",
        names: async () => names,
        helpers: (params: object) => new Map("flag" in params ? [["sum_help.go", "help.go"]] : []),
      },
    },
    formatter,
    patched,
    base,
  } as unknown as TrialInput;
  const replaced = async (name: string): Promise<string[]> =>
    Object.keys(JSON.parse(await readFile(join(work, name, "overlay.json"), "utf8")).Replace).sort();
  return { input, patched, base, tests, work, replaced };
}

describe("a companion's source", () => {
  it("is rendered with the names that the proposal has for it in this tree", async () => {
    const { input } = await makeTrial();
    expect(await companionSource(companion, input)).toBe("package sum\n\nvar own = 7\n");
  });

  it("is none for a tree that cannot run it, with the reason", async () => {
    const { input } = await makeTrial({}, { reason: "this tree has no handler" });
    expect(await companionSource(companion, input)).toEqual({ reason: "this tree has no handler" });
  });
});

describe("a companion", () => {
  it("is compiled into the tree, beside its helpers where the series is, and told its runs", async () => {
    const { input, patched, base, tests, work, replaced } = await makeTrial();
    for (const state of [base, patched])
      await runCompanion(companion, input, state, "package sum\n", [{ a: 1 }]);
    expect(await replaced("base-sum")).toEqual(["/tree/pkg/sum/patchkit_sum_test.go"]);
    expect(await replaced("p-sum")).toEqual([
      "/tree/pkg/sum/a.go",
      "/tree/pkg/sum/patchkit_sum_test.go",
      "/tree/pkg/sum/sum_help.go",
    ]);
    expect(await readFile(join(work, "p-sum/runs.json"), "utf8")).toBe('[{"a":1}]');
    expect(tests.map(({ env }) => env?.["SUM_RUNS"])).toEqual([
      "/shown/base-sum/runs.json",
      "/shown/p-sum/runs.json",
    ]);
    expect(tests[0]?.command).toContain("-test.run=^(TestSum)$");
  });

  it("gives the lines with its marker alone", async () => {
    const stdout = '=== RUN TestSum\nSUM {"a":1}\nSUMMARY of it\nSUM  b \nPASS\n';
    const { input, patched } = await makeTrial({ tested: { stdout } });
    expect(await runCompanion(companion, input, patched, "package sum\n", [])).toEqual({
      lines: ['{"a":1}', " b "],
      trouble: undefined,
    });
  });

  it.each<[string, Steps, object]>([
    [
      "blames the tree for a failure, keeps what was printed until then, and logs the rest",
      { tested: { status: 1, stdout: "SUM 1\n--- FAIL: TestSum\n", stderr: "panic: x" } },
      {
        lines: ["1"],
        trouble: { words: "the sum test failed", isFailure: true, log: "--- FAIL: TestSum\n\npanic: x" },
      },
    ],
    [
      "blames nobody where it was stopped",
      { tested: { ended: "out-of-memory", status: 137 } },
      {
        lines: [],
        trouble: { isFailure: false, words: expect.stringContaining("raise it with --memory") },
      },
    ],
    [
      "blames the tree where it does not compile",
      { compiled: { status: 1, stderr: "/tree/pkg/sum/a.go:1: undefined: y\n" } },
      {
        lines: [],
        trouble: {
          words: "the tests do not compile",
          isFailure: true,
          log: expect.stringContaining("pkg/sum/a.go:1: undefined: y"),
        },
      },
    ],
    [
      "blames nobody for a compiler that was stopped",
      { compiled: { ended: "timed-out" } },
      { lines: [], trouble: { isFailure: false, words: expect.stringContaining("--time-limit") } },
    ],
  ])("%s", async (_, steps, expected) => {
    const { input, patched } = await makeTrial(steps);
    expect(await runCompanion(companion, input, patched, "package sum\n", [])).toMatchObject(expected);
  });
});

it("a companion's trouble fails the series only where the tree is at fault", () => {
  const trouble = { words: "the sum test failed", log: "more" };
  expect(troubleFinding({ ...trouble, isFailure: true })).toMatchObject({
    outcome: "fail",
    reason: "the sum test failed",
    log: "more",
  });
  expect(troubleFinding({ ...trouble, isFailure: false }).outcome).toBe("could-not-run");
});

it("a companion's answers are others once a template or what a variant should do changes", () => {
  const inputOf = (changed: object) =>
    JSON.stringify(
      companionInput({ via: "run", templates: [{ ...templates, ...changed }] } as unknown as CheckSetting),
    );
  const variant = { spec: { id: "a" }, coverLetter: "x" };
  const plain = inputOf({ variants: [variant] });
  for (const changed of [
    { variants: [{ ...variant, spec: { id: "a", trial: 1 } }] },
    { variants: [variant], partials: new Map([["p", "x"]]) },
    { variants: [variant], companions: [] },
  ])
    expect(inputOf(changed)).not.toBe(plain);
  expect(inputOf({ variants: [{ ...variant, coverLetter: "y" }] })).toBe(plain);
});
