import { totalmem } from "node:os";
import { PatchkitError } from "../errors.ts";
import { boundedEngine } from "../host/bounded-engine.ts";
import { agentPackages, type ImageSource, recipeOf } from "../host/builder-image.ts";
import { firstThatWorks, goLineFor, type NamedEngine } from "../host/choose-engine.ts";
import type { EngineMemory } from "../host/container-client.ts";
import type { Engine, EngineLimits } from "../host/engine.ts";
import { containerEngine } from "../host/engine-container.ts";
import { hostEngine } from "../host/engine-host.ts";
import { findGoRoot } from "../host/go-root.ts";
import type { EngineNeeds } from "../verify/index.ts";
import type { EngineName } from "./engine-names.ts";
import type { Session } from "./workshop.ts";

/** Flags that choose and set up an engine. */
export interface EngineOptions {
  readonly engine: EngineName;
  /** Image with Go; `{go}` is replaced by the tree's Go release line; `upstream`: that of the tree. */
  readonly builderImage?: string | undefined;
  readonly goRoot?: string | undefined;
  /** Runs the tree's code without a sandbox on this machine: only if one cannot be had, or always. */
  readonly trustTree?: boolean | "if-needed" | undefined;
  readonly memory?: string | undefined;
  readonly cpus?: string | undefined;
  /** Minutes that one program of a check may take. */
  readonly timeLimit?: string | undefined;
}

/** What engines need in addition to the flags. */
export interface EngineSurroundings {
  readonly session: Session;
  readonly cacheDir: string;
  readonly memory: EngineMemory;
  readonly onOutput?: ((text: string) => void) | undefined;
  readonly note: (text: string) => void;
  /** Whether builder images may be made and pulled. */
  readonly makesImages: boolean;
}

/** The engine that runs the checks of a tree, chosen by the `go` line of its go.mod. */
export function makeEngineFor(
  options: EngineOptions,
  surroundings: EngineSurroundings,
): (needs: EngineNeeds) => Promise<Engine> {
  const { session, cacheDir, memory, onOutput, note, makesImages } = surroundings;
  const limits = parseLimits(options);
  const timeLimitMs = options.timeLimit === undefined ? undefined : parseMinutes(options.timeLimit);
  const told = new Set<string>();
  return async (needs) => boundedEngine(await choose(needs), timeLimitMs);

  async function choose(needs: EngineNeeds): Promise<Engine> {
    const line = goLineFor(needs.goVersion);
    const go = await findGoRoot(options.goRoot?.replaceAll("{go}", line), line);
    const wanted = options.engine === "host" ? { sources: [] } : await builderFor(options, line, go, needs);
    const builder = "given" in wanted ? wanted : { made: wanted.sources.map(recipeOf) };
    const trustsAgents = needs.runsAgents && options.trustTree === true;
    const container = (kind: "docker" | "podman"): NamedEngine => ({
      name: kind,
      engine: containerEngine({
        kind,
        user: containerUser(),
        client: session.env[`PATCHKIT_${kind.toUpperCase()}`] ?? kind,
        env: session.env,
        signal: session.signal,
        builder,
        making: { isAllowed: makesImages, note },
        trustsAgents,
        limits,
        memory,
        onOutput,
      }),
    });
    const host: NamedEngine = {
      name: "host",
      engine: hostEngine({
        env: session.env,
        signal: session.signal,
        cacheDir,
        ...go,
        uid: process.getuid?.(),
        trust: options.trustTree === "if-needed" ? "if-needed" : options.trustTree ? "yes" : "no",
        trustsAgents,
        onOutput,
      }),
    };
    switch (options.engine) {
      case "docker":
      case "podman":
        return container(options.engine).engine;
      case "host":
        return host.engine;
      case "auto":
        return firstThatWorks([container("docker"), container("podman")], (name, reason) => {
          const words = `skipping ${name}: ${reason}`;
          if (!told.has(words)) note(words);
          told.add(words);
        });
    }
  }
}

