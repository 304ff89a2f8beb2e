import { platform, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PatchkitError } from "../errors.ts";
import { type Engine, type EnginePlace, isolated, parseProbe, probeScript } from "./engine.ts";
import { makeFolder, makeTempFolder, removeFolder } from "./files.ts";
import { runProgram } from "./run-program.ts";

/** Settings of the host engine. */
export interface HostEngineSettings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Folder that is kept between runs. */
  readonly cacheDir: string;
  /** Go to use instead of the one on PATH: its GOROOT. */
  readonly goRoot?: string | undefined;
  /** Go release such as `1.20`, for a Go that can download others. */
  readonly goVersion?: string | undefined;
  /** User id of this program; 0 can create namespaces. */
  readonly uid: number | undefined;
  readonly onOutput?: ((text: string) => void) | undefined;
}

const probeTimeoutMs = 300_000;

/** Variables of the caller's environment that Go needs; others could make results differ between machines. */
const inherited = ["PATH", "HOME", "TMPDIR", "TZ"];

/** Runs checks with the local Go, as the user who runs this program. */
export function hostEngine(settings: HostEngineSettings): Engine {
  return {
    async open({ tree, work }) {
      const goRoot = settings.goRoot ?? (await fetchedGoRoot(settings));
      const base = baseEnvironment(settings, goRoot);
      const probe = await runProgram(["sh", "-c", probeScript], {
        env: base,
        cwd: dirname(work),
        signal: settings.signal,
        timeoutMs: probeTimeoutMs,
      });
      const found = parseProbe(probe.stdout);
      if (probe.ended !== "exited" || !/^go/.test(found.go)) {
        throw new PatchkitError(
          "environment/engine-missing",
          `expected Go${settings.goVersion ? ` ${settings.goVersion}` : ""} on this machine, found ${firstLine(probe.stderr) || "none"}`,
          { hint: "Install Go, choose one with --go-root, or use --engine docker." },
        );
      }
      const place: EnginePlace = {
        engine: "host",
        version: platform(),
        image: null,
        imageDigest: null,
        ...found,
      };
      // One build cache per Go release, so that they do not evict each other's entries.
      const cache = join(settings.cacheDir, "go", /^go[\d.]+/.exec(found.go)?.[0] ?? "go");
      const kept = join(settings.cacheDir, "kept");
      for (const folder of [cache, kept]) await makeFolder(folder);
      const scratch = await makeTempFolder(settings.cacheDir, "scratch-");
      return {
        place,
        tree,
        goPath: join(tree, "../../../.."),
        work,
        cache,
        kept,
        scratch,
        async run({ command, cwd, env, privileges, timeoutMs }) {
          if (privileges === "network") assertRoot(settings, place);
          const result = await runProgram(privileges === "network" ? isolated(command) : command, {
            cwd,
            // Removed with the session, including leftovers of an interrupted go.
            env: { ...base, GOCACHE: cache, GOTMPDIR: scratch, ...env },
            signal: settings.signal,
            timeoutMs,
            onOutput: settings.onOutput,
            group: true,
          });
          if (result.ended === "missing") {
            throw new PatchkitError("environment/engine-failed", `${command[0]} could not be started`, {
              hint: "Install it, or use --engine docker.",
            });
          }
          return { ...result, ended: result.ended };
        },
        build: undefined,
        async close() {
          await removeFolder(scratch);
        },
      };
    },
  };
}

/**
 * GOROOT of the requested release, from a Go that can download others (go.dev/doc/toolchain); undefined if
 * it is not available, so that the Go on PATH is used. Downloads use the caller's settings.
 */
async function fetchedGoRoot({ env, goVersion, signal }: HostEngineSettings): Promise<string | undefined> {
  if (goVersion === undefined) return undefined;
  const asked = await runProgram(["go", "env", "GOROOT"], {
    env: { ...env, GOTOOLCHAIN: `go${goVersion}` },
    cwd: tmpdir(),
    signal,
    timeoutMs: probeTimeoutMs,
  });
  const root = asked.stdout.trim();
  return asked.ended === "exited" && asked.status === 0 && root !== "" ? root : undefined;
}

function baseEnvironment(
  { env }: HostEngineSettings,
  goRoot: string | undefined,
): Record<string, string | undefined> {
  const base = Object.fromEntries(inherited.map((name) => [name, env[name]]));
  const path = goRoot === undefined ? env["PATH"] : `${join(goRoot, "bin")}:${env["PATH"] ?? ""}`;
  return { ...base, PATH: path, GOTOOLCHAIN: "local" };
}

function assertRoot({ uid }: HostEngineSettings, { programs }: EnginePlace): void {
  const missing = ["ip", "unshare", "mount"].filter((name) => !programs.includes(name));
  if (uid === 0 && missing.length === 0) return;
  throw new PatchkitError(
    "environment/engine-failed",
    uid === 0
      ? `expected ${missing.join(", ")} for network namespaces, found none`
      : "network namespaces need root, and this user is not root",
    { hint: "Run as root with iproute2 and util-linux installed, or use --engine docker." },
  );
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}
