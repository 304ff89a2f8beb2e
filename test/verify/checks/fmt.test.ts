import { describe, expect, it } from "vitest";
import type { EngineCommand, EngineResult } from "../../../src/host/engine.ts";
import type { EngineCheckInput } from "../../../src/verify/check.ts";
import { fmtCheck } from "../../../src/verify/checks/fmt.ts";
import { makeFolder } from "../../helpers/folder.ts";

/** What gofmt says of a file: it would change it, it cannot read it, or nothing. */
type Said = "changed" | "broken" | "";

/** Runs the check on files, each with what gofmt says of it before (undefined: it is new) and after (it is gone). */
async function run(
  files: Readonly<Record<string, readonly [before: Said | undefined, after: Said | undefined]>>,
  result: Partial<EngineResult> = {},
) {
  const work = await makeFolder();
  const asked: string[][] = [];
  const saidOf = (file: string) => {
    const isBefore = file.startsWith("/shown/p-before/");
    return files[file.replace(/^\/shown\/p(-before)?\/files\//, "")]?.[isBefore ? 0 : 1];
  };
  const session = {
    tree: "/tree",
    async run({ command }: EngineCommand): Promise<EngineResult> {
      const [program, flag, ...paths] = command;
      expect([program, flag]).toEqual(["gofmt", "-l"]);
      asked.push(paths);
      const changed = paths.filter((path) => saidOf(path) === "changed");
      const broken = paths.filter((path) => saidOf(path) === "broken");
      const stderr = broken.map((path) => `${path}:3:1: expected declaration\n`).join("");
      const status = broken.length === 0 ? 0 : 2;
      return {
        ended: "exited",
        status,
        stdout: changed.map((path) => `${path}\n`).join(""),
        stderr,
        ...result,
      };
    },
  };
  const texts = (side: 0 | 1) => Object.entries(files).filter(([, said]) => said[side] !== undefined);
  const input = {
    files: Object.entries(files).map(([path, [before, after]]) => ({ path, before, after })),
    bench: {
      session,
      tree: { session },
      generated: new Map(),
      folders: { work, sessionWork: "/shown", sessionTree: "/tree" },
    },
    patched: {
      name: "p",
      go: { overlay: { paths: new Map(texts(1).map(([path]) => [path, `/shown/p/files/${path}`])) } },
    },
  } as unknown as EngineCheckInput;
  if (fmtCheck.needs !== "engine") throw new Error("the check runs in an engine");
  return { finding: await fmtCheck.run(input), asked };
}

describe("fmt", () => {
  it("asks of the touched Go files before and after, and passes where gofmt has nothing to say", async () => {
    const { finding, asked } = await run({
      "a.go": ["", ""],
      "new.go": [undefined, ""],
      "gone.go": ["", undefined],
      "a.md": ["", "changed"],
    });
    expect(finding).toEqual({ outcome: "pass", reason: null, log: "", details: { unformatted: [] } });
    expect(asked).toEqual([
      ["/shown/p/files/a.go", "/shown/p/files/new.go"],
      ["/shown/p-before/files/a.go", "/shown/p-before/files/gone.go"],
    ]);
  });

  it("fails for files that the series leaves unformatted, and not for those that were so before", async () => {
    const { finding } = await run({
      "a.go": ["", "changed"],
      "new.go": [undefined, "changed"],
      "old.go": ["changed", "changed"],
      "odd.go": ["broken", "broken"],
    });
    expect(finding).toEqual({
      outcome: "fail",
      reason: "gofmt would change a.go, new.go",
      log: "gofmt would change a.go, new.go",
      details: { unformatted: ["a.go", "new.go"] },
    });
  });

  it("says first what gofmt cannot read, and where", async () => {
    const { finding } = await run({ "a.go": ["", "changed"], "b.go": ["", "broken"] });
    expect(finding).toMatchObject({
      outcome: "fail",
      reason: "gofmt cannot read b.go:3:1: expected declaration",
      log: "gofmt cannot read b.go:3:1: expected declaration\ngofmt would change a.go",
      details: { unformatted: ["a.go", "b.go"] },
    });
  });

  it.each([
    [{ status: 127, stderr: "sh: x\ngofmt: not found\n" }, "gofmt: gofmt: not found"],
    [{ ended: "timed-out" as const }, expect.stringContaining("raise it with --time-limit")],
  ])("has no result where gofmt gives none: %j", async (result, reason) => {
    const { finding } = await run({ "a.go": ["", ""] }, result);
    expect(finding).toMatchObject({ outcome: "could-not-run", reason, details: null });
  });

  it("needs no gofmt for a series without Go files", async () => {
    const { finding, asked } = await run({ "a.md": ["", "changed"] });
    expect([finding.outcome, asked]).toEqual(["pass", []]);
  });
});
