import { describe, expect, it } from "vitest";
import type { EngineCommand, EngineResult, Privileges } from "../../src/host/engine.ts";
import type { EngineCheckInput } from "../../src/verify/check.ts";
import type { TestKind } from "../../src/verify/go-tests.ts";
import type { PlannedMutant } from "../../src/verify/mutate.ts";
import { runMutants } from "../../src/verify/run-mutants.ts";
import { makeFolder } from "../helpers/folder.ts";

const path = "pkg/a/x.go";
const lines = ["package a", "", "var x = y &&", "\tz"];
const text = lines.join("\n");

/** A mutant of the condition that is the last word of a line, counted from 1. */
function mutantOn(id: number, line: number): PlannedMutant {
  const end = lines.slice(0, line).join("\n").length;
  const start = end - 1;
  return { id, path, line, function: "f", kind: "condition", change: "inverted", text: "y", start, end };
}

const one = mutantOn(1, 3);
const two = mutantOn(2, 4);
const testsOf = (packageName: string, kind: TestKind = "unit") => ({
  packageName,
  kind,
  tests: [{ path: `${packageName}/x_test.go`, name: "TestNew", within: "" }],
});

const passing = "--- PASS: TestNew (0.00s)\nPASS\n=== STATUS 0";

interface Answers {
  /** What the compiler says, by how often it has run. */
  readonly compiler?: (attempt: number) => string;
  /** What the tests of a package print with a mutant, or without any (0), and their status. */
  readonly tests?: (mutant: number, packageName: string, privileges: Privileges) => string;
  readonly elapsedMs?: number;
}

/** Runs the tests of packages with two mutants, and keeps the scripts. */
async function run(
  { compiler = () => "", tests = () => passing, elapsedMs = 0 }: Answers,
  packages = [testsOf("pkg/a")],
) {
  const work = await makeFolder();
  const scripts: string[] = [];
  let [clock, compiled] = [0, 0];
  const exited = (status: number, stdout: string, stderr = ""): EngineResult => ({
    ended: "exited",
    status,
    stdout,
    stderr,
  });
  const session = {
    tree: "/tree",
    work: "/shown",
    scratch: "/scratch",
    goPath: "/go",
    place: { isolation: [{ privileges: "bpf", allowed: [] }] },
    async run({ command, cwd, privileges }: EngineCommand) {
      if (command[0] === "go") {
        const said = compiler(compiled++);
        return exited(said === "" ? 0 : 1, "", said);
      }
      if (command[1] === "-help") return exited(0, "");
      const script = command.at(-1) ?? "";
      scripts.push(script);
      clock += elapsedMs;
      const parts = [...script.matchAll(/=== SECTION (\d+)/g)].map(
        ([mark, id]) => `${mark}\n${tests(Number(id), cwd.replace("/tree/", ""), privileges)}\n`,
      );
      return exited(0, parts.join(""));
    },
  };
  const input = {
    now: () => clock,
    files: [{ path, before: undefined, after: text }],
    bench: {
      session,
      tree: { session, baseHas: async () => true, bpfWrapper: async () => [] },
      generated: new Map(),
      folders: { work, sessionWork: "/shown", sessionTree: "/tree" },
      hasDummies: async () => true,
    },
    patched: { name: "p", texts: new Map([[path, text]]) },
  } as unknown as EngineCheckInput;
  const result = await runMutants(input, [one, two], packages);
  const outcomes = "trouble" in result ? result : result.mutants.map(({ outcome, by }) => [outcome, ...by]);
  const ranWith = "trouble" in result ? [] : [...result.ranWith.values()];
  return { outcomes, ranWith, scripts };
}

