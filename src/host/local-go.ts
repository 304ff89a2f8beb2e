import { PatchkitError } from "../errors.ts";
import { runProgram } from "./run-program.ts";

/** A Go of this machine. */
export interface FoundGo {
  /** Its GOROOT. */
  readonly root: string;
}

/** Which Go is asked for. */
export interface WantedGo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** GOROOT of the Go to use. */
  readonly goRoot?: string | undefined;
  /** Go release such as `1.20`, for a Go that can download others. */
  readonly goVersion?: string | undefined;
}

const timeoutMs = 300_000;

/**
 * Finds a Go: the given one, else the requested release from a Go that can download others
 * (go.dev/doc/toolchain), else the one on PATH. Downloads use the caller's settings.
 *
 * @param cwd a folder without go.mod, which could ask for another Go.
 * @throws PatchkitError `environment/engine-missing`.
 */
export async function findLocalGo(wanted: WantedGo, cwd: string): Promise<FoundGo> {
  const { env, signal, goRoot, goVersion } = wanted;
  const ask = async (program: string, toolchain: string) => {
    const asked = await runProgram([program, "env", "GOROOT"], {
      env: { ...env, GOTOOLCHAIN: toolchain, GOENV: "off", GOWORK: "off" },
      cwd,
      signal,
      timeoutMs,
    });
    const root = asked.stdout.trim();
    return { asked, root: asked.ended === "exited" && asked.status === 0 && root !== "" ? root : undefined };
  };
  if (goRoot === undefined && goVersion !== undefined) {
    const { root } = await ask("go", `go${goVersion}`);
    if (root !== undefined) return { root };
  }
  const { asked, root } = await ask(goRoot === undefined ? "go" : `${goRoot}/bin/go`, "local");
  if (root !== undefined) return { root };
  const said = asked.stderr.trim().split("\n")[0] ?? "";
  throw new PatchkitError(
    "environment/engine-missing",
    `expected Go${goVersion ? ` ${goVersion}` : ""} ${goRoot === undefined ? "on this machine" : `in ${goRoot}`}, found ${said || "none"}`,
    { hint: "Install Go, name its GOROOT with --go-root, or use --engine docker." },
  );
}
