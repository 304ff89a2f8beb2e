import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Git } from "./git.ts";
import type { MissingFile } from "./git-tree.ts";

/** A folder that should hold the files of a commit. */
export interface KeptTree {
  readonly sha: string;
  readonly folder: string;
  /** Paths that it does not hold. */
  readonly leftOut: readonly string[];
}

/** How a folder differs from its commit, in order of path. */
export interface TreeChanges {
  /** Files of the commit that are changed or missing. */
  readonly changed: readonly MissingFile[];
  /** Files that the commit does not have. */
  readonly added: readonly string[];
}

/**
 * Compares a folder with its commit by the content of every file, whatever their times say. 5,000 files of
 * 12 kB take less than a second.
 */
export async function compareTree(git: Git, gitDir: string, tree: KeptTree): Promise<TreeChanges> {
  return withIndex(git, gitDir, tree, async (run) => {
    // Ends with 1 where files differ.
    await run.attempt(["update-index", "-q", "--refresh"]);
    const changed = names(await run.output(["ls-files", "-z", "--modified"]));
    const added = names(await run.output(["ls-files", "-z", "--others"]));
    const entries = changed.size === 0 ? "" : await run.output(["ls-files", "-z", "--stage"]);
    return {
      changed: entries.split("\0").flatMap((entry) => {
        const [, oid = "", path = ""] = /^\d+ ([0-9a-f]{40}) 0\t([\s\S]+)$/.exec(entry) ?? [];
        return changed.has(path) ? [{ path, oid }] : [];
      }),
      added: [...added],
    };
  });
}

function names(output: string): Set<string> {
  return new Set(output.split("\0").filter(Boolean));
}

/** Writes the changed files of a folder anew, and removes those that its commit does not have. */
export async function restoreTree(
  git: Git,
  gitDir: string,
  tree: Omit<KeptTree, "leftOut"> & TreeChanges,
): Promise<void> {
  for (const path of tree.added) await rm(join(tree.folder, path), { recursive: true, force: true });
  const input = tree.changed.map(({ path }) => `${path}\0`).join("");
  if (input === "") return;
  await withIndex(git, gitDir, { ...tree, leftOut: [] }, (run) =>
    run.output(["checkout-index", "--force", "-z", "--stdin"], input),
  );
}

interface IndexedGit {
  output(args: readonly string[], input?: string): Promise<string>;
  attempt(args: readonly string[]): Promise<unknown>;
}

/** Runs git with an index of the commit that knows nothing of the folder's files yet. */
async function withIndex<T>(
  git: Git,
  gitDir: string,
  { sha, folder, leftOut }: KeptTree,
  work: (run: IndexedGit) => Promise<T>,
): Promise<T> {
  const staging = await mkdtemp(join(folder, "..", ".staging-"));
  try {
    const env = { GIT_DIR: gitDir, GIT_INDEX_FILE: join(staging, "index"), GIT_WORK_TREE: folder };
    const output: IndexedGit["output"] = (args, input = "") => git.run(args, { env, cwd: folder, input });
    await output(["read-tree", sha]);
    if (leftOut.length > 0) {
      const input = leftOut.map((path) => `${path}\0`).join("");
      await output(["update-index", "--force-remove", "-z", "--stdin"], input);
    }
    return await work({ output, attempt: (args) => git.attempt(args, { env, cwd: folder }) });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
