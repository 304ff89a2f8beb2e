import type { Dirent } from "node:fs";
import { lstat, readdir, realpath, rm, rmdir, unlink } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { PatchkitError } from "../errors.ts";
import { codeOf } from "./error-code.ts";
import type { Git } from "./git.ts";
import { asWriteError } from "./write-error.ts";

/** A work tree of a commit, written and compared by a repository other than the one it belongs to. */
export interface ForeignWorkTree {
  /** Git directory whose configuration and objects are used. */
  readonly gitDir: string;
  readonly sha: string;
  /** The work tree. */
  readonly folder: string;
  readonly indexFile: string;
}

function environment({ gitDir, folder, indexFile }: ForeignWorkTree): Record<string, string> {
  return { GIT_DIR: gitDir, GIT_WORK_TREE: folder, GIT_INDEX_FILE: indexFile };
}

/** Writes the files of the commit and the index that goes with them. Files of the commit are overwritten. */
export async function fillWorkTree(git: Git, tree: ForeignWorkTree): Promise<void> {
  const options = { env: environment(tree), cwd: tree.folder };
  await git.run(["read-tree", tree.sha], options);
  await git.run(["checkout-index", "--all", "--force", "--index", "--quiet"], options);
}

/** Paths of the commit whose files have another content, mode or kind than there. `indexFile` is overwritten. */
export async function listModified(git: Git, tree: ForeignWorkTree): Promise<string[]> {
  const options = { env: environment(tree), cwd: tree.folder };
  await git.run(["read-tree", tree.sha], options);
  await git.attempt(["update-index", "-q", "--refresh"], options);
  // Deleted files are nothing that could be lost.
  return splitPaths(await git.run(["diff-files", "-z", "--name-only", "--diff-filter=d"], options));
}

/** Paths that the index has in another state than the commit. */
export async function listStaged(git: Git, tree: ForeignWorkTree): Promise<string[]> {
  const flags = ["--cached", "-z", "--name-only", "--no-renames", "--ignore-submodules=none"];
  return splitPaths(
    await git.run(["diff-index", ...flags, tree.sha], { env: environment(tree), cwd: tree.folder }),
  );
}

function splitPaths(output: string): string[] {
  return output.split("\0").filter(Boolean);
}

/** Paths of a commit as bytes (latin1). */
export interface CommittedPaths {
  readonly files: readonly string[];
  /** Folders in a work tree, empty where nobody fills them. */
  readonly submodules: readonly string[];
}

/** @throws PatchkitError `environment/git-failed`. */
export async function listCommitted(
  git: Git,
  { gitDir, sha }: Pick<ForeignWorkTree, "gitDir" | "sha">,
): Promise<CommittedPaths> {
  const { status, stdout, stderr } = await git.attempt(["ls-tree", "-r", "-z", sha], {
    env: { GIT_DIR: gitDir },
  });
  if (status !== 0)
    throw new PatchkitError(
      "environment/git-failed",
      `git ls-tree ended with ${status}: ${stderr.slice(0, 400)}`,
    );
  const entries = stdout.toString("latin1").split("\0").filter(Boolean);
  const pathsOf = (wanted: boolean) =>
    entries
      .filter((entry) => entry.startsWith("160000 ") === wanted)
      .map((entry) => entry.slice(entry.indexOf("\t") + 1));
  return { files: pathsOf(false), submodules: pathsOf(true) };
}

/** Folders above those paths, deepest first. */
function foldersAbove(paths: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const path of paths)
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1))
      folders.add(path.slice(0, end));
  return [...folders].sort((a, b) => b.length - a.length);
}

/**
 * The first few things in the folder that are neither of the commit nor its `.git` file: ignored and untracked
 * files, folders, links, pipes and whatever else may be there.
 */
export async function listForeign(
  folder: string,
  { files, submodules }: CommittedPaths,
  most = 3,
): Promise<string[]> {
  const known = new Set([...files, ".git"]);
  const folders = new Set([...foldersAbove([...files, ...submodules]), ...submodules]);
  const found: string[] = [];
  const visit = async (path: string): Promise<void> => {
    for (const entry of await readEntries(asBytes(folder, path))) {
      if (found.length >= most) return;
      const inner = path === "" ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory() && folders.has(inner)) await visit(inner);
      else if (entry.isDirectory() || !known.has(inner)) found.push(readable(inner));
    }
  };
  await visit("");
  return found;
}

