import { release } from "node:os";
import { PatchkitError } from "../errors.ts";
import { type ContainerEngineSettings, clientTimeoutMs, engineHangs } from "./container-client.ts";
import { fewLimits, inside, mapFlags, runContainer, setupFlags } from "./container-run.ts";
import { bpfVolume, ensureBpfVolume } from "./container-volumes.ts";
import {
  type Attempt,
  type EnginePlace,
  type EngineResult,
  type Isolation,
  type Privileges,
  parseProbe,
  probeScript,
} from "./engine.ts";
import { lastLine } from "./run-program.ts";
import { attemptsScript, parseAttempts } from "./sandbox.ts";

/** The capabilities of an image and its engine. */
export interface ProbedImage extends Pick<EnginePlace, "go" | "kernel" | "programs" | "isolation"> {
  /** Flags for limits of every container. */
  readonly limits: readonly string[];
  /** More flags by privileges. */
  readonly flagsFor: Readonly<Partial<Record<Privileges, readonly string[]>>>;
}

/**
 * Finds out what an image offers and what code in its containers could do; remembered for the engine, the
 * image and the kernel.
 *
 * @param mounts flags for folders, as the session's own commands get them.
 * @param tried privileges of code of the tree that are wanted.
 * @throws PatchkitError `environment/engine-missing` if the image has no Go.
 */
export async function probeImage(
  settings: ContainerEngineSettings,
  version: string,
  digest: string,
  mounts: (privileges: Privileges) => readonly string[],
  tried: readonly Isolation["privileges"][],
): Promise<ProbedImage> {
  const key = `image ${settings.kind} ${version} ${digest} ${release()} ${settings.user} ${tried.join()}`;
  const known = await settings.memory.get(key);
  if (known !== undefined) return JSON.parse(known) as ProbedImage;
  const ask = async (privileges: Privileges, command: readonly string[], limits: readonly string[]) => {
    const result = await runContainer(
      settings,
      { command, cwd: "/", privileges, timeoutMs: clientTimeoutMs },
      { mounts: mounts(privileges), limits },
    );
    if (result.ended === "timed-out") throw engineHangs(settings, ["run"], clientTimeoutMs);
    return result;
  };
  const { limits, result } = await firstAccepted([[], fewLimits], (flags) =>
    ask("tool", ["sh", "-c", probeScript], flags),
  );
  const found = parseProbe(result.stdout);
  if (!/^go/.test(found.go)) {
    throw new PatchkitError(
      "environment/engine-missing",
      `expected Go in the builder image ${settings.image}, found none (${lastLine(result.stderr)})`,
      { hint: "Choose an image with Go and a shell, such as golang:1.24, with --builder-image." },
    );
  }
  await ensureBpfVolume(settings);
  const candidatesFor = {
    user: [[]],
    // Releases up to v1.15 end the process if there is no BPF file system.
    network: [["--volume", `${bpfVolume}:/sys/fs/bpf:ro`], []],
    bpf: setupFlags,
    cluster: mapFlags,
  };
  const isolation: Isolation[] = [];
  const flagsFor: Partial<Record<Privileges, readonly string[]>> = {};
  for (const privileges of tried) {
    const attempt = (flags: readonly string[]) =>
      ask(privileges, attemptsScript(inside.tree, [inside.cache]), [...limits, ...flags]);
    const found = await firstThatHolds(candidatesFor[privileges], attempt, privileges !== "cluster");
    if (!found) continue;
    isolation.push({ privileges, allowed: found.allowed });
    flagsFor[privileges] = found.flags;
  }
  const probed: ProbedImage = { ...found, isolation, limits, flagsFor };
  await settings.memory.set(key, JSON.stringify(probed));
  return probed;
}

/**
 * The first flags with which the attempts can be made; undefined if the engine has none.
 *
 * @param mustRefuse whether flags with which an attempt succeeds do not count.
 */
async function firstThatHolds(
  candidates: readonly (readonly string[])[],
  attempt: (flags: readonly string[]) => Promise<EngineResult>,
  mustRefuse: boolean,
): Promise<{ flags: readonly string[]; allowed: readonly Attempt[] } | undefined> {
  for (const flags of candidates) {
    try {
      const allowed = parseAttempts((await attempt(flags)).stdout);
      if (allowed && (allowed.length === 0 || !mustRefuse)) return { flags, allowed };
    } catch (error) {
      // An engine that does not know a flag does not start the container.
      if (!isRefusal(error)) throw error;
    }
  }
  return undefined;
}

/** Runs with the first flags that the engine accepts. */
async function firstAccepted(
  candidates: readonly (readonly string[])[],
  run: (flags: readonly string[]) => Promise<EngineResult>,
): Promise<{ result: EngineResult; limits: readonly string[] }> {
  let refused: unknown;
  for (const limits of candidates) {
    try {
      const result = await run(limits);
      if (result.status !== 126) return { result, limits };
      refused = new PatchkitError("environment/engine-failed", lastLine(result.stderr));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refused = error;
    }
  }
  throw refused;
}

function isRefusal(error: unknown): boolean {
  return error instanceof PatchkitError && error.code === "environment/engine-failed";
}
