import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { PatchkitError } from "../errors.ts";
import { makeFolder, makeTempFolder, removeFolder } from "./files.ts";

/** A folder for results that later runs use again. */
export interface CacheFolder {
  readonly dir: string;
  /** Why nothing is kept, undefined where it is. */
  readonly note: string | undefined;
  /** Removes the folder if it is not kept. */
  close(): Promise<void>;
}

/**
 * Opens a cache. One that cannot be written to, or that others can write to, is not used: a private temporary
 * folder takes its place for this run, because programs and trees are taken from it.
 *
 * @param dir undefined where there is no place for one.
 * @param user ids of the user who runs this program, undefined where the system has none.
 */
export async function openCacheFolder(
  dir: string | undefined,
  tempDir: string,
  user: { readonly uid: number; readonly gid: number } | undefined,
): Promise<CacheFolder> {
  const trouble = dir === undefined ? "no home folder" : await troubleWith(dir, user);
  if (dir !== undefined && trouble === undefined) return { dir, note: undefined, async close() {} };
  const own = await makeTempFolder(tempDir, "cilium-patchkit-cache-");
  const place = dir === undefined ? "" : ` in ${dir}`;
  return {
    dir: own,
    note: `this run keeps no results${place}: ${trouble}`,
    close: () => removeFolder(own),
  };
}

/** Why a folder is no cache for this user; undefined if it is one. */
async function troubleWith(
  dir: string,
  user: { readonly uid: number; readonly gid: number } | undefined,
): Promise<string | undefined> {
  try {
    await makeFolder(dir);
    await access(dir, constants.W_OK | constants.X_OK);
    const { uid, gid, mode } = await stat(dir);
    if (user === undefined) return undefined;
    if (uid !== user.uid) return `it belongs to another user (${uid})`;
    // Many systems give each user a group of their own, and make folders writable to it.
    const isShared = (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && gid !== user.gid);
    return isShared ? "other users can write to it" : undefined;
  } catch (error) {
    if (error instanceof PatchkitError) return error.message;
    if (error instanceof Error && "code" in error) return `expected to write to it, found ${error.code}`;
    throw error;
  }
}
