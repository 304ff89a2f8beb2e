import { tmpdir } from "node:os";
import { PatchkitError } from "../errors.ts";
import { freeBytes, isFolder } from "../host/files.ts";
import { type ProgramResult, runProgram } from "../host/run-program.ts";
import { tryHostSandbox } from "../host/try-sandbox.ts";
import { finding, findingsOfRef } from "./doctor-ref.ts";
import { type Printer, table } from "./printer.ts";
import { schemaVersion } from "./schema-version.ts";
import type { DoctorValue } from "./values.ts";
import type { Session } from "./workshop.ts";

type Finding = DoctorValue["findings"][number];
type Ask = (...command: string[]) => Promise<ProgramResult>;

const askTimeoutMs = 20_000;

/** `doctor`: checks what this machine has, what does not work without the rest, and how to get it. */
export async function runDoctor(
  session: Session,
  printer: Printer,
  { repo, ref }: { readonly repo?: string | undefined; readonly ref?: string | undefined },
): Promise<number> {
  const ask: Ask = (...command) =>
    // The folder for temporary files may be missing; that is for `disk` to find.
    runProgram(command, { env: session.env, cwd: "/", signal: session.signal, timeoutMs: askTimeoutMs });
  const findings: Finding[] = [
    await git(ask),
    await go(ask),
    ...(await containers(ask, session)),
    await sandbox(session),
    token(session),
    await disk(),
    ...(ref === undefined ? [] : await findingsOfRef(session, repo, ref)),
  ];
  const value: DoctorValue = { schema: schemaVersion, findings };
  const problems = () =>
    findings.flatMap(({ name, ok, lack }) => (name === "git" && !ok ? [`${name}: ${lack}`] : []));
  printer.result(value, () => words(value, printer), problems);
  // Only git is required by all commands.
  return findings.some(({ name, ok }) => name === "git" && !ok) ? 1 : 0;
}

async function git(ask: Ask): Promise<Finding> {
  const { ended, status, stdout } = await ask("git", "--version");
  const version = /(\d+)\.(\d+)/.exec(stdout);
  const isNew = Number(version?.[1]) > 2 || (Number(version?.[1]) === 2 && Number(version?.[2]) >= 30);
  const isThere = ended === "exited" && status === 0;
  const found = isThere ? stdout.trim() : "none";
  return finding("git", isThere && isNew, found, "nothing works without it", "Install git 2.30 or newer.");
}

async function go(ask: Ask): Promise<Finding> {
  const { ended, status, stdout } = await ask("go", "version");
  const isThere = ended === "exited" && status === 0;
  return finding(
    "go",
    isThere,
    isThere ? stdout.trim().replace(/^go version /, "") : "none",
    "`verify --engine host` cannot run, and files missing from a clone are not restored from their modules",
    "Install Go, or verify in a container.",
  );
}

async function containers(ask: Ask, { env }: Session): Promise<Finding[]> {
  const client = env["PATCHKIT_DOCKER"] ?? "docker";
  const docker = await ask(client, "version", "--format", "{{.Client.Version}} {{.Server.Version}}");
  const isThere = docker.ended === "exited" && docker.status === 0;
  const engine = finding(
    "docker",
    isThere,
    isThere ? docker.stdout.trim().replace(/^(\S+) (\S+)$/, "client $1, engine $2") : whyNoDocker(docker),
    "`verify --engine docker` cannot run",
    /permission denied/i.test(docker.stderr)
      ? "Join the group docker, or run as root."
      : "Install and start Docker, or use --engine host.",
  );
  const podman = await ask("podman", "version", "--format", "{{.Client.Version}}");
  const hasPodman = podman.ended === "exited" && podman.status === 0;
  const second = finding(
    "podman",
    hasPodman,
    hasPodman ? podman.stdout.trim() : "none",
    "`verify --engine podman` cannot run",
    "Install podman if there is no Docker.",
  );
  return isThere ? [engine, await builder(ask, client, docker.stdout), second] : [engine, second];
}

