import { constants, type Stats } from "node:fs";
import {
  access,
  chmod,
  chown,
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { PatchkitError } from "../errors.ts";

/** The text of a file, undefined if there is none. */
export async function readTextIfThere(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((reason: unknown) => {
    if (
      reason instanceof Error &&
      "code" in reason &&
      (reason.code === "ENOENT" || reason.code === "ENOTDIR")
    )
      return undefined;
    throw reason;
  });
}

/** What stands where a regular file was expected, in words. */
export class NoRegularFile extends Error {
  readonly found: string;

  constructor(path: string, found: string) {
    super(`${path}: expected a file, found ${found}`);
    this.found = found;
  }
}

/** Most bytes that {@link readForeignText} takes: a series with all its edits has far less. */
const mostForeignBytes = 64 * 1024 ** 2;

/**
 * The text of a file that somebody else may have put there, undefined where there is none. Links are not
 * followed, and nothing is waited for.
 *
 * @throws NoRegularFile where a link, a folder, a pipe or a device is in its place, or far too many bytes.
 */
export async function readForeignText(path: string): Promise<string | undefined> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(path, flags).catch((reason: unknown) => {
    const code = reason instanceof Error && "code" in reason ? reason.code : "";
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    if (code === "ELOOP") throw new NoRegularFile(path, "a symbolic link");
    if (code === "ENXIO") throw new NoRegularFile(path, "a socket");
    throw reason;
  });
  if (!file) return undefined;
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new NoRegularFile(path, kindOf(found));
    if (found.size > mostForeignBytes) throw new NoRegularFile(path, `one of ${found.size} bytes`);
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return "a folder";
  if (found.isFIFO()) return "a pipe";
  return found.isSocket() ? "a socket" : "a device";
}

/** What stands at a path, in words, links not followed; undefined where there is nothing. */
export async function kindAt(path: string): Promise<string | undefined> {
  const found = await lstat(path).catch(() => undefined);
  if (!found) return undefined;
  if (found.isSymbolicLink()) return "a symbolic link";
  return found.isFile() ? "a file" : kindOf(found);
}

/** The text of a file that must exist. */
export async function readText(path: string): Promise<string> {
  return readFile(path, "utf8");
}

/** The id of the user to whom a file belongs, links not followed; undefined where there is nothing. */
export async function ownerOf(path: string): Promise<number | undefined> {
  return lstat(path).then(
    ({ uid }) => uid,
    () => undefined,
  );
}

/** The path without symbolic links; as it is where there is nothing. */
export async function realPathOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

/** Names in a folder, in byte order. */
export async function listNames(folder: string): Promise<string[]> {
  return (await readdir(folder)).sort();
}

