import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { EngineCommand, EngineSession } from "../../src/host/engine.ts";
import { buildSameNetwork } from "../../src/verify/same-network.ts";
import { temporaryFolder } from "../helpers/clone-program.ts";

const temp = temporaryFolder();

/** As much of a session as a build needs, with this machine's Go. */
const session = {
  work: temp,
  scratch: join(temp, "scratch"),
  run: async ({ command: [program = "", ...args], cwd, env }: EngineCommand) => {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd,
      env: { ...process.env, GOCACHE: `${temp}/cache`, ...env },
      encoding: "utf8",
    });
    return { ended: "exited" as const, status: status ?? 1, stdout, stderr };
  },
} as unknown as EngineSession;

/** Enters a namespace of the current process, as a user without capabilities. */
function enter(
  wrapper: readonly string[],
  namespace: "net" | "uts",
): { status: number | null; stderr: string } {
  const asUser = process.getuid?.() === 0 ? ["--reuid", "65532", "--regid", "65532", "--clear-groups"] : [];
  const command = [...wrapper, "nsenter", `--${namespace}=/proc/self/ns/${namespace}`, "true"];
  return spawnSync("setpriv", [...asUser, "--no-new-privs", ...command], { encoding: "utf8", cwd: "/" });
}

describe("the program in front of tests that create BPF maps", () => {
  it("lets them enter the network namespace that they are in, and no other kind", async () => {
    mkdirSync(session.scratch);
    const built = await buildSameNetwork(session, temp);
    if (!("path" in built)) throw new Error(built.reason);
    for (const path of [temp, session.scratch, built.path]) chmodSync(path, 0o755);
    expect(enter([], "net").stderr).toMatch(/Operation not permitted/);
    expect(enter([built.path], "net")).toMatchObject({ status: 0, stderr: "" });
    expect(enter([built.path], "uts").stderr).toMatch(/Operation not permitted/);
    expect(execFileSync(built.path, ["sh", "-c", "echo $0 $1", "a b", "c"]).toString()).toBe("a b c\n");
  }, 120_000);
});