function whyNoDocker({ ended, stderr, stdout }: ProgramResult): string {
  if (ended === "missing") return "none";
  if (/permission denied/i.test(stderr)) return "a daemon that this user has no permission to use";
  return stdout.trim() === "" ? "none" : "a client without a daemon";
}

/** Since Docker 23, clients can only build with the buildx plugin; older ones include BuildKit. */
async function builder(ask: Ask, client: string, versions: string): Promise<Finding> {
  const clientMajor = Number(/^(\d+)/.exec(versions)?.[1]);
  const buildx = await ask(client, "buildx", "version");
  const hasBuildx = buildx.ended === "exited" && buildx.status === 0;
  const isOld = clientMajor < 23;
  return finding(
    "docker build",
    hasBuildx || isOld,
    hasBuildx
      ? buildx.stdout.trim()
      : isOld
        ? "BuildKit of the engine"
        : `client ${clientMajor} without buildx`,
    "`verify --via build` cannot run",
    "Install buildx, or set PATCHKIT_DOCKER to the engine's own client.",
  );
}

async function sandbox(session: Session): Promise<Finding> {
  const tried = await tryHostSandbox({
    env: session.env,
    signal: session.signal,
    uid: process.getuid?.(),
    tempDir: tmpdir(),
  }).catch((error: unknown) => {
    if (error instanceof PatchkitError && error.code !== "environment/interrupted")
      return { reason: error.message };
    throw error;
  });
  const kinds = Array.isArray(tried) ? tried.map(({ privileges }) => privileges) : [];
  const hints = {
    user: "Install util-linux and iproute2 and allow user namespaces, or verify in a container.",
    network: "Use a kernel with veth devices, or verify in a container.",
    bpf: "Run as root, or verify in a container.",
  };
  const lacks = {
    user: "`verify --engine host` needs --trust-tree",
    network: "with --engine host, the checks unit, scenario, traffic and bite cannot run",
    bpf: "with --engine host, tests of releases up to v1.15 that create BPF maps cannot run",
  };
  const missing = (["user", "network", "bpf"] as const).find((kind) => !kinds.includes(kind));
  const found = Array.isArray(tried) ? `for ${kinds.join(", ")}` : tried.reason;
  return finding(
    "sandbox",
    missing === undefined,
    found,
    missing === undefined ? "" : lacks[missing],
    missing === undefined ? "" : hints[missing],
  );
}

function token({ env }: Session): Finding {
  const name = ["GH_TOKEN", "GITHUB_TOKEN"].find((candidate) => env[candidate]);
  return finding(
    "token",
    name !== undefined,
    name ?? "none",
    "`pr` and `discuss` cannot run, nor `fetch` of a discussion",
    "Set GH_TOKEN, or log in with gh.",
  );
}

const wantedGiB = 6;

async function disk(): Promise<Finding> {
  const dir = tmpdir();
  if (!(await isFolder(dir))) {
    const hint = "Create it, or point TMPDIR at a folder that is there.";
    return finding("disk", false, `no folder ${dir} for temporary files`, "nothing works without it", hint);
  }
  const free = (await freeBytes(dir)) / 1024 ** 3;
  return finding(
    "disk",
    free > wantedGiB,
    `${free.toFixed(0)} GiB free for temporary files`,
    `verify may run out of space: a tree needs 1 GiB, a build cache up to ${wantedGiB - 1}`,
    "Free some space, or point TMPDIR and --cache at another disk.",
  );
}

function words({ findings }: DoctorValue, { color }: Printer): string {
  return table(
    findings.map(({ name, ok, found, lack, hint }) => [
      ok ? color.green("ok") : color.yellow("--"),
      name,
      found,
      lack === null ? "" : `${lack}. ${hint ?? ""}`,
    ]),
  );
}
