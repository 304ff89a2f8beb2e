import { totalmem } from "node:os";
import { PatchkitError } from "../errors.ts";
import { boundedEngine } from "../host/bounded-engine.ts";
import { firstThatWorks, goLineFor, type NamedEngine } from "../host/choose-engine.ts";
import type { EngineMemory } from "../host/container-client.ts";
import type { Engine, EngineLimits } from "../host/engine.ts";
import { containerEngine } from "../host/engine-container.ts";
import { hostEngine } from "../host/engine-host.ts";
import { findGoRoot } from "../host/go-root.ts";
import type { EngineName } from "./engine-names.ts";
import type { Session } from "./workshop.ts";

/** Flags that choose and set up an engine. */
export interface EngineOptions {
  readonly engine: EngineName;
  /** Image with Go; `{go}` is replaced by the tree's Go release line. */
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
}

/** The engine that runs the checks of a tree, chosen by the `go` line of its go.mod. */
export function makeEngineFor(
  options: EngineOptions,
  surroundings: EngineSurroundings,
): (goVersion: string) => Promise<Engine> {
  const { session, cacheDir, memory, onOutput, note } = surroundings;
  const limits = parseLimits(options);
  const timeLimitMs = options.timeLimit === undefined ? undefined : parseMinutes(options.timeLimit);
  const told = new Set<string>();
  return async (goVersion) => boundedEngine(await choose(goVersion), timeLimitMs);

  async function choose(goVersion: string): Promise<Engine> {
    const line = goLineFor(goVersion);
    const image = (options.builderImage ?? "golang:{go}").replaceAll("{go}", line);
    const container = (kind: "docker" | "podman"): NamedEngine => ({
      name: kind,
      engine: containerEngine({
        kind,
        user: containerUser(),
        client: session.env[`PATCHKIT_${kind.toUpperCase()}`] ?? kind,
        env: session.env,
        signal: session.signal,
        image,
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
        ...(await findGoRoot(options.goRoot?.replaceAll("{go}", line), line)),
        uid: process.getuid?.(),
        trust: options.trustTree === "if-needed" ? "if-needed" : options.trustTree ? "yes" : "no",
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
