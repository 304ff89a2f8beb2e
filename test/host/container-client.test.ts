import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ContainerEngineSettings, client, removeContainer } from "../../src/host/container-client.ts";
import { temporaryFolder } from "../helpers/clone-program.ts";
import { failureOf } from "../helpers/failure.ts";

const temp = temporaryFolder();

function settings(kind: "docker" | "podman", script: string): ContainerEngineSettings {
  const program = join(temp, kind);
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  return {
    kind,
    client: program,
    env: { PATH: process.env["PATH"] },
    signal: new AbortController().signal,
    image: "golang:1.24",
    user: "65532:65532",
    limits: { memoryBytes: 1024 ** 3, cpus: 0 },
    memory: { get: async () => undefined, set: async () => {} },
  };
}

describe("client", () => {
  it.each(["docker", "podman"] as const)("does not wait for ever for %s", async (kind) => {
    const failure = await failureOf(() => client(settings(kind, "exec sleep 600"), ["run", "image"], 300));
    expect(failure.code).toBe("environment/engine-missing");
    expect(failure.message).toBe(`expected an answer to \`${kind} run\` within 0.3 s, found none`);
    expect(failure.hint).toMatch(kind === "podman" ? /podman system renumber/ : /daemon/);
  });

  it("returns what the engine says, whatever its exit status", async () => {
    const result = await client(settings("docker", "echo said; exit 3"), ["version"], 20_000);
    expect(result).toMatchObject({ ended: "exited", status: 3, stdout: "said\n" });
  });
});

describe("removeContainer", () => {
  const calls = join(temp, "calls");
  const there = 'echo "$*" >> CALLS; [ "$(wc -l < CALLS)" -ge FROM ] && echo "$4"';
  const engine = (from: number, signal: AbortSignal) => {
    writeFileSync(calls, "");
    return { ...settings("docker", there.replaceAll("CALLS", calls).replace("FROM", String(from))), signal };
  };
  const asked = () => readFileSync(calls, "utf8").split("\n").filter(Boolean);

  it("asks once where nothing was interrupted", async () => {
    await removeContainer(engine(9, new AbortController().signal), "one");
    expect(asked()).toEqual(["rm --force --volumes one"]);
  });

  it("asks until a container that came late is gone, and no longer", async () => {
    await removeContainer(engine(3, AbortSignal.abort()), "one");
    expect(asked()).toHaveLength(3);
  });
});
