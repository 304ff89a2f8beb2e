import { arch } from "node:os";
import { join } from "node:path";
import { listNames, makeFolder, makeTempFolder, moveFile, removeFolder } from "./files.ts";
import { downloadEnvironment, downloadFolder } from "./go-download.ts";
import { type ProgramResult, runProgram } from "./run-program.ts";

/** A program that the Go module proxy serves. */
export interface GoProgram {
  /** Path of its main package. */
  readonly package: string;
  readonly version: string;
  /** Whether it runs in a container, which is always Linux. */
  readonly inContainer: boolean;
}

/** What installing needs. */
export interface InstallSettings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Folder that is kept between runs. */
  readonly cacheDir: string;
}

/** Path of the program on this machine, or why it is not available, with advice. */
export type InstalledProgram = { readonly path: string } | { readonly reason: string };

const askTimeoutMs = 60_000;
const buildTimeoutMs = 1_800_000;

/**
 * Builds a program with the local Go, without cgo, so that it runs in any container. Its file name contains
 * its version and that of Go: a program that reads Go code must be built with a Go that is not older than
 * the code requires. Uses the caller's proxy settings.
 */
export async function installGoProgram(
  { env, signal, cacheDir }: InstallSettings,
  { package: path, version, inContainer }: GoProgram,
): Promise<InstalledProgram> {
  const own = { ...downloadEnvironment(env), CGO_ENABLED: "0" };
  const name = path.slice(path.lastIndexOf("/") + 1);
  const go = (args: readonly string[], extra: Readonly<Record<string, string>>, timeoutMs: number) =>
    runProgram(["go", ...args], {
      cwd: downloadFolder,
      env: { ...own, ...extra },
      signal,
      timeoutMs,
      group: true,
    });
  const asked = await go(["env", "GOVERSION", "GOHOSTOS", "GOHOSTARCH", "GOMODCACHE"], {}, askTimeoutMs);
  const [goVersion = "", hostOs = "", hostArch = arch(), moduleCache = ""] = asked.stdout.trim().split("\n");
  if (asked.ended !== "exited" || asked.status !== 0 || goVersion === "") {
    return {
      reason: `building ${name} needs a local Go, found none: install Go and run this again`,
    };
  }
  const os = inContainer ? "linux" : hostOs;
  const folder = join(cacheDir, "tools");
  const file = [name, version, goVersion, os, hostArch].join("-");
  await makeFolder(folder);
  if ((await listNames(folder)).includes(file)) return { path: join(folder, file) };
  const staging = await makeTempFolder(folder, ".building-");
  try {
    // Go installs programs for another system only below a GOPATH.
    const place = os === hostOs ? { GOBIN: join(staging, "bin") } : { GOBIN: "", GOPATH: staging };
    const target = { ...place, GOMODCACHE: moduleCache, GOOS: os, GOARCH: hostArch };
    const args = ["install", "-trimpath", "-ldflags", "-s -w", `${path}@${version}`];
    const built = await go(args, target, buildTimeoutMs);
    if (built.ended !== "exited" || built.status !== 0)
      return { reason: notBuilt(name, `${path}@${version}`, built) };
    const bin = join(staging, "bin");
    await moveFile(join(bin, os === hostOs ? name : `${os}_${hostArch}/${name}`), join(folder, file));
    return { path: join(folder, file) };
  } finally {
    await removeFolder(staging);
  }
}

function notBuilt(name: string, module: string, { ended, stderr }: ProgramResult): string {
  const why =
    ended === "timed-out"
      ? "that took longer than 30 minutes"
      : (stderr.trim().split("\n").at(-1)?.trim().slice(0, 300) ?? "");
  return `${name} could not be built (${why}): run \`go install ${module}\` where the Go module proxy can be reached, then this again`;
}
