import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ContainerEngineSettings } from "../../src/host/container-client.ts";
import { inside, mountFlags, runContainer, setupFlags } from "../../src/host/container-run.ts";
import type { Privileges } from "../../src/host/engine.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const confined: readonly Privileges[] = ["tool", "user", "network", "bpf"];
const all: readonly Privileges[] = [...confined, "cluster"];

/** An engine whose client notes its calls; `script` answers `run`, `oom` what `inspect` says. */
async function engine(script: string, { kind = "docker", oom = "false" } = {}) {
  const folder = await makeFolder();
  const program = join(folder, "client");
  const calls = join(folder, "calls");
  const text = `#!/bin/sh\nprintf '%s\\n' "$*" >>'${calls}'\ncase $1 in\nrun) ${script} ;;\ninspect) echo ${oom} ;;\nesac\n`;
  writeFileSync(program, text);
  chmodSync(program, 0o755);
  const settings: ContainerEngineSettings = {
    kind: kind === "podman" ? "podman" : "docker",
    client: program,
    env: { PATH: process.env["PATH"] },
    signal: new AbortController().signal,
    image: "golang:1.24",
    user: "65532:65532",
    limits: { memoryBytes: 1024 ** 3, cpus: 1.5 },
    memory: { get: async () => undefined, set: async () => {} },
  };
  const asked = () => readFileSync(calls, "utf8").split("\n").filter(Boolean);
  const run = (privileges: Privileges = "tool", limits: readonly string[] = []) =>
    runContainer(
      settings,
      { command: ["go", "test"], cwd: inside.tree, env: { CGO_ENABLED: "0" }, privileges, timeoutMs: 60_000 },
      { mounts: ["--volume", "a:b"], limits },
    );
  return { run, asked };
}

/** What a container of these privileges is started with. */
async function startedWith(privileges: Privileges, kind = "docker"): Promise<string> {
  const { run, asked } = await engine("exit 0", { kind });
  await run(privileges);
  return asked()[0] ?? "";
}

describe("mountFlags", () => {
  it("shows tree and work read-only to all, and the cache to tools alone", () => {
    const folders = { tree: "/t", work: "/w" };
    const readOnly = [`/t:${inside.tree}:ro`, `/w:${inside.work}:ro`].flatMap((one) => ["--volume", one]);
    expect(mountFlags(folders, "cache", "tool")).toEqual([...readOnly, "--volume", `cache:${inside.cache}`]);
    for (const privileges of all.slice(1))
      expect(mountFlags(folders, "cache", privileges), privileges).toEqual(readOnly);
  });
});

describe("runContainer", () => {
  it.each(confined)(
    "lets nothing with the privileges %s reach the network, gain rights or write its image",
    async (privileges) => {
      const call = await startedWith(privileges);
      for (const flag of [
        "--network none",
        "--pull never",
        "--cap-drop ALL",
        "--security-opt no-new-privileges",
        "--read-only",
        "--memory 1073741824",
        "--memory-swap 1073741824",
        "--cpus 1.5",
        "--pids-limit 4096",
      ])
        expect(call).toContain(` ${flag} `);
      expect(call).not.toMatch(/--cap-add|--privileged/);
      expect(call.includes(" --user 65532:65532 ")).toBe(privileges !== "bpf");
      expect(call.includes("seccomp=unconfined")).toBe(privileges === "network");
    },
  );

  it("starts whole agents as the container's root, with what their chart gives them and no network", async () => {
    const call = await startedWith("cluster");
    for (const flag of [
      "--network none",
      "--cap-drop ALL",
      "--user 0:0",
      "--security-opt seccomp=unconfined",
    ])
      expect(call).toContain(` ${flag} `);
    expect(call.match(/(?<=--cap-add )\S+/g)).toEqual(expect.arrayContaining(["NET_ADMIN", "SYS_ADMIN"]));
    expect(call).not.toMatch(/--privileged|SYS_MODULE|BPF|--read-only|no-new-privileges/);
    expect(await startedWith("cluster", "podman")).toContain("--security-opt unmask=ALL ");
  });

  it("gives only tools the cache of the compiler, and each the variables of its command", async () => {
    for (const privileges of all) {
      const cache = privileges === "tool" ? `${inside.cache}/build` : `${inside.scratch}/go-cache`;
      const call = await startedWith(privileges);
      expect(call).toContain(`--env GOCACHE=${cache} `);
      expect(call).toContain(`--env CGO_ENABLED=0 --workdir ${inside.tree} golang:1.24 `);
    }
    expect(await startedWith("tool")).toMatch(/ golang:1\.24 go test$/);
    expect(await startedWith("network", "podman")).toContain("--security-opt unmask=ALL ");
  });

  it("removes the container, however it ended", async () => {
    for (const script of ["exit 0", "exit 3", "exit 125"]) {
      const { run, asked } = await engine(script);
      await run().catch(() => {});
      const [, name] = /--name (\S+)/.exec(asked()[0] ?? "") ?? [];
      expect(asked().at(-1)).toBe(`rm --force --volumes ${name}`);
    }
  });

  it("tells a command that failed from one that was not started, and from one that ran out of memory", async () => {
    const failed = await engine("echo no; exit 3");
    expect(await failed.run()).toMatchObject({ ended: "exited", status: 3, stdout: "no\n" });
    const killed = await engine("exit 1", { oom: "true" });
    expect(await killed.run()).toMatchObject({ ended: "out-of-memory", status: 1 });
    const done = await engine("exit 0", { oom: "true" });
    expect(await done.run()).toMatchObject({ ended: "exited", status: 0 });
    const refused = await engine("echo no such image >&2; exit 125");
    expect((await failureOf(() => refused.run())).code).toBe("environment/engine-failed");
  });
});

it("sets up with capabilities that the sandbox gives away, with and without locked memory", () => {
  const [best = [], plain = []] = setupFlags;
  expect(best.slice(0, plain.length)).toEqual(plain);
  expect(best.slice(plain.length)).toEqual(["--cap-add", "SYS_RESOURCE", "--ulimit", "memlock=-1:-1"]);
});