/** Entries of a folder with their names as bytes; none where it is gone. */
async function readEntries(folder: Buffer): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true, encoding: "latin1" } as never).catch((reason: unknown) => {
    if (isMissing(reason)) return [];
    throw reason;
  }) as Promise<Dirent[]>;
}

function asBytes(folder: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(path, "latin1")]);
}

function readable(path: string): string {
  return Buffer.from(path, "latin1").toString();
}

/**
 * Removes the files of the commit and the `.git` file one by one, and then the folders that are left empty: what else
 * is in the folder stays.
 *
 * @throws PatchkitError `environment/not-writable`.
 */
export async function removeWorkTree(folder: string, { files, submodules }: CommittedPaths): Promise<void> {
  try {
    for (const path of files) await unlink(asBytes(folder, path)).catch(ignoreMissing);
    const folders = [...submodules, ...foldersAbove([...files, ...submodules])];
    for (const path of folders.sort((a, b) => b.length - a.length))
      await rmdir(asBytes(folder, path)).catch(ignoreMissing);
    await unlink(join(folder, ".git")).catch(ignoreMissing);
    await rmdir(folder).catch(ignoreMissing);
  } catch (cause) {
    throw asWriteError(folder, cause);
  }
}

function isMissing(reason: unknown): boolean {
  return absent.includes(codeOf(reason));
}

/** Codes for a file that is not there, or could not be. */
const absent = ["ENOENT", "ENOTDIR", "ENAMETOOLONG"];

function ignoreMissing(reason: unknown): void {
  if (!isMissing(reason)) throw reason;
}

/** What stands at a path that a new folder is wanted at, in words; undefined where it may be made. */
export async function whatIsAt(path: string): Promise<string | undefined> {
  const found = await lstat(path).catch((reason: unknown) => {
    if (isMissing(reason)) return undefined;
    throw reason;
  });
  if (!found) return undefined;
  if (found.isSymbolicLink()) return "a symbolic link";
  if (!found.isDirectory()) return "a file";
  const [first] = await readdir(path);
  return first === undefined ? undefined : `a folder with ${first}`;
}

/** Whether a path, which need not exist, is a folder or below it, links resolved. */
export async function isWithin(path: string, folder: string): Promise<boolean> {
  const below = relative(await realpath(folder), await realPathOf(path));
  return !/^(\.\.)?\/|^\.\.$/.test(below);
}

/** The path with its existing part resolved. */
export async function realPathOf(path: string): Promise<string> {
  const parent = dirname(path);
  return realpath(path).catch(async (reason: unknown) => {
    if (!isMissing(reason) || parent === path) throw reason;
    return resolve(await realPathOf(parent), relative(parent, path));
  });
}

/** The lowest folder above a path that exists. */
export async function existingAbove(path: string): Promise<string> {
  const parent = dirname(path);
  const exists = await lstat(parent).then(
    () => true,
    () => false,
  );
  return exists || parent === path ? parent : existingAbove(parent);
}

/** Removes the folders from `path` up to below `top` that are empty. */
export async function removeEmptyFolders(path: string, top: string): Promise<void> {
  for (let folder = path; folder !== top && folder.startsWith(top); folder = dirname(folder)) {
    const removed = await rmdir(folder).then(
      () => true,
      (reason: unknown) => isMissing(reason),
    );
    if (!removed) return;
  }
}

/** Names of the folders in a folder, none where it is gone. */
export async function listFolders(folder: string): Promise<string[]> {
  const entries = await readEntries(Buffer.from(folder));
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => readable(name));
}

/** Paths of everything in a folder but folders, none where it is gone. */
export async function listFilesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  const visit = async (path: string): Promise<void> => {
    for (const entry of await readEntries(asBytes(folder, path))) {
      const inner = path === "" ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) await visit(inner);
      else found.push(readable(inner));
    }
  };
  await visit("");
  return found;
}

/** Removes a file, if it is there. */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true });
}
