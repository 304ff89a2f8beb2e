import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import type { Repository } from "../checkout/index.ts";
import { NoRegularFile, readForeignText } from "../host/file-kind.ts";
import { isFolder, writeText } from "../host/files.ts";
import { listFolders, removeFile } from "../host/work-tree.ts";

/** A work tree of the user's clone, the main one or a linked one. */
export interface CloneWorktree {
  /** Its administrative folder: the clone's git directory, or a folder in `worktrees/`. */
  readonly adminDir: string;
  /** Its folder; for the main one the folder that holds the git directory. */
  readonly path: string;
  readonly isMain: boolean;
  /** The branch that is checked out, also one that a rebase or a bisection will go back to. */
  readonly branches: readonly string[];
  /** Why it is locked, undefined where it is not. */
  readonly lock: string | undefined;
  /** What `apply` recorded when it made it. */
  readonly record: WorktreeRecord | undefined;
}

const recordSchema = z.object({
  schema: z.literal(1),
  branch: z.string(),
  head: z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/),
  path: z.string(),
});

/** What `apply` made. */
export type WorktreeRecord = z.infer<typeof recordSchema>;

/** Name of the record in the administrative folder of a work tree. */
export const recordName = "cilium-patchkit.json";

/** Reason of the lock while `apply` makes a work tree or takes it away; it stays if the run is killed. */
export const ownLock = "cilium-patchkit was at work here: run its last command again";

/** The folder that all work trees of a clone share. */
export async function readCommonDir({ git, gitDir }: Repository): Promise<string> {
  const output = await git.run(["rev-parse", "--git-common-dir"], { env: { GIT_DIR: gitDir }, cwd: gitDir });
  return resolve(gitDir, output.replace(/\n$/, ""));
}

/** The administrative folder that the `.git` file of a work tree names. */
export async function readAdminDir(path: string): Promise<string | undefined> {
  const text = await readPart(path, ".git");
  const named = text === undefined ? undefined : /^gitdir: (.+)\n?$/.exec(text)?.[1];
  return named === undefined ? undefined : resolve(path, named);
}

/** All work trees of the clone, the main one first. */
export async function listWorktrees(repository: Repository): Promise<CloneWorktree[]> {
  const common = await readCommonDir(repository);
  const main: CloneWorktree = {
    adminDir: common,
    path: dirname(common),
    isMain: true,
    branches: await branchesIn(repository, common),
    lock: undefined,
    record: undefined,
  };
  const linked: CloneWorktree[] = [];
  for (const id of await listFolders(join(common, "worktrees"))) {
    const adminDir = join(common, "worktrees", id);
    const gitFile = await readPart(adminDir, "gitdir");
    if (gitFile === undefined) continue;
    linked.push({
      adminDir,
      path: dirname(resolve(adminDir, gitFile.replace(/\n$/, ""))),
      isMain: false,
      branches: await branchesIn(repository, adminDir),
      lock: (await readPart(adminDir, "locked"))?.trim(),
      record: parseRecord(await readPart(adminDir, recordName)),
    });
  }
  return [main, ...linked];
}

async function branchesIn({ git }: Repository, adminDir: string): Promise<string[]> {
  const { status, stdout } = await git.attempt(["symbolic-ref", "--quiet", "HEAD"], {
    env: { GIT_DIR: adminDir },
  });
  const waiting = await Promise.all(
    ["rebase-merge/head-name", "rebase-apply/head-name", "BISECT_START"].map((name) =>
      readPart(adminDir, name),
    ),
  );
  const names = [status === 0 ? stdout.toString() : undefined, ...waiting];
  return names.flatMap((name) => (name === undefined ? [] : [name.trim().replace(/^refs\/heads\//, "")]));
}

/** A small file of an administrative folder; undefined where there is none. */
async function readPart(adminDir: string, name: string): Promise<string | undefined> {
  return readForeignText(join(adminDir, name)).catch((cause: unknown) => {
    if (cause instanceof NoRegularFile) return undefined;
    throw cause;
  });
}

function parseRecord(text: string | undefined): WorktreeRecord | undefined {
  if (text === undefined) return undefined;
  try {
    return recordSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Records in the administrative folder that `apply` made this work tree. */
export async function writeRecord(adminDir: string, record: Omit<WorktreeRecord, "schema">): Promise<void> {
  await writeText(join(adminDir, recordName), `${JSON.stringify({ schema: 1, ...record }, null, 2)}\n`);
}

/** Marks a work tree as one that `apply` is at work on. */
export async function lockWorktree(adminDir: string): Promise<void> {
  await writeText(join(adminDir, "locked"), `${ownLock}\n`);
}

export async function unlockWorktree(adminDir: string): Promise<void> {
  await removeFile(join(adminDir, "locked"));
}

/** Whether `apply` made this work tree, finished or not. */
export function isOurs({ record, lock }: CloneWorktree): boolean {
  return record !== undefined || lock === ownLock;
}

/** Whether a run of `apply` ended before it was done with this work tree, or its folder is gone. */
export async function isUnfinished(worktree: CloneWorktree): Promise<boolean> {
  return isOurs(worktree) && (worktree.lock === ownLock || !(await isFolder(worktree.path)));
}
