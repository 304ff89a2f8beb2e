import { PatchkitError } from "../errors.ts";
import type { Engine } from "./engine.ts";

/** An engine under the name a user knows it by. */
export interface NamedEngine {
  readonly name: string;
  readonly engine: Engine;
}

/**
 * Takes the first engine that works.
 *
 * @param passedOver told of each that does not, and why.
 * @throws PatchkitError `environment/engine-missing` with all reasons where none works.
 */
export function firstThatWorks(
  engines: readonly NamedEngine[],
  passedOver: (name: string, reason: string) => void,
): Engine {
  return {
    async open(folders) {
      const reasons: string[] = [];
      for (const { name, engine } of engines) {
        try {
          return await engine.open(folders);
        } catch (error) {
          if (!(error instanceof PatchkitError) || error.code !== "environment/engine-missing") throw error;
          reasons.push(`${name}: ${error.message}`);
          passedOver(name, error.message);
        }
      }
      throw new PatchkitError("environment/engine-missing", reasons.join("; "), {
        hint: "Start Docker, or install Go; `cilium-patchkit doctor` shows what is missing.",
      });
    },
  };
}

/** Oldest Go that takes an overlay (`go help build`) and still builds releases without modules. */
const oldestLine = "1.19";

/**
 * The line of Go that a tree is built with: the one it asks for, and 1.19 for anything older, which
 * neither has overlays that `go vet` heeds nor is kept anywhere.
 *
 * @param goVersion the `go` line of go.mod, such as `1.16` or `1.25.0`; "" where there is no module.
 */
export function goLineFor(goVersion: string): string {
  const [major, minor] = (goVersion || "1.0").split(".");
  return Number(major) === 1 && Number(minor) < 19 ? oldestLine : `${major}.${minor}`;
}
