import { join } from "node:path";
import { PatchkitError } from "../errors.ts";
import { confinedPrivileges, type Isolation } from "./engine.ts";
import { makeFolderFor, makeTempFolder, removeFolder } from "./files.ts";
import { type Ground, type HostEngineSettings, runOn, sandboxedGround } from "./host-ground.ts";
import { lastLine } from "./run-program.ts";
import { attemptsScript, isolationFailed, parseAttempts, sandboxId } from "./sandbox.ts";

const probeTimeoutMs = 60_000;

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
    const all: HostEngineSettings = { ...settings, cacheDir: home, trust: "no", trustsAgents: false };
    const ground = sandboxedGround(all, folders, { root: "/usr" }, await folder("mount"));
    return await tryAll(all, ground, confinedPrivileges, true);
  } finally {
    await removeFolder(home);
  }
}

/** Tries with each kind of privileges; a reason if a sandbox cannot be made, or does not hold. */
export async function tryAll(
  settings: HostEngineSettings,
  ground: Ground,
  kinds: readonly Isolation["privileges"][],
  mustHold: boolean,
): Promise<Isolation[] | { readonly reason: string }> {
  const isolation: Isolation[] = [];
  for (const privileges of kinds) {
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
