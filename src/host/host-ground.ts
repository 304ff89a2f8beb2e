import { isAbsolute, join, relative } from "node:path";
import { PatchkitError } from "../errors.ts";
import {
  type EngineCommand,
  type EngineFolders,
  type EngineResult,
  type EngineSession,
  needsTrust,
} from "./engine.ts";
import type { FoundGo } from "./local-go.ts";
import { runProgram } from "./run-program.ts";
import { hostSandbox, type ShownFolder, trustedSandbox } from "./sandbox.ts";

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
  /** Whether code of the tree may run without a sandbox: never, where none can be had, or always. */
  readonly trust: "no" | "if-needed" | "yes";
  /** Whether whole agents may run, which nothing confines. */
  readonly trustsAgents: boolean;
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** What differs between a session in a sandbox and one without. */
export interface Ground extends Pick<EngineSession, "tree" | "goPath" | "work" | "kept" | "scratch"> {
  readonly isSandboxed: boolean;
  readonly goRoot: string;
  readonly cache: string;
  /** Home folder, and folder for temporary files. */
  readonly home: string;
  /** Folders of caches, as code of the tree would look for them. */
  readonly caches: readonly string[];
  wrap(command: EngineCommand): readonly string[];
}

/** Folders of this machine that a session uses. */
export interface HostFolders extends EngineFolders {
  readonly cache: string;
  readonly kept: string;
  readonly scratch: string;
}

/** Folders below /tmp, which a sandbox has for itself. */
const inside = {
  goPath: "/tmp/patchkit/go",
  tree: "/tmp/patchkit/go/src/github.com/cilium/cilium",
  work: "/tmp/patchkit/work",
  cache: "/tmp/patchkit/cache",
  kept: "/tmp/patchkit/kept",
  scratch: "/tmp/patchkit/scratch",
  goRoot: "/tmp/patchkit/goroot",
};

export function sandboxedGround(
  { env, uid }: HostEngineSettings,
  { tree, work, cache, kept, scratch }: HostFolders,
  go: FoundGo,
  mountPoint: string,
): Ground {
  const home = env["HOME"];
  const hidden = ["/root", "/home", ...(home !== undefined && isPrivate(home) ? [home] : [])];
  // Elsewhere it stays where it is: its links may lead out of it.
  const showsGo = [...hidden, "/tmp", "/run"].some((folder) => go.root.startsWith(`${folder}/`));
  const show = (from: string, to: string, isWritable: boolean): ShownFolder => ({ from, to, isWritable });
  const always = [
    show(tree, inside.tree, false),
    show(work, inside.work, false),
    show(scratch, inside.scratch, true),
    ...(showsGo ? [show(go.root, inside.goRoot, false)] : []),
  ];
  const shared = [show(cache, inside.cache, true), show(kept, inside.kept, true)];
  return {
    ...inside,
    isSandboxed: true,
    goRoot: showsGo ? inside.goRoot : go.root,
    home: "/tmp",
    caches: [inside.cache, inside.kept, cache, kept],
    wrap({ command, cwd, privileges }) {
      if (privileges === "cluster") throw needsTrust();
      const shown = privileges === "tool" ? [...always, ...shared] : always;
      return hostSandbox({ isRoot: uid === 0, mountPoint, shown, hidden }, privileges, cwd, command);
    },
  };
}

/** Whether a folder can be hidden without hiding programs or temporary files. */
function isPrivate(home: string): boolean {
  const inner = (path: string) => !relative(home, path).startsWith("..");
  return isAbsolute(home) && !["/usr/bin", "/tmp"].some(inner);
}

export function trustedGround(
  { env, uid }: HostEngineSettings,
  { tree, work, cache, kept, scratch }: HostFolders,
  go: FoundGo,
): Ground {
  return {
    isSandboxed: false,
    tree,
    work,
    kept,
    scratch,
    cache,
    goRoot: go.root,
    goPath: join(tree, "../../../.."),
    home: env["HOME"] ?? scratch,
    caches: [cache, kept],
    wrap({ command, cwd, privileges }) {
      const isRootNeeded = privileges === "network" || privileges === "bpf" || privileges === "cluster";
      if (uid !== 0 && isRootNeeded) throw needsRoot();
      return trustedSandbox(privileges, cwd, command);
    },
  };
}

function needsRoot(): PatchkitError {
  return new PatchkitError(
    "environment/engine-failed",
    "network namespaces need root without a sandbox, and this user is not root",
    { hint: "Leave out --trust-tree, run as root, or use --engine docker." },
  );
}

export async function runOn(
  settings: HostEngineSettings,
  ground: Ground,
  command: EngineCommand,
): Promise<EngineResult> {
  const mayCache = command.privileges === "tool" || !ground.isSandboxed;
  const wrapped = ground.wrap(command);
  const result = await runProgram(wrapped, {
    cwd: ground.isSandboxed ? "/" : command.cwd,
    env: {
      PATH: pathOf(settings, ground.goRoot),
      HOME: ground.home,
      TZ: settings.env["TZ"],
      GOTOOLCHAIN: "local",
      GOCACHE: mayCache ? ground.cache : `${ground.scratch}/go-cache`,
      GOTMPDIR: ground.scratch,
      ...command.env,
    },
    signal: settings.signal,
    timeoutMs: command.timeoutMs,
    onOutput: settings.onOutput,
    group: true,
  });
  if (result.ended === "missing") {
    throw new PatchkitError("environment/engine-failed", `${wrapped[0]} could not be started`, {
      hint: "Install it, or use --engine docker.",
    });
  }
  return { ...result, ended: result.ended };
}

export function pathOf({ env }: HostEngineSettings, goRoot: string): string {
  return `${join(goRoot, "bin")}:${env["PATH"] ?? ""}`;
}
