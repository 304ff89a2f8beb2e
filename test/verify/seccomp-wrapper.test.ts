import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { EngineCommand, EngineSession } from "../../src/host/engine.ts";
import { buildSeccompWrapper } from "../../src/verify/seccomp-wrapper.ts";
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

/** Runs a command as a user without capabilities. */
function run(command: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const asUser = process.getuid?.() === 0 ? ["--reuid", "65532", "--regid", "65532", "--clear-groups"] : [];
  return spawnSync("setpriv", [...asUser, "--no-new-privs", ...command], { encoding: "utf8", cwd: "/" });
}

/** Enters a namespace of the current process. */
const enter = (namespace: "net" | "uts") => ["nsenter", `--${namespace}=/proc/self/ns/${namespace}`, "true"];

describe("the program in front of tests that create BPF maps", () => {
  let wrapper: string;

  beforeAll(async () => {
    mkdirSync(session.scratch);
    const built = await buildSeccompWrapper(session, temp);
    if (!("path" in built)) throw new Error(built.reason);
    for (const path of [temp, session.scratch, built.path]) chmodSync(path, 0o755);
    wrapper = built.path;
  });

  it("keeps their arguments", () => {
    expect(execFileSync(wrapper, ["sh", "-c", "echo $0 $1", "a b", "c"]).toString()).toBe("a b c\n");
  });

  it("lets them enter the network namespace that they are in, and no other kind", () => {
    expect(run(enter("net")).stderr).toMatch(/Operation not permitted/);
    expect(run([wrapper, ...enter("net")])).toMatchObject({ status: 0, stderr: "" });
    expect(run([wrapper, ...enter("uts")]).stderr).toMatch(/Operation not permitted/);
  });

  it("lets them raise the limit on locked memory, and no other, and read it", () => {
    const raise = (name: string) => ["prlimit", "--nofile=64:64", "sh", "-c", `ulimit ${name} unlimited`];
    const lowered = ["prlimit", "--memlock=65536:65536"];
    expect(run([...lowered, "sh", "-c", "ulimit -l unlimited"]).stderr).toMatch(/not permitted/);
    expect(run([...lowered, wrapper, "sh", "-c", "ulimit -l unlimited"])).toMatchObject({
      status: 0,
      stderr: "",
    });
    expect(run([wrapper, ...raise("-n")]).stderr).toMatch(/not permitted/);
    expect(run([...lowered, wrapper, "sh", "-c", "ulimit -l"])).toMatchObject({ status: 0, stdout: "64\n" });
  });
});
