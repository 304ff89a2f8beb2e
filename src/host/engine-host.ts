import { platform } from "node:os";
import { dirname, join } from "node:path";
import { PatchkitError } from "../errors.ts";
import {
  confinedPrivileges,
  type Engine,
  type EngineFolders,
  type EnginePlace,
  type EngineSession,
  parseProbe,
  probeScript,
  treePrivileges,
} from "./engine.ts";
import { makeFolderFor, makeTempFolder, removeFolder, removeForgotten } from "./files.ts";
import {
  type HostEngineSettings,
  type HostFolders,
  pathOf,
  runOn,
  sandboxedGround,
  trustedGround,
} from "./host-ground.ts";
import { type FoundGo, findLocalGo } from "./local-go.ts";
import { runProgram } from "./run-program.ts";
import { sandboxId } from "./sandbox.ts";
import { tryAll } from "./try-sandbox.ts";

const probeTimeoutMs = 60_000;

/** Folders in the cache that end with their session; one that is older than any session was left by a killed run. */
const scratchPrefix = "scratch-";
const forgottenMs = 24 * 3_600_000;

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
  const kinds = settings.trustsAgents && !isSandboxed ? treePrivileges : confinedPrivileges;
  const isolation = await tryAll(settings, make({ ...own, tree: own.work }), kinds, isSandboxed);
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
