import { randomUUID } from "node:crypto";
import {
  type ContainerEngineSettings,
  client,
  clientMissing,
  clientTimeoutMs,
  commonFlags,
  engineFailed,
  removeContainer,
} from "./container-client.ts";
import type { EngineCommand, EngineFolders, EngineResult, Privileges } from "./engine.ts";
import { runProgram } from "./run-program.ts";
import { containerSandbox } from "./sandbox.ts";

/** Paths inside every container. The tree is in a GOPATH, which releases without modules need. */
export const inside = {
  goPath: "/go",
  tree: "/go/src/github.com/cilium/cilium",
  work: "/patchkit/work",
  cache: "/patchkit/cache",
  scratch: "/patchkit/scratch",
};

/**
 * Folders of a container: the cache is shown to tools alone.
 *
 * @param cache name of the volume with the cache.
 */
export function mountFlags({ tree, work }: EngineFolders, cache: string, privileges: Privileges): string[] {
  const always = [...volume(tree, `${inside.tree}:ro`), ...volume(work, `${inside.work}:ro`)];
  return privileges === "tool" ? [...always, ...volume(cache, inside.cache)] : always;
}

/** Flags for one volume or folder. */
export function volume(source: string, target: string): string[] {
  return ["--volume", `${source}:${target}`];
}

/** What a container is given in addition to its image. */
export interface ContainerShape {
  /** Flags for folders and volumes. */
  readonly mounts: readonly string[];
  /** Flags for limits that the engine wants. */
  readonly limits: readonly string[];
}

const setupCapabilities = ["NET_ADMIN", "NET_RAW", "BPF", "SYS_ADMIN", "SETUID", "SETGID", "SETPCAP"];

const setupCapabilityFlags = setupCapabilities.flatMap((name) => ["--cap-add", name]);

/**
 * Flags for BPF maps, best first: kernels before 5.11 count them as locked memory, whose limit a confined engine
 * cannot raise.
 */
export const mapFlags: readonly (readonly string[])[] = [
  ["--cap-add", "SYS_RESOURCE", "--ulimit", "memlock=-1:-1"],
  [],
];

/**
 * Flags with which a container sets up a network and a BPF file system before it gives all but three of its
 * capabilities away, best first. Engines that do not know CAP_BPF refuse them.
 */
export const setupFlags = mapFlags.map((flags) => [...setupCapabilityFlags, ...flags]);

/**
 * Capabilities of a container with whole agents: those that Cilium's own chart gives an agent
 * (`securityContext.capabilities.ciliumAgent` in its values.yaml), without loading kernel modules; {@link mapFlags} has
 * the last of them.
 */
const agentCapabilities = [
  ...["CHOWN", "KILL", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "SYS_ADMIN"],
  ...["DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"],
];

/** Podman's default limits may exceed what a confined engine is allowed. */
export const fewLimits = ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1000:1000"];

/**
 * A user namespace is created by a user without capabilities, which the engines' own seccomp profiles refuse;
 * its own /proc needs one that is not masked.
 */
function namespaceFlags({ kind, user }: ContainerEngineSettings): string[] {
  return ["--user", user, "--read-only", ...securityOptions(...unconfined(kind), "no-new-privileges")];
}

/** Whole agents are root, of no user namespace, and make namespaces of their own. */
function agentFlags({ kind }: ContainerEngineSettings): string[] {
  const capabilities = agentCapabilities.flatMap((name) => ["--cap-add", name]);
  return ["--user", "0:0", ...capabilities, ...securityOptions(...unconfined(kind))];
}

function unconfined(kind: ContainerEngineSettings["kind"]): string[] {
  const unmask = kind === "docker" ? "systempaths=unconfined" : "unmask=ALL";
  return ["seccomp=unconfined", "apparmor=unconfined", unmask];
}

function securityOptions(...options: readonly string[]): string[] {
  return options.flatMap((option) => ["--security-opt", option]);
}

/** Flags for the privileges of a command, without limits. */
function privilegeFlags(settings: ContainerEngineSettings, privileges: Privileges): string[] {
  switch (privileges) {
    case "tool":
    case "user":
      return ["--user", settings.user, ...securityOptions("no-new-privileges"), "--read-only"];
    case "network":
      return namespaceFlags(settings);
    case "bpf":
      // Docker's own profile denies mount.
      return [...securityOptions("apparmor=unconfined", "no-new-privileges"), "--read-only"];
    case "cluster":
      return agentFlags(settings);
  }
}

/**
 * Runs a command in a container of its own.
 *
 * @throws PatchkitError `environment/engine-failed` if the container was not started.
 */
export async function runContainer(
  settings: ContainerEngineSettings,
  { command, cwd, env, privileges, timeoutMs }: EngineCommand,
  { mounts, limits: limitFlags }: ContainerShape,
): Promise<EngineResult> {
  const { limits } = settings;
  const name = `cilium-patchkit-${randomUUID().slice(0, 18)}`;
  const goCache = privileges === "tool" ? `${inside.cache}/build` : `${inside.scratch}/go-cache`;
  const variables = { HOME: "/tmp", GOCACHE: goCache, GOTOOLCHAIN: "local", ...env };
  const args = [
    ...commonFlags(settings, name),
    ...mounts,
    "--memory",
    String(limits.memoryBytes),
    "--memory-swap",
    String(limits.memoryBytes),
    ...(limits.cpus > 0 ? ["--cpus", String(limits.cpus)] : []),
    "--pids-limit",
    "4096",
    "--tmpfs",
    "/tmp:exec,mode=1777",
    ...privilegeFlags(settings, privileges),
    ...limitFlags,
    ...Object.entries(variables).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
    "--workdir",
    cwd,
    settings.image,
    ...containerSandbox(privileges, cwd, command),
  ];
  try {
    const result = await runProgram([settings.client, "run", ...args], {
      env: settings.env,
      signal: settings.signal,
      timeoutMs,
      onOutput: settings.onOutput,
    });
    if (result.ended === "missing") throw clientMissing(settings);
    if (result.ended !== "exited") return { ...result, ended: result.ended };
    // The engine returns 125 or 126 if the container was not started.
    if (result.status === 125) throw engineFailed(settings, result);
    // go ends with 1 if a compiler is killed for memory.
    const killed = result.status !== 0 && (await outOfMemory(settings, name));
    return { ...result, ended: killed ? "out-of-memory" : "exited" };
  } finally {
    // The container keeps running if its client is killed.
    await removeContainer(settings, name);
  }
}

async function outOfMemory(settings: ContainerEngineSettings, name: string): Promise<boolean> {
  const result = await client(
    settings,
    ["inspect", "--format", "{{.State.OOMKilled}}", name],
    clientTimeoutMs,
  );
  return result.stdout.trim() === "true";
}
