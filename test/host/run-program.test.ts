import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { runProgram } from "../../src/host/run-program.ts";

/** A process that leaves its group and keeps the output open, longer than a test may take. */
const daemon = "setsid sleep 20 &";

function run(script: string, options: { timeoutMs?: number; signal?: AbortSignal } = {}) {
  return runProgram(["sh", "-c", script], {
    cwd: tmpdir(),
    env: { PATH: process.env["PATH"] },
    signal: new AbortController().signal,
    timeoutMs: 60_000,
    group: true,
    ...options,
  });
}

describe("runProgram", () => {
  it("does not wait for a process that was left behind with its output open", async () => {
    expect(await run(`${daemon} echo done; exit 3`)).toMatchObject({
      ended: "exited",
      status: 3,
      stdout: "done\n",
    });
  });

  it("ends at its time limit although such a process is there", async () => {
    expect(await run(`${daemon} sleep 600`, { timeoutMs: 300 })).toMatchObject({ ended: "timed-out" });
  });

  it("ends when it is interrupted although such a process is there", async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 300);
    await expect(run(`${daemon} sleep 600`, { signal: abort.signal })).rejects.toMatchObject({
      code: "environment/interrupted",
    });
  });

  it("stops a program that prints without end", async () => {
    expect((await run("cat /dev/zero")).ended).toBe("too-much-output");
  });
});
