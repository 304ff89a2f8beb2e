import { describe, expect, it } from "vitest";
import { boundedEngine } from "../../src/host/bounded-engine.ts";
import type { EngineCommand, EngineResult, EngineSession, Privileges } from "../../src/host/engine.ts";

const folders = { tree: "/tree", work: "/work" };

/** Runs one command in an engine that answers every command so, and gives what came of it. */
async function run(answer: Partial<EngineResult>, privileges: Privileges, timeLimitMs?: number) {
  const asked: EngineCommand[] = [];
  const session = {
    build: undefined,
    async run(command: EngineCommand): Promise<EngineResult> {
      asked.push(command);
      return { ended: "exited", status: 1, stdout: "", stderr: "", ...answer };
    },
  } as unknown as EngineSession;
  const opened = await boundedEngine({ open: async () => session }, timeLimitMs).open(folders);
  const command = { command: ["go", "build"], cwd: "/", privileges, timeoutMs: 5_000 };
  return { asked, result: opened.run(command) };
}

describe("an engine that tells the machine's faults from findings", () => {
  it.each([
    { stderr: "write /cache/x: no space left on device" },
    { stdout: "fatal error: error writing to /tmp/x.s: No space left on device" },
  ])("says that the disk is full: %j", async (answer) => {
    const { result } = await run(answer, "tool");
    await expect(result).rejects.toMatchObject({ code: "environment/disk-full" });
  });

  it("takes a network test's full BPF map for what it is", async () => {
    const stdout = "--- FAIL: TestMap\n    update of the map failed: no space left on device\n";
    const { result } = await run({ stdout }, "network");
    await expect(result).resolves.toMatchObject({ status: 1, stdout });
  });

  it("says what kept a network test from starting, and nothing of one that ended with the same status", async () => {
    const stderr =
      "RTNETLINK answers: x\ncilium-patchkit isolation: this kernel does not support veth devices\n";
    const lacking = await run({ status: 97, stderr }, "network");
    await expect(lacking.result).rejects.toMatchObject({
      code: "environment/engine-failed",
      message: "the tree's code cannot run here: this kernel does not support veth devices",
    });
    const other = await run({ status: 97, stderr: "panic" }, "network");
    await expect(other.result).resolves.toMatchObject({ status: 97 });
  });

  it.each([
    [undefined, 5_000],
    [9_000, 9_000],
  ])("gives a command %s ms instead of its own 5000: %s", async (limit, expected) => {
    const { asked, result } = await run({ status: 0 }, "tool", limit);
    await result;
    expect(asked.map(({ timeoutMs }) => timeoutMs)).toEqual([expected]);
  });
});
