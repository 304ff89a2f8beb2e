import { constants } from "node:fs";
import {
  access,
  chmod,
  chown,
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
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
import { codeOf } from "./error-code.ts";
import { asWriteError } from "./write-error.ts";

/** The text of a file, undefined if there is none. */
export async function readTextIfThere(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((reason: unknown) => {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(reason))) return undefined;
    throw reason;
  });
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
