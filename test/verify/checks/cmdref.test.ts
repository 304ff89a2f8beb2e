import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EngineCommand, EngineResult } from "../../../src/host/engine.ts";
import { buildPaths } from "../../../src/profile/index.ts";
import type { EngineCheckInput } from "../../../src/verify/check.ts";
import { cmdrefCheck } from "../../../src/verify/checks/cmdref.ts";

const path = buildPaths.commandReference;
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "patchkit-cmdref-"));
});
afterEach(() => rm(root, { recursive: true }));

/** Runs the check on a base tree whose agent, once patched, prints this reference. */
async function run(committed: string | undefined, after: string | undefined, printed: string) {
  const page = join(root, path);
  await mkdir(dirname(page), { recursive: true });
  if (committed !== undefined) await writeFile(page, committed);
  const commands: string[] = [];
  const exited = (command: readonly string[], stdout: string): EngineResult => {
    commands.push(command.join(" "));
    return { ended: "exited", status: 0, stdout, stderr: "" };
  };
  const session = {
    tree: "/tree",
    scratch: "/scratch",
    run: async ({ command }: EngineCommand) => exited(command, printed),
  };
  const input = {
    files: after === undefined ? [] : [{ path, before: committed, after }],
    bench: { session, base: { root } },
    checkout: { list: async () => [], readText: async () => undefined },
    patched: {
      name: "p",
      go: {
        tree: { session },
        overlay: { file: "/overlay/p/overlay.json" },
        run: async (args: readonly string[]) => exited(args, ""),
      },
    },
  } as unknown as EngineCheckInput;
  if (cmdrefCheck.needs !== "engine") throw new Error("the check runs in an engine");
  return { finding: await cmdrefCheck.run(input), commands };
}

describe("cmdref", () => {
  it("compares the agent's own output with the series' command reference", async () => {
    expect((await run("old\n", "new\n", "new\n")).finding).toMatchObject({ outcome: "pass", reason: null });
    const { finding } = await run("old\n", "new\n", "old\n");
    expect(finding).toMatchObject({ outcome: "fail", reason: `the agent's own output differs from ${path}` });
    expect(finding.details?.diff).toContain("-new\n+old\n");
  });

  it("compares with the base's command reference where the series leaves it as it is", async () => {
    expect((await run("old\n", undefined, "old\n")).finding.outcome).toBe("pass");
    expect((await run("old\n", undefined, "other\n")).finding.outcome).toBe("fail");
  });

  it("is not needed on a tree without a command reference, and builds no agent for it", async () => {
    const { finding, commands } = await run(undefined, undefined, "anything\n");
    expect(finding).toEqual({
      outcome: "not-needed",
      reason: `this tree has no ${path}`,
      log: "",
      details: null,
    });
    expect(commands).toEqual([]);
  });
});
