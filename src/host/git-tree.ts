import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PatchkitError } from "../errors.ts";
import { freeBytes, makeFolders } from "./files.ts";
import type { Git } from "./git.ts";

/** A file of a commit whose content is missing from the clone. */
export interface MissingFile {
  readonly path: string;
  readonly oid: string;
}

/** Files of a commit whose content is missing, as in partial clones and size-limited mirrors. In order of path. */
export async function listMissingFiles(git: Git, gitDir: string, sha: string): Promise<MissingFile[]> {
  const env = { GIT_DIR: gitDir };
  const listed = await git.run(["rev-list", "--objects", "--missing=print", "--no-walk", sha], {
    env,
  });
  const missing = new Set([...listed.matchAll(/^\?([0-9a-f]{40})$/gm)].map(([, oid]) => oid));
  if (missing.size === 0) return [];
  const entries = await git.run(["ls-tree", "-r", "-z", sha], { env });
  return entries.split("\0").flatMap((entry) => {
    const [, oid = "", path = ""] = /^\d+ blob ([0-9a-f]{40})\t([\s\S]+)$/.exec(entry) ?? [];
    return missing.has(oid) ? [{ path, oid }] : [];
  });
}

/**
 * Writes the files of a commit into a new folder, without touching any index or work tree of the repository.
 * The folder appears when it is complete.
 *
 * @param leftOut paths that are not written.
 * @param finish called with the folder before it is moved to its final path.
 */
export async function exportTree(
  git: Git,
  gitDir: string,
  options: {
    readonly sha: string;
    readonly folder: string;
    readonly leftOut: readonly string[];
    readonly finish: (folder: string) => Promise<void>;
  },
): Promise<void> {
  const { sha, folder, leftOut, finish } = options;
  await makeFolders(join(folder, ".."), 0o755);
  const staging = await mkdtemp(join(folder, "..", ".staging-"));
  try {
    const tree = join(staging, "tree");
    const env = { GIT_DIR: gitDir, GIT_INDEX_FILE: join(staging, "index"), GIT_WORK_TREE: tree };
    await mkdir(tree, { mode: 0o755 });
    await git.run(["read-tree", sha], { env });
    if (leftOut.length > 0) {
      const input = leftOut.map((path) => `${path}\0`).join("");
      await git.run(["update-index", "--force-remove", "-z", "--stdin"], { env, input, cwd: tree });
    }
    await git
      .run(["checkout-index", "--all", "--force"], { env, cwd: tree })
      .catch(async (cause: unknown) => {
        throw await asDiskFull(folder, cause);
      });
    await finish(tree);
    await rm(folder, { recursive: true, force: true });
    await rename(tree, folder);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Removes what killed runs of {@link exportTree} left in a folder, if it is there. */
export async function removeStaging(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names)
    if (name.startsWith(".staging-")) await rm(join(parent, name), { recursive: true, force: true });
}

/** Git reports that it could not write a file, but not why. */
async function asDiskFull(folder: string, cause: unknown): Promise<unknown> {
  if ((await freeBytes(join(folder, ".."))) > 1024 ** 2) return cause;
  return new PatchkitError(
    "environment/disk-full",
    `expected space for a checkout at ${folder}, found none`,
    {
      cause,
      hint: "Free some space, or choose a cache on another disk with --cache.",
    },
  );
}

/** Writes texts below a folder, by path. */
export async function writeTexts(folder: string, texts: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of texts) {
    const target = join(folder, path);
    await makeFolders(join(target, ".."));
    await writeFile(target, text);
  }
}

/**
 * Writes a tree as a tar file, with further files in it; the tree's attributes do nothing.
 *
 * @param leftOut paths that the clone has no content of.
 * @param added files of this machine by the path they get.
 */
export async function archiveTree(
  git: Git,
  gitDir: string,
  options: {
    readonly tree: string;
    readonly tarFile: string;
    readonly leftOut: readonly string[];
    readonly added: ReadonlyMap<string, string>;
  },
): Promise<void> {
  const { tree, tarFile, leftOut, added } = options;
  const files = [...added].flatMap(([path, file]) => [
    `--prefix=${path.includes("/") ? path.slice(0, path.lastIndexOf("/") + 1) : ""}`,
    `--add-file=${file}`,
  ]);
  const paths =
    leftOut.length === 0 ? [] : ["--", ".", ...leftOut.map((path) => `:(exclude,literal)${path}`)];
  // Attributes are then those of a work tree, which this repository does not have, instead of the tree's own.
  const inert = "--worktree-attributes";
  const args = [
    "archive",
    inert,
    "--format=tar",
    `--output=${tarFile}`,
    ...files,
    "--prefix=",
    tree,
    ...paths,
  ];
  await git.run(args, { env: { GIT_DIR: gitDir } });
}
