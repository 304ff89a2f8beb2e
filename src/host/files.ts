import { mkdtemp, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** The text of a file, undefined where there is none. */
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

/** The text of a file that has to be there. */
export async function readText(path: string): Promise<string> {
  return readFile(path, "utf8");
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

/** Whether there is a folder at the path. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Makes an empty folder of its own in `parent`. */
export async function makeTempFolder(parent: string, prefix: string): Promise<string> {
  return mkdtemp(join(parent, prefix));
}
