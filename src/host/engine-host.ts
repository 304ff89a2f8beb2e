import { platform } from "node:os";
import { dirname, isAbsolute, join, relative } from "node:path";
import { PatchkitError } from "../errors.ts";
import {
  confinedPrivileges,
  type Engine,
  type EngineCommand,
  type EngineFolders,
  type EnginePlace,
  type EngineResult,
  type EngineSession,
  type Isolation,
  parseProbe,
  probeScript,
} from "./engine.ts";
import { makeFolderFor, makeTempFolder, removeFolder, removeForgotten } from "./files.ts";
import { type FoundGo, findLocalGo } from "./local-go.ts";
import { lastLine, runProgram } from "./run-program.ts";
import {
  attemptsScript,
  hostSandbox,
  isolationFailed,
  parseAttempts,
  type ShownFolder,
  sandboxId,
  trustedSandbox,
} from "./sandbox.ts";

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
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** What differs between a session in a sandbox and one without. */
interface Ground extends Pick<EngineSession, "tree" | "goPath" | "work" | "kept" | "scratch"> {
  readonly isSandboxed: boolean;
  readonly goRoot: string;
  readonly cache: string;
  /** Home folder, and folder for temporary files. */
  readonly home: string;
  /** Folders of caches, as code of the tree would look for them. */
  readonly caches: readonly string[];
  wrap(command: EngineCommand): readonly string[];
}

const probeTimeoutMs = 60_000;

/** Folders in the cache that end with their session; one that is older than any session was left by a killed run. */
const scratchPrefix = "scratch-";
const forgottenMs = 24 * 3_600_000;

/** Folders of this machine that a session uses. */
interface HostFolders extends EngineFolders {
  readonly cache: string;
  readonly kept: string;
  readonly scratch: string;
}

/** Runs checks with the local Go, in a sandbox unless the user trusts the tree. */
export function hostEngine(settings: HostEngineSettings): Engine {
  return {
    async open(folders) {
      const go = await findLocalGo(settings, dirname(folders.work));
      const probe = await runProgram(["sh", "-c", probeScript], {
        env: { PATH: pathOf(settings, go.root), HOME: settings.env["HOME"], GOTOOLCHAIN: "local" },
        cwd: dirname(folders.work),
        signal: settings.signal,
        timeoutMs: probeTimeoutMs,
      });
      const found = parseProbe(probe.stdout);
      const isSandboxed = settings.trust !== "yes";
      const opened = await openSession(settings, folders, go, found, isSandboxed);
      if (!("reason" in opened)) return opened;
      if (settings.trust === "if-needed") {
        const trusted = await openSession(settings, folders, go, found, false);
        if (!("reason" in trusted)) return trusted;
      }
      throw new PatchkitError(
        "environment/engine-missing",
        `expected a sandbox for the tree's code on this machine, found: ${opened.reason}`,
        {
          hint: "Install util-linux and iproute2, use --engine docker, or add --trust-tree to run the tree's code as this user.",
        },
      );
    },
  };
}

async function openSession(
  settings: HostEngineSettings,
  folders: EngineFolders,
  go: FoundGo,
  found: Pick<EnginePlace, "go" | "kernel" | "programs">,
  isSandboxed: boolean,
): Promise<EngineSession | { readonly reason: string }> {
  const isRoot = settings.uid === 0;
  // One build cache per Go release, so that they do not evict each other's entries.
  const caches = isSandboxed ? join(settings.cacheDir, "sandbox") : settings.cacheDir;
  const cache = join(caches, "go", /^go[\d.]+/.exec(found.go)?.[0] ?? "go");
  const kept = join(caches, "kept");
  const owner = isSandboxed && isRoot ? sandboxId : undefined;
  for (const folder of [cache, kept]) await makeFolderFor(folder, owner);
  await removeForgotten(settings.cacheDir, scratchPrefix, forgottenMs);
  const home = await makeTempFolder(settings.cacheDir, scratchPrefix);
  const scratch = join(home, "scratch");
  const mountPoint = join(home, "mount");
  for (const folder of [scratch, mountPoint]) await makeFolderFor(folder, owner);
  const own: HostFolders = { ...folders, cache, kept, scratch };
  const make = (used: HostFolders) =>
    isSandboxed ? sandboxedGround(settings, used, go, mountPoint) : trustedGround(settings, used, go);
  // The tree may not be there yet.
  const isolation = await tryAll(settings, make({ ...own, tree: own.work }), isSandboxed);
  if ("reason" in isolation) {
    await removeFolder(home);
    return isolation;
  }
  const ground = make(own);
  return {
    place: { engine: "host", version: platform(), image: null, imageDigest: null, ...found, isolation },
    ...ground,
    run: (command) => runOn(settings, ground, command),
    build: undefined,
    close: () => removeFolder(home),
  };
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

function sandboxedGround(
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

function trustedGround(
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
      if (uid !== 0 && (privileges === "network" || privileges === "bpf")) throw needsRoot();
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

async function runOn(
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

/** Tries with each kind of privileges; a reason if a sandbox cannot be made, or does not hold. */
async function tryAll(
  settings: HostEngineSettings,
  ground: Ground,
  mustHold: boolean,
): Promise<Isolation[] | { readonly reason: string }> {
  const isolation: Isolation[] = [];
  for (const privileges of confinedPrivileges) {
    const tried = await tryOut(settings, ground, privileges);
    if ("reason" in tried) {
      if (privileges === "user") return tried;
      continue;
    }
    if (mustHold && tried.allowed.length > 0)
      return { reason: `code in it can ${tried.allowed.join(" and ")}` };
    isolation.push(tried);
  }
  return isolation;
}

/** The privileges that code of a tree can have in a sandbox on this machine, or why there is no sandbox. */
export async function tryHostSandbox(
  settings: Pick<HostEngineSettings, "env" | "signal" | "uid"> & { readonly tempDir: string },
): Promise<Isolation[] | { readonly reason: string }> {
  const home = await makeTempFolder(settings.tempDir, "cilium-patchkit-sandbox-");
  try {
    const owner = settings.uid === 0 ? sandboxId : undefined;
    const folder = async (name: string) => {
      await makeFolderFor(join(home, name), owner);
      return join(home, name);
    };
    const work = await folder("work");
    const folders = {
      tree: work,
      work,
      cache: await folder("cache"),
      kept: await folder("kept"),
      scratch: await folder("scratch"),
    };
    const all: HostEngineSettings = { ...settings, cacheDir: home, trust: "no" };
    const ground = sandboxedGround(all, folders, { root: "/usr" }, await folder("mount"));
    return await tryAll(all, ground, true);
  } finally {
    await removeFolder(home);
  }
}

/** Tries as code of the tree what it must not be able to do. */
async function tryOut(
  settings: HostEngineSettings,
  ground: Ground,
  privileges: Isolation["privileges"],
): Promise<Isolation | { readonly reason: string }> {
  try {
    const result = await runOn(settings, ground, {
      command: attemptsScript(ground.tree, ground.caches),
      cwd: "/",
      privileges,
      timeoutMs: probeTimeoutMs,
    });
    const allowed = parseAttempts(result.stdout);
    if (allowed) return { privileges, allowed };
    return { reason: isolationFailed(result) ?? (lastLine(result.stderr) || "a shell that does not start") };
  } catch (error) {
    if (error instanceof PatchkitError && error.code === "environment/engine-failed")
      return { reason: error.message };
    throw error;
  }
}

function pathOf({ env }: HostEngineSettings, goRoot: string): string {
  return `${join(goRoot, "bin")}:${env["PATH"] ?? ""}`;
}
