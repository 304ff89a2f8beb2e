import { execFileSync } from "node:child_process";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { EngineCommand, EngineResult } from "../../src/host/engine.ts";
import type { GoCommand } from "../../src/verify/go-command.ts";
import { didNotRun, hasRun, parseSections, runLine, runSections } from "../../src/verify/test-sections.ts";
import { makeFolder } from "../helpers/folder.ts";

const added = (name: string) => ({ path: "pkg/a/x_test.go", name, within: "" });
const binary = (path: string) => ({ path, packageName: "pkg/a", hasSuites: false, leftOut: "" });

describe("a line of a script", () => {
  it("marks what a run printed, to both streams, and how it ended", async () => {
    const folder = await makeFolder({
      "a test": '#!/bin/sh\necho "out $PATCHKIT_MUTANT $*"\necho err >&2\nexit ${PATCHKIT_MUTANT:-0}\n',
    });
    const program = binary(join(folder, "a test"));
    await chmod(program.path, 0o755);
    const lines = [
      runLine(program, "0", [added("TestA")], 60),
      runLine(program, "m 3", [added("TestA")], 60, 3),
    ];
    const stdout = execFileSync("sh", ["-c", lines.join("\n")], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"] },
    });
    const sections = parseSections(stdout);
    expect([...sections.keys()]).toEqual(["0", "m 3"]);
    expect(sections.get("0")).toMatchObject({
      status: 0,
      output: expect.stringContaining("\nout  -test.v -test.failfast -test.run=^(TestA)$\nerr\n"),
    });
    expect(sections.get("m 3")).toMatchObject({
      status: 3,
      output: expect.stringContaining("\nout 3 -test.v"),
    });
  });

  it("ends a run at its limit", () => {
    expect(runLine(binary("/t"), "0", [added("TestA")], 60)).toContain("timeout -s KILL -k 5 60 /t ");
    expect(parseSections("=== SECTION 7\nKilled\n=== STATUS 137\n").get("7")?.status).toBe(124);
  });
});

describe("parseSections", () => {
  it("leaves out a section that did not end, and what stands before the first", () => {
    expect([...parseSections("x\n=== SECTION 1\n=== STATUS 1\n=== SECTION 2\n--- FAIL").keys()]).toEqual([
      "1",
    ]);
  });

  it("takes the last status of a section, as a test may print one", () => {
    const sections = parseSections("=== SECTION 1\n=== STATUS 0\nx\n=== STATUS 1\n");
    expect(sections.get("1")?.status).toBe(1);
  });
});

describe("runSections", () => {
  const outputOf = (script: string) =>
    script.replaceAll(/^echo '?(=== SECTION \w+)'?$/gm, "$1").replaceAll(/^echo .*$/gm, "=== STATUS 0");
  const goWith = (answer: (script: string) => Partial<EngineResult>) => {
    const scripts: string[] = [];
    const run = async ({ command }: EngineCommand): Promise<EngineResult> => {
      const script = command.at(-1) ?? "";
      scripts.push(script);
      return { ended: "exited", status: 0, stdout: outputOf(script), stderr: "", ...answer(script) };
    };
    const tree = { session: { tree: "/tree", work: "/shown", run }, baseHas: async () => true };
    return { go: { tree, env: {} } as unknown as GoCommand, scripts };
  };
  const lines = [1, 2, 3, 4, 5, 6].map((id) => runLine(binary("/t"), `${id}`, [added("TestA")], 60, id));

  it("shares lines among four scripts, and collects what all of them printed", async () => {
    const { go, scripts } = goWith(() => ({}));
    const found = await runSections(go, binary("/t"), "user", lines);
    if ("trouble" in found) throw new Error(found.trouble);
    expect([...found.keys()].sort()).toEqual(["1", "2", "3", "4", "5", "6"]);
    expect(scripts.map((script) => script.match(/MUTANT=\d/g)?.join(" "))).toEqual([
      "MUTANT=1 MUTANT=5",
      "MUTANT=2 MUTANT=6",
      "MUTANT=3",
      "MUTANT=4",
    ]);
  });

  it("starts no script without lines", async () => {
    const { go, scripts } = goWith(() => ({}));
    expect(await runSections(go, binary("/t"), "user", [])).toEqual(new Map());
    expect(scripts).toEqual([]);
  });

  it("has no result where one of them was stopped, and shows the end of its output", async () => {
    const { go } = goWith((script) =>
      script.includes("MUTANT=2") ? { ended: "out-of-memory", stdout: `${"x\n".repeat(50)}last\n` } : {},
    );
    const found = await runSections(go, binary("/t"), "user", lines);
    expect(found).toEqual({
      trouble: expect.stringContaining("raise it with --memory"),
      log: `${"x\n".repeat(19)}last`,
    });
  });
});

describe("a test that was selected", () => {
  const printed = (output: string) => ({ status: 0, output });

  it("has run if the output says how it ended, unless it was skipped", () => {
    expect(hasRun(added("TestA"), printed("--- PASS: TestA (0.00s)\nPASS\n"))).toBe(true);
    expect(hasRun(added("TestA"), printed("--- SKIP: TestA (0.00s)\nPASS\n"))).toBe(false);
    expect(hasRun(added("TestA"), printed("testing: warning: no tests to run\nPASS\n"))).toBe(false);
  });

  it("is missing, perhaps because some tests of its package do not build", () => {
    expect(didNotRun(added("TestA"), binary("/t"))).toBe("TestA did not run");
    expect(didNotRun(added("TestA"), { ...binary("/t"), leftOut: "# pkg/a\nx.go:1: undefined: y\n" })).toBe(
      "TestA did not run: tests in pkg/a do not build: x.go:1: undefined: y",
    );
  });
});