/** Paths of all files below a folder, relative to it, in byte order. */
export async function listTree(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

const closed = "a folder that this user may not enter";

/** Why a folder cannot be entered, in words; undefined if it can. */
export async function obstacleAt(path: string): Promise<string | undefined> {
  if (!(await isFolder(path))) {
    const code = await stat(path).then(
      () => "ENOTDIR",
      (reason: unknown) => codeOf(reason),
    );
    const words: Readonly<Record<string, string>> = { ENOENT: "none", ENOTDIR: "a file", EACCES: closed };
    return words[code] ?? code;
  }
  return access(path, constants.X_OK).then(
    () => undefined,
    () => closed,
  );
}

/** Whether the path is a folder. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Creates a new empty folder in `parent`. @throws PatchkitError `environment/disk-full`, `environment/not-writable`. */
export async function makeTempFolder(parent: string, prefix: string): Promise<string> {
  return mkdtemp(join(parent, prefix)).catch((cause: unknown) => {
    throw asWriteError(join(parent, prefix), cause);
  });
}

/** Creates a folder and its parents. @throws PatchkitError `environment/disk-full`, `environment/not-writable`. */
export async function makeFolder(path: string): Promise<void> {
  await makeFolders(path).catch((cause: unknown) => {
    throw asWriteError(path, cause);
  });
}

/**
 * Creates a folder and its parents; a new one belongs to another user if an id is given.
 *
 * @throws PatchkitError `environment/disk-full`, `environment/not-writable`.
 */
export async function makeFolderFor(path: string, owner: number | undefined): Promise<void> {
  try {
    await makeFolders(path);
    if (owner !== undefined) await chown(path, owner, owner);
  } catch (cause) {
    throw asWriteError(path, cause);
  }
}

/**
 * Creates a folder and its parents. Node's own recursive mkdir never ends below a
 * file system such as /proc, which answers that the parent is missing (nodejs/node, src/node_file.cc).
 */
export async function makeFolders(path: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (reason) {
    const code = codeOf(reason);
    if (code === "EEXIST" && (await isFolder(path))) return;
    if (code !== "ENOENT") throw reason;
    await makeFolders(dirname(path), mode);
    await mkdir(path, { mode }).catch((second: unknown) => {
      if (codeOf(second) !== "EEXIST") throw second;
    });
  }
}

function codeOf(reason: unknown): string {
  return reason instanceof Error && "code" in reason ? String(reason.code) : "";
}

let stagingCount = 0;

/**
 * Writes a file in one step: readers see either the old or the new text.
 *
 * @throws PatchkitError `environment/disk-full`, `environment/not-writable`.
 */
export async function writeText(path: string, text: string): Promise<void> {
  const staging = `${path}.${process.pid}-${++stagingCount}.tmp`;
  try {
    await makeFolders(dirname(path));
    await writeFile(staging, text);
    await rename(staging, path);
  } catch (cause) {
    throw asWriteError(path, cause);
  } finally {
    await rm(staging, { force: true }).catch(() => {});
  }
}

/** File system errors that a user can fix. */
const writeErrors = [
  "EACCES",
  "EROFS",
  "EPERM",
  "ENOTDIR",
  "EISDIR",
  "EEXIST",
  "ENOTEMPTY",
  "ENOENT",
  "ELOOP",
  "ENAMETOOLONG",
];

/**
 * The reason why a path could not be written, as `environment/disk-full` or `environment/not-writable`; for
 * any other error, the cause itself.
 *
 * @param advice what to use instead, such as `a folder with --out DIR`, and what happened to existing files.
 */
export function asWriteError(
  path: string,
  cause: unknown,
  { place = "a folder", kept = "" }: { readonly place?: string; readonly kept?: string } = {},
): unknown {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new PatchkitError(
      "environment/disk-full",
      `expected space for ${path}, found no space left there${kept}`,
      {
        cause,
        hint: `Free some space, or choose ${place} on another disk.`,
      },
    );
  }
  if (!writeErrors.includes(code)) return cause;
  return new PatchkitError("environment/not-writable", `expected to write to ${path}, found ${code}`, {
    cause,
    hint: `Choose ${place} that you can write to.`,
  });
}

/** Writes an executable file. */
export async function writeProgram(path: string, text: string): Promise<void> {
  await writeText(path, text);
  await chmod(path, 0o755);
}

/** Copies a file and creates its parent folders. */
export async function copyFileTo(from: string, to: string): Promise<void> {
  await makeFolders(dirname(to));
  await copyFile(from, to);
}

/** Moves a file within a file system, in one step. */
export async function moveFile(from: string, to: string): Promise<void> {
  await rename(from, to);
}

/** Creates a new empty folder that other users can read. */
export async function makeSharedTempFolder(parent: string, prefix: string): Promise<string> {
  const folder = await makeTempFolder(parent, prefix);
  await chmod(folder, 0o755);
  return folder;
}

/** Removes a folder and its content. */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
}

/** Removes folders of a prefix that nobody has changed for some time. */
export async function removeForgotten(parent: string, prefix: string, afterMs: number): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    if (!name.startsWith(prefix)) continue;
    const found = await stat(join(parent, name)).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > afterMs) await removeFolder(join(parent, name));
  }
}

/** Bytes available to an ordinary user on the file system of a path. */
export async function freeBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}
