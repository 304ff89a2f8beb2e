import { tmpdir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { type CacheFolder, openCacheFolder } from "../host/cache-folder.ts";
import type { Session } from "./workshop.ts";

/** Opens the cache the user chose, else the default. */
export async function openCache(session: Session, chosen: string | undefined): Promise<CacheFolder> {
  const dir = chosen === undefined ? defaultCache(session.env) : resolve(session.cwd, chosen);
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  const user = uid === undefined || gid === undefined ? undefined : { uid, gid };
  return openCacheFolder(dir, tmpdir(), user);
}

/**
 * `$XDG_CACHE_HOME/cilium-patchkit`, as in the XDG Base Directory Specification, which lets only absolute paths
 * count; undefined without a home folder.
 */
function defaultCache(env: NodeJS.ProcessEnv): string | undefined {
  const chosen = env["XDG_CACHE_HOME"];
  if (chosen && isAbsolute(chosen)) return join(chosen, "cilium-patchkit");
  return env["HOME"] ? resolve(env["HOME"], ".cache", "cilium-patchkit") : undefined;
}
