import { chmodSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import type { ContainerEngineSettings } from "../../src/host/container-client.ts";
import { runContainer } from "../../src/host/container-run.ts";
import { ensureVolume } from "../../src/host/container-volumes.ts";
import { temporaryFolder } from "../helpers/clone-program.ts";
import { failureOf } from "../helpers/failure.ts";

const temp = temporaryFolder();

/**
 * An engine whose containers are files. Like a real one, it creates a container although its client is gone: 0.3 s
 * after it was asked.
 */
const script = `#!/bin/sh
cd ${temp}
case "$1" in
run)
	while [ "$1" != --name ]; do shift; done
	: >started
	(trap '' INT TERM; sleep 0.3; : >"$2.container") >/dev/null 2>&1 &
	exec sleep 60 ;;
rm) for last; do :; done; rm -f "$last.container" ;;
esac
`;

it.each(["a command", "the folders of a volume"])(
  "removes the container of %s that the engine creates after the interrupt",
  async (what) => {
    const program = join(temp, "docker");
    rmSync(join(temp, "started"), { force: true });
    writeFileSync(program, script);
    chmodSync(program, 0o755);
    const abort = new AbortController();
    const settings: ContainerEngineSettings = {
      kind: "docker",
      client: program,
      env: { PATH: process.env["PATH"] },
      signal: abort.signal,
      image: "golang:1.24",
      user: "65532:65532",
      limits: { memoryBytes: 1024 ** 3, cpus: 0 },
      memory: { get: async () => undefined, set: async () => {} },
    };
    const command = { command: ["true"], cwd: "/", privileges: "user" as const, timeoutMs: 60_000 };
    const running = failureOf(async () => {
      if (what === "a command") await runContainer(settings, command, { mounts: [], limits: [] });
      else await ensureVolume(settings, "volume", ["/cache/build"], "/cache", []);
    });
    while (!existsSync(join(temp, "started"))) await setTimeout(10);
    abort.abort();
    expect((await running).code).toBe("environment/interrupted");
    await setTimeout(500);
    expect(readdirSync(temp).filter((name) => name.endsWith(".container"))).toEqual([]);
  },
);