/**
 * Refuses flags that cannot be read, or that the engine would ignore.
 *
 * @param runsAgents whether whole agents are to run in it.
 * @throws PatchkitError `usage/bad-argument`.
 */
export function assertEngineOptions(options: EngineOptions, runsAgents: boolean): void {
  const { engine, builderImage, goRoot, memory, cpus, trustTree, timeLimit } = options;
  parseLimits(options);
  if (timeLimit !== undefined) parseMinutes(timeLimit);
  const isHost = engine === "host";
  const unused = [
    { flag: "--builder-image", isUnused: isHost && builderImage !== undefined },
    { flag: "--memory", isUnused: isHost && memory !== undefined },
    { flag: "--cpus", isUnused: isHost && cpus !== undefined },
    { flag: "--trust-tree", isUnused: !isHost && !runsAgents && trustTree === true },
    { flag: "--go-root", isUnused: !isHost && goRoot !== undefined && builderImage !== undefined },
  ].find(({ isUnused }) => isUnused);
  if (unused === undefined) return;
  const why = unused.flag === "--go-root" ? "with --builder-image" : `with --engine ${engine}`;
  throw new PatchkitError("usage/bad-argument", `${unused.flag} has no effect ${why}`, {
    hint: "Leave one of them out; `cilium-patchkit verify --help` shows every flag.",
  });
}

/** The image of the user's choice, else one that is made for the tree. */
export async function builderFor(
  { builderImage }: Pick<EngineOptions, "builderImage">,
  line: string,
  go: Awaited<ReturnType<typeof findGoRoot>>,
  { upstreamImage, runsAgents }: EngineNeeds,
): Promise<{ readonly given: string } | { readonly sources: readonly ImageSource[] }> {
  const more = runsAgents ? { packages: agentPackages } : {};
  if (builderImage === undefined)
    return {
      sources: [
        { kind: "image", base: `docker.io/library/golang:${line}`, ...more },
        { kind: "machine", ...go, ...more },
      ],
    };
  if (builderImage !== "upstream") return { given: builderImage.replaceAll("{go}", line) };
  const image = await upstreamImage();
  if (image !== undefined) return { sources: [{ kind: "image", base: image, ...more }] };
  throw new PatchkitError(
    "environment/engine-missing",
    "expected the tree's Dockerfile to name an image of quay.io/cilium/cilium-builder, found none",
    { hint: "Leave out --builder-image, or name an image." },
  );
}

/** The current user, who can read what the program writes; an unprivileged id for root. */
function containerUser(): string {
  const uid = process.getuid?.() ?? 0;
  return uid === 0 ? "65532:65532" : `${uid}:${process.getgid?.() ?? uid}`;
}

/** `--memory` such as `6g` and `--cpus` such as `2`; the defaults suit a small machine. */
function parseLimits({ memory, cpus }: EngineOptions): EngineLimits {
  return {
    memoryBytes:
      memory === undefined ? Math.round(Math.min(totalmem() * 0.75, 8 * 1024 ** 3)) : parseBytes(memory),
    cpus: cpus === undefined ? 0 : parseCpus(cpus),
  };
}

function parseBytes(text: string): number {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)([kmg]?)b?$/i.exec(text) ?? [];
  if (number === undefined) throw badNumber("--memory", "a size such as 6g", text);
  const factor = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[unit.toLowerCase()] ?? 1;
  return Math.round(Number(number) * factor);
}

function parseCpus(text: string): number {
  const count = Number(text);
  if (!(count > 0)) throw badNumber("--cpus", "a number such as 2", text);
  return count;
}

function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (!(minutes > 0)) throw badNumber("--time-limit", "a number of minutes such as 45", text);
  return Math.round(minutes * 60_000);
}

function badNumber(flag: string, expected: string, found: string): PatchkitError {
  return new PatchkitError(
    "usage/bad-argument",
    `${flag}: expected ${expected}, found ${JSON.stringify(found)}`,
    {
      hint: "`cilium-patchkit verify --help` shows every flag.",
    },
  );
}
