import { setTimeout } from "node:timers/promises";
import { PatchkitError } from "../errors.ts";
import type { EngineLimits } from "./engine.ts";
import { lastLine, type ProgramResult, runProgram } from "./run-program.ts";

/** How to call a container engine. */
export interface ContainerClient {
  readonly kind: "docker" | "podman";
  /** The client to call, such as `docker` or a path. */
  readonly client: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** Settings of a container engine. */
export interface ContainerEngineSettings extends ContainerClient {
  readonly image: string;
  /** `uid:gid` of commands without privileges. */
  readonly user: string;
  readonly limits: EngineLimits;
  /** Results of earlier runs that depend only on an image's digest. */
  readonly memory: EngineMemory;
}

/** Keeps small texts between runs. */
export interface EngineMemory {
  get(key: string): Promise<string | undefined>;
  set(key: string, text: string): Promise<void>;
}

/** Label of everything we create in an engine. */
export const label = "io.cilium.patchkit";

export const clientTimeoutMs = 60_000;

/** Flags of every container: removed by us, no network, no capabilities. */
export function commonFlags({ kind }: ContainerEngineSettings, name: string): string[] {
  return [
    "--name",
    name,
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

/** @throws PatchkitError `environment/engine-missing` for a missing client, daemon or permission. */
export async function serverVersion(settings: ContainerClient): Promise<string> {
  const format = settings.kind === "docker" ? "{{.Server.Version}}" : "{{.Client.Version}}";
  const result = await client(settings, ["version", "--format", format], clientTimeoutMs);
  if (result.ended === "exited" && result.status === 0) return result.stdout.trim();
  throw unusable(settings, result);
}

/** Why a client cannot reach its engine. */
function unusable({ kind }: ContainerClient, { stderr, stdout }: ProgramResult): PatchkitError {
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

/** Calls the client. @throws PatchkitError `environment/engine-missing` if there is none or it hangs. */
export async function client(
  settings: ContainerClient,
  args: readonly string[],
  timeoutMs: number,
): Promise<ProgramResult> {
  const result = await runProgram([settings.client, ...args], {
    env: settings.env,
    signal: settings.signal,
    timeoutMs,
  });
  if (result.ended === "missing") throw clientMissing(settings);
  if (result.ended === "timed-out") throw engineHangs(settings, args, timeoutMs);
  return result;
}

/**
 * When to remove a container whose client was stopped, in milliseconds after the last try: the engine may not have
 * created it yet, and goes on without the client.
 */
const removalsMs = [0, 400, 1_200, 2_000, 3_000, 4_000];

/** Removes a container, if it is there, also if the run was interrupted while a slow engine created it. */
export async function removeContainer(settings: ContainerClient, name: string): Promise<void> {
  const patient = { ...settings, signal: new AbortController().signal };
  for (const waitMs of removalsMs) {
    // Ctrl-C reaches the client, too, which may end before this program is told of it.
    if (waitMs > 0 && !settings.signal.aborted) return;
    await setTimeout(waitMs);
    const asked = client(patient, ["rm", "--force", "--volumes", name], clientTimeoutMs);
    const result = await asked.catch(() => undefined);
    // Engines name what they removed, and nothing if it was not there.
    if (result?.ended === "exited" && result.status === 0 && result.stdout.trim() !== "") return;
  }
}

/** The error for an engine that does not answer. */
export function engineHangs(
  { kind }: ContainerClient,
  [verb = ""]: readonly string[],
  timeoutMs: number,
): PatchkitError {
  const message = `expected an answer to \`${kind} ${verb}\` within ${timeoutMs / 1000} s, found none`;
  return new PatchkitError("environment/engine-missing", message, {
    hint:
      kind === "podman"
        ? "Try `podman system renumber`, which mends stale locks, or use --engine host."
        : "Restart the daemon, or use --engine host.",
  });
}

/** The error for a client that is not installed. */
export function clientMissing({ kind, client: name }: ContainerClient): PatchkitError {
  return new PatchkitError("environment/engine-missing", `expected ${kind}, found no program ${name}`, {
    hint: `Install ${kind}, or use --engine host.`,
  });
}

/** The error for a container that did not start. */
export function engineFailed({ kind }: ContainerClient, { stderr, stdout }: ProgramResult): PatchkitError {
  const said = lastLine(stderr || stdout);
  return new PatchkitError("environment/engine-failed", `${kind} did not run the container: ${said}`, {
    hint: /no space left/i.test(said)
      ? "Free some space in the engine's store, for example with `docker system prune`."
      : "Run the same with --engine host, or see `cilium-patchkit doctor`.",
  });
}
