import { PatchkitError } from "../errors.ts";
import type { Engine } from "./engine.ts";

/** An engine and its name for users. */
export interface NamedEngine {
  readonly name: string;
  readonly engine: Engine;
}

/**
 * Returns the first engine that works.
 *
 * @param passedOver called for each engine that does not work, with the reason.
 * @throws PatchkitError `environment/engine-missing` with all reasons if none works.
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
        hint: "Start Docker or Podman, or use --engine host, which runs the tree's code in a sandbox on this machine.",
      });
    },
  };
}

/** Oldest Go that supports overlays (`go help build`) and still builds releases without modules. */
const oldestLine = "1.19";

/**
 * The Go release line for a tree: the line in go.mod, or 1.19 for anything older. In older lines `go vet` does
 * not support overlays, and they are no longer maintained.
 *
 * @param goVersion the `go` line of go.mod, such as `1.16` or `1.25.0`; "" if there is no module.
 */
export function goLineFor(goVersion: string): string {
  const [major, minor] = (goVersion || "1.0").split(".");
  return Number(major) === 1 && Number(minor) < 19 ? oldestLine : `${major}.${minor}`;
}
