import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { ContainerEngineSettings } from "../../src/host/container-client.ts";
import { probeImage } from "../../src/host/container-image.ts";
import { fewLimits, setupFlags } from "../../src/host/container-run.ts";
import { confinedPrivileges, treePrivileges } from "../../src/host/engine.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

/** What a container of each kind comes to, in shell. */
interface Containers {
  readonly probe?: string;
  readonly user?: string;
  readonly network?: string;
  readonly bpf?: string;
}

const held = "echo done";

/** An engine whose client notes its calls and runs nothing. */
async function engine({
  probe = "printf 'go version go1.24.1 linux/amd64\\n6.1.0\\nip\\nunshare\\n'",
  user = held,
  network = held,
  bpf = held,
}: Containers = {}) {
  const script = [
    "#!/bin/sh",
    'here=$(dirname "$0")',
    'printf "%s\\n" "$*" | head -n 1 >>"$here/calls"',
    '[ "$1" = run ] || exit 0',
    'case "$*" in',
    `*"go version"*) ${probe} ;;`,
    `*--user*--map-root-user*) ${network} ;;`,
    `*--cap-add*) ${bpf} ;;`,
    `*) ${user} ;;`,
    "esac",
  ];
  const folder = await makeFolder({ client: script.join("\n") });
  chmodSync(join(folder, "client"), 0o755);
  const known = new Map<string, string>();
  const settings: ContainerEngineSettings = {
    kind: "docker",
    client: join(folder, "client"),
    env: { PATH: process.env["PATH"] },
    signal: new AbortController().signal,
    image: "golang:1.24",
    user: "65532:65532",
    limits: { memoryBytes: 1024 ** 3, cpus: 0 },
    memory: { get: async (key) => known.get(key), set: async (key, text) => void known.set(key, text) },
  };
  const calls = () => readFileSync(join(folder, "calls"), "utf8").split("\n").filter(Boolean);
  const probeIt = (digest = "sha256:a", tried: Parameters<typeof probeImage>[4] = confinedPrivileges) =>
    probeImage(settings, "20.10", digest, () => [], tried);
  return { probeIt, calls };
}

it("finds out what an image has and what code in it could do, once for each image", async () => {
  const { probeIt, calls } = await engine();
  const found = await probeIt();
  expect(found).toMatchObject({ go: "go1.24.1 linux/amd64", kernel: "6.1.0", programs: ["ip", "unshare"] });
  expect(found.isolation).toEqual(
    ["user", "network", "bpf"].map((privileges) => ({ privileges, allowed: [] })),
  );
  expect([found.limits, found.flagsFor["user"], found.flagsFor["bpf"]]).toEqual([[], [], setupFlags[0]]);
  expect(found.flagsFor["network"]?.join(" ")).toMatch(/^--volume .*:\/sys\/fs\/bpf:ro$/);
  const asked = calls().length;
  expect(await probeIt()).toEqual(found);
  expect(calls()).toHaveLength(asked);
  await probeIt("sha256:b");
  expect(calls().length).toBeGreaterThan(asked);
});

it("takes the next flags where an engine does not know the first, and leaves out privileges that do not hold", async () => {
  const unknown = 'case "$*" in *SYS_RESOURCE*) exit 125 ;; esac; echo done';
  const older = await (await engine({ bpf: unknown })).probeIt();
  expect(older.flagsFor["bpf"]).toEqual(setupFlags[1]);
  const leaky = await (
    await engine({ network: "echo 'change the tree'; echo done", bpf: "exit 1" })
  ).probeIt();
  expect(leaky.isolation).toEqual([{ privileges: "user", allowed: [] }]);
  expect(Object.keys(leaky.flagsFor)).toEqual(["user"]);
});

it("says what whole agents could do where they are trusted, and what it found without them does not count then", async () => {
  const agents = `case "$*" in *0:0*SYS_RESOURCE*) exit 125 ;; *0:0*) echo 'change a kernel setting' ;; esac; echo done`;
  const { probeIt } = await engine({ bpf: agents });
  expect((await probeIt()).flagsFor).not.toHaveProperty("cluster");
  const found = await probeIt("sha256:a", treePrivileges);
  expect(found.isolation.at(-1)).toEqual({ privileges: "cluster", allowed: ["change a kernel setting"] });
  expect(found.flagsFor.cluster).toEqual([]);
  const rootless = await engine({ bpf: "exit 125" });
  expect((await rootless.probeIt("sha256:a", treePrivileges)).flagsFor).not.toHaveProperty("cluster");
});

it("lowers the limits of an engine that may not raise them", async () => {
  const probe = `case "$*" in *nofile*) echo "go version go1.24.1" ;; *) exit 126 ;; esac`;
  expect((await (await engine({ probe })).probeIt()).limits).toEqual(fewLimits);
});

it("refuses an image without Go, and says what it said", async () => {
  const { probeIt } = await engine({ probe: "echo 'sh: go: not found' >&2; echo 6.1.0" });
  expect(await failureOf(() => probeIt())).toMatchObject({
    code: "environment/engine-missing",
    message: "expected Go in the builder image golang:1.24, found none (sh: go: not found)",
  });
  const stopped = await engine({ probe: "echo 'no such image' >&2; exit 125" });
  expect((await failureOf(() => stopped.probeIt())).code).toBe("environment/engine-failed");
});