describe("runMutants", () => {
  it("tells a mutant that a test fails with from one that none does", async () => {
    const { outcomes } = await run({
      tests: (id) =>
        id === 2 ? "--- FAIL: TestNew (0.00s)\n    --- FAIL: TestNew/v4 (0.00s)\n=== STATUS 1" : passing,
    });
    expect(outcomes).toEqual([["survived"], ["caught", "TestNew", "TestNew/v4"]]);
  });

  it("names methods of suites in the place of the function that runs them", async () => {
    const { outcomes } = await run({
      tests: (id) =>
        id === 0
          ? passing
          : "FAIL: x_test.go:7: v4.TestNew\nPANIC: x_test.go:9: v6.TestNew\n--- FAIL: Test (0.00s)\n=== STATUS 1",
    });
    expect(outcomes).toEqual([
      ["caught", "v4.TestNew", "v6.TestNew"],
      ["caught", "v4.TestNew", "v6.TestNew"],
    ]);
  });

  it("takes tests that hang, or end the process, for such that catch a mutant", async () => {
    const { outcomes } = await run({
      tests: (id) =>
        [passing, "=== STATUS 137", "=== RUN   TestNew\n=== RUN   TestNew/v6\nfatal\n=== STATUS 2"][id] ?? "",
    });
    expect(outcomes).toEqual([
      ["caught", "it hangs"],
      ["caught", "TestNew/v6 ends early"],
    ]);
  });

  it("gives the tests four times as long as without a mutant, and ten seconds", async () => {
    const { scripts } = await run({ elapsedMs: 2100 });
    expect(scripts.map((script) => /-k 5 (\d+) /.exec(script)?.[1])).toEqual(["600", "19", "19"]);
  });

  it("leaves out mutants that do not compile, and runs the others", async () => {
    const { outcomes, scripts } = await run({
      compiler: (attempt) =>
        attempt === 0 ? `# pkg/a\n/shown/p-mutants-0/files/${path}:3:9: mismatched types\n` : "",
    });
    expect(outcomes).toEqual([["does-not-compile"], ["survived"]]);
    expect(scripts.join("\n")).not.toContain("PATCHKIT_MUTANT=1");
  });

  it("has no result where the tests do not compile for another reason", async () => {
    const { outcomes } = await run({ compiler: () => "pkg/a/other.go:3: undefined: z\n" });
    expect(outcomes).toEqual({
      trouble: "the tests do not compile with the mutants",
      log: expect.stringContaining("undefined: z"),
    });
  });

  it.each([
    ["--- FAIL: TestNew (0.00s)\n=== STATUS 1", "the rendered tests fail without any mutant"],
    ["PASS\n=== STATUS 0", "TestNew did not run"],
  ])("has no result where the tests do this without a mutant: %j", async (output, trouble) => {
    const { outcomes, scripts } = await run({ tests: () => output });
    expect(outcomes).toMatchObject({ trouble });
    expect(scripts).toHaveLength(1);
  });

  it("runs the tests of the next package with mutants only that have survived so far", async () => {
    const { outcomes, scripts } = await run(
      {
        tests: (id, name) =>
          id === 1 && name === "pkg/a" ? "--- FAIL: TestNew (0.00s)\n=== STATUS 1" : passing,
      },
      [testsOf("pkg/a"), testsOf("pkg/b")],
    );
    expect(outcomes).toEqual([["caught", "TestNew"], ["survived"]]);
    expect(scripts.map((script) => /PATCHKIT_MUTANT=(\d)/.exec(script)?.[1])).toEqual([
      undefined,
      "1",
      "2",
      undefined,
      "2",
    ]);
  });

  it("keeps to the first privileges with which the tests pass without a mutant", async () => {
    const kind = "privileged";
    const answers: Answers = {
      tests: (_, __, privileges) =>
        privileges === "bpf" ? passing : "--- FAIL: TestNew (0.00s)\n=== STATUS 1",
    };
    const { outcomes, ranWith } = await run(answers, [testsOf("pkg/a", kind)]);
    expect(outcomes).toEqual([["survived"], ["survived"]]);
    expect(ranWith).toEqual(["bpf"]);
    expect((await run({}, [testsOf("pkg/a", kind)])).ranWith).toEqual(["network"]);
  });
});
