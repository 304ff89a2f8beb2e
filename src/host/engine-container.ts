import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { arch, release, tmpdir } from "node:os";
import { join } from "node:path";
import { PatchkitError } from "../errors.ts";
import {
  type BuildContext,
  type Engine,
  type EngineCommand,
  type EngineLimits,
  type EnginePlace,
  type EngineResult,
  isolated,
  type Privileges,
  parseProbe,
  probeScript,
} from "./engine.ts";
import { type ProgramResult, runProgram } from "./run-program.ts";

/** Settings of a container engine. */
export interface ContainerEngineSettings {
  readonly kind: "docker" | "podman";
  /** The client to call, such as `docker` or a path. */
  readonly client: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly image: string;
  /** `uid:gid` of commands without privileges. */
  readonly user: string;
  readonly limits: EngineLimits;
  /** Results of earlier runs that depend only on an image's digest. */
  readonly memory: EngineMemory;
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** Keeps small texts between runs. */
export interface EngineMemory {
  get(key: string): Promise<string | undefined>;
  set(key: string, text: string): Promise<void>;
}

/** Paths inside every container. The tree is in a GOPATH, which releases without modules need. */
const inside = {
  goPath: "/go",
  tree: "/go/src/github.com/cilium/cilium",
  work: "/patchkit/work",
  cache: "/patchkit/cache",
};

/** Label of everything we create in an engine. */
const label = "io.cilium.patchkit";

/** The minimum for a test that changes routes, mounts file systems and creates BPF maps. */
const networkCapabilities = ["NET_ADMIN", "SYS_ADMIN", "DAC_OVERRIDE"];

/**
 * Flags of network tests that some engines refuse, best first. Kernels before 5.11 count BPF maps as
 * locked memory; a confined engine cannot raise limits, and podman's default limits may exceed what it is
 * allowed.
 */
const optionalFlags: readonly (readonly string[])[] = [
  ["--cap-add", "SYS_RESOURCE", "--ulimit", "memlock=-1:-1"],
  [],
  ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1000:1000"],
];

const clientTimeoutMs = 60_000;
const pullTimeoutMs = 900_000;

/** Runs checks in containers of Docker or Podman, through its command line. */
export function containerEngine(settings: ContainerEngineSettings): Engine {
  return {
    async open(folders) {
      const version = await serverVersion(settings);
      const digest = await imageDigest(settings);
      const { extra, ...probed } = await probeImage(settings, version, digest);
      const place: EnginePlace = {
        engine: settings.kind,
        version,
        image: settings.image,
        imageDigest: digest,
        ...probed,
      };
      const id = randomUUID().slice(0, 12);
      // One cache volume per image: a build cache does not work for another Go.
      const volume = `cilium-patchkit-cache-${createHash("sha256").update(digest).digest("hex").slice(0, 12)}`;
      const scratch = `${inside.cache}/scratch-${id}`;
      let prepared: Promise<void> | undefined;
      const prepare = async () => {
        await ensureVolume(settings, volume);
        const folders = [scratch, `${inside.cache}/build`, `${inside.cache}/kept`].join(" ");
        await asRoot(`mkdir -p ${folders} && chown ${settings.user} ${folders}`);
      };
      const asRoot = async (script: string) => {
        const args = [
          ...common(settings, `${id}-root`),
          ...extra.none,
          "--cap-add",
          "CHOWN",
          "--cap-add",
          "DAC_OVERRIDE",
          "--volume",
          `${volume}:${inside.cache}`,
        ];
        const result = await client(
          settings,
          ["run", ...args, settings.image, "sh", "-c", script],
          clientTimeoutMs,
        );
        if (result.status !== 0) throw engineFailed(settings, result);
      };
      let count = 0;
      return {
        place,
        tree: inside.tree,
        goPath: inside.goPath,
        work: inside.work,
        cache: `${inside.cache}/build`,
        kept: `${inside.cache}/kept`,
        scratch,
        async run(command) {
          prepared ??= prepare();
          await prepared;
          const name = `cilium-patchkit-${id}-${++count}`;
          const mounts = [
            "--volume",
            `${folders.tree}:${inside.tree}:ro`,
            "--volume",
            `${folders.work}:${inside.work}:ro`,
            "--volume",
            `${volume}:${inside.cache}`,
          ];
          return runContainer(settings, name, command, [...mounts, ...extra[command.privileges]]);
        },
        build: (context) => buildImage(settings, context),
        async close() {
          if (!prepared) return;
          // Clean up even if the session ends because the run was interrupted.
          const patient = { ...settings, signal: new AbortController().signal };
          await prepared.catch(() => {});
          const args = [
            ...common(settings, `${id}-end`),
            ...extra.none,
            "--cap-add",
            "DAC_OVERRIDE",
            "--volume",
            `${volume}:${inside.cache}`,
          ];
          await client(
            patient,
            ["run", ...args, settings.image, "rm", "-rf", scratch],
            clientTimeoutMs,
          ).catch(() => {});
        },
      };
    },
  };
}

/** Flags of every container: removed when it ends, no network, no capabilities. */
function common({ kind }: ContainerEngineSettings, name: string): string[] {
  return [
    "--rm",
    "--name",
    name.startsWith("cilium-patchkit-") ? name : `cilium-patchkit-${name}`,
    "--label",
    label,
    "--network",
    "none",
    "--pull",
    "never",
    "--cap-drop",
    "ALL",
    // Docker includes an init; podman needs a package that is only recommended.
    ...(kind === "docker" ? ["--init"] : []),
  ];
}

async function runContainer(
  settings: ContainerEngineSettings,
  name: string,
  { command, cwd, env, privileges, timeoutMs }: EngineCommand,
  mounts: readonly string[],
): Promise<EngineResult> {
  const { limits } = settings;
  // The user of the other commands could not replace files that root writes into a build cache.
  const buildCache = `${inside.cache}/${privileges === "none" ? "build" : "build-root"}`;
  const variables = { HOME: "/tmp", GOCACHE: buildCache, GOTOOLCHAIN: "local", ...env };
  const args = [
    ...common(settings, name).filter((flag) => flag !== "--rm"),
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
    ...(privileges === "none"
      ? ["--user", settings.user, "--security-opt", "no-new-privileges", "--read-only"]
      : [
          ...networkCapabilities.flatMap((capability) => ["--cap-add", capability]),
          // Docker's own profile denies mount.
          "--security-opt",
          "apparmor=unconfined",
          "--security-opt",
          "no-new-privileges",
        ]),
    ...Object.entries(variables).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
    "--workdir",
    cwd,
    settings.image,
    ...(privileges === "network" ? isolated(command) : command),
  ];
  try {
    const result = await runProgram([settings.client, "run", ...args], {
      env: settings.env,
      signal: settings.signal,
      timeoutMs,
      onOutput: settings.onOutput,
    });
    if (result.ended === "missing") throw clientMissing(settings);
    if (result.ended === "timed-out") return { ...result, ended: "timed-out" };
    // The engine returns 125 if the container was not started.
    if (result.status === 125) throw engineFailed(settings, result);
    // go ends with 1 if a compiler is killed for memory.
    const killed = result.status !== 0 && (await outOfMemory(settings, name));
    return { ...result, ended: killed ? "out-of-memory" : "exited" };
  } finally {
    // The container keeps running if its client is killed.
    const patient = { ...settings, signal: new AbortController().signal };
    await client(patient, ["rm", "--force", "--volumes", name], clientTimeoutMs).catch(() => {});
  }
}

/** Builds without network and tag; the result goes to a folder, because an image would stay in the engine. */
async function buildImage(
  settings: ContainerEngineSettings,
  { tarFile, dockerfile, timeoutMs }: BuildContext,
): Promise<EngineResult> {
  const folder = await mkdtemp(join(tmpdir(), "cilium-patchkit-build-"));
  try {
    const output = ["--output", `type=local,dest=${folder}`];
    const progress = settings.kind === "docker" ? ["--progress", "plain"] : [];
    const args = ["build", "--network", "none", ...progress, ...output, "--file", dockerfile, "-"];
    const result = await runProgram([settings.client, ...args], {
      env: { ...settings.env, DOCKER_BUILDKIT: "1" },
      signal: settings.signal,
      timeoutMs,
      inputFile: tarFile,
      onOutput: settings.onOutput,
    });
    if (result.ended === "missing") throw clientMissing(settings);
    const said = `${result.stdout}\n${result.stderr}`;
    if (result.status !== 0 && /buildx component is missing|requires BuildKit/i.test(said)) {
      throw new PatchkitError(
        "environment/engine-failed",
        `expected a BuildKit client, found ${settings.client} without buildx for this engine`,
        { hint: "Install buildx, set PATCHKIT_DOCKER to the engine's own client, or use --via run." },
      );
    }
    return { ...result, ended: result.ended };
  } finally {
    await rm(folder, { recursive: true, force: true });
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

/** @throws PatchkitError `environment/engine-missing` for a missing client, daemon or permission. */
async function serverVersion(settings: ContainerEngineSettings): Promise<string> {
  const format = settings.kind === "docker" ? "{{.Server.Version}}" : "{{.Client.Version}}";
  const result = await client(settings, ["version", "--format", format], clientTimeoutMs);
  if (result.ended === "exited" && result.status === 0) return result.stdout.trim();
  throw unusable(settings, result);
}

/** Why a client cannot reach its engine. */
function unusable({ kind }: ContainerEngineSettings, { stderr, stdout }: ProgramResult): PatchkitError {
  const said = `${stderr}\n${stdout}`.trim();
  if (/permission denied/i.test(said)) {
    return new PatchkitError(
      "environment/engine-missing",
      `expected access to ${kind}'s daemon, found that this user has no permission`,
      { hint: `Join the group ${kind}, run as root, or use --engine host.` },
    );
  }
  if (/cannot connect|is the docker daemon running|failed to connect|no such file/i.test(said)) {
    return new PatchkitError(
      "environment/engine-missing",
      `expected ${kind}'s daemon, found only the client`,
      { hint: "Start the daemon, or use --engine host." },
    );
  }
  return new PatchkitError(
    "environment/engine-missing",
    `expected a version from ${kind}, found: ${lastLine(said)}`,
    { hint: "Use --engine host, or see `cilium-patchkit doctor`." },
  );
}

/** Digest of the image, which is pulled if it is not there. @throws PatchkitError `environment/engine-missing`. */
async function imageDigest(settings: ContainerEngineSettings): Promise<string> {
  const { image } = settings;
  const inspect = ["image", "inspect", "--format", "{{.Id}} {{.Architecture}}", image];
  let found = await client(settings, inspect, clientTimeoutMs);
  if (found.status !== 0) {
    const pulled = await client(settings, ["pull", "--quiet", image], pullTimeoutMs);
    if (pulled.status !== 0) {
      throw new PatchkitError(
        "environment/engine-missing",
        `expected the builder image ${image}, found it neither locally nor in a registry (${lastLine(pulled.stderr)})`,
        {
          hint: "Choose an existing image with --builder-image; scripts/builder-image builds one from a local Go.",
        },
      );
    }
    found = await client(settings, inspect, clientTimeoutMs);
  }
  const [id = "", architecture = ""] = found.stdout.trim().split(" ");
  if (architecture !== "" && architecture !== goArchitecture()) {
    throw new PatchkitError(
      "environment/engine-missing",
      `expected an image for ${goArchitecture()}, found ${image} for ${architecture}`,
      { hint: "Choose an image for this machine with --builder-image." },
    );
  }
  return id;
}

/** Go's name for the processor this program runs on. */
function goArchitecture(): string {
  const names: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };
  return names[arch()] ?? arch();
}

/** The capabilities of an image and its engine. */
interface Probed extends Pick<EnginePlace, "go" | "kernel" | "programs"> {
  /** Flags of every container by the privileges it has. */
  readonly extra: Readonly<Record<Privileges, readonly string[]>>;
}

async function probeImage(
  settings: ContainerEngineSettings,
  version: string,
  digest: string,
): Promise<Probed> {
  const key = `probe ${settings.kind} ${version} ${digest} ${release()}`;
  const known = await settings.memory.get(key);
  if (known !== undefined) return JSON.parse(known) as Probed;
  const { output, flags } = await firstAccepted(settings, optionalFlags);
  const found = parseProbe(output.stdout);
  if (!/^go/.test(found.go)) {
    throw new PatchkitError(
      "environment/engine-missing",
      `expected Go in the builder image ${settings.image}, found none (${lastLine(output.stderr)})`,
      { hint: "Choose an image with Go and a shell, such as golang:1.24, with --builder-image." },
    );
  }
  const plain = flags.filter((flag) => !/SYS_RESOURCE|memlock/.test(flag));
  const limits = flags.some((flag) => flag.includes("nofile")) ? plain : [];
  const probed: Probed = { ...found, extra: { none: limits, network: flags } };
  await settings.memory.set(key, JSON.stringify(probed));
  return probed;
}

/** Runs the probe with the first flags that the engine accepts. */
async function firstAccepted(
  settings: ContainerEngineSettings,
  candidates: readonly (readonly string[])[],
): Promise<{ output: ProgramResult; flags: readonly string[] }> {
  let refused: ProgramResult | undefined;
  for (const flags of candidates) {
    const args = [
      ...common(settings, `probe-${randomUUID().slice(0, 12)}`),
      ...flags,
      "--env",
      "GOTOOLCHAIN=local",
      "--env",
      "HOME=/tmp",
    ];
    const output = await client(
      settings,
      ["run", ...args, settings.image, "sh", "-c", probeScript],
      clientTimeoutMs,
    );
    // The engine returns 125 or 126 if the container was not started.
    if (output.status !== 125 && output.status !== 126) return { output, flags };
    refused = output;
  }
  throw engineFailed(settings, refused ?? { ended: "exited", status: 125, stdout: "", stderr: "" });
}

/** Creates a volume if it does not exist; podman, unlike Docker, treats an existing one as an error. */
async function ensureVolume(settings: ContainerEngineSettings, volume: string): Promise<void> {
  const args = ["volume", "create", "--label", label, volume];
  const created = await client(settings, args, clientTimeoutMs);
  if (created.status === 0) return;
  const found = await client(settings, ["volume", "inspect", volume], clientTimeoutMs);
  if (found.status !== 0) throw engineFailed(settings, created);
}

async function client(
  settings: ContainerEngineSettings,
  args: readonly string[],
  timeoutMs: number,
): Promise<ProgramResult> {
  const result = await runProgram([settings.client, ...args], {
    env: settings.env,
    signal: settings.signal,
    timeoutMs,
  });
  if (result.ended === "missing") throw clientMissing(settings);
  return result;
}

function clientMissing({ kind, client: name }: ContainerEngineSettings): PatchkitError {
  return new PatchkitError("environment/engine-missing", `expected ${kind}, found no program ${name}`, {
    hint: `Install ${kind}, or use --engine host.`,
  });
}

function engineFailed({ kind }: ContainerEngineSettings, { stderr, stdout }: ProgramResult): PatchkitError {
  const said = lastLine(stderr || stdout);
  return new PatchkitError("environment/engine-failed", `${kind} did not run the container: ${said}`, {
    hint: /no space left/i.test(said)
      ? "Free some space in the engine's store, for example with `docker system prune`."
      : "Run the same with --engine host, or see `cilium-patchkit doctor`.",
  });
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
}
