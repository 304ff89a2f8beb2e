import { dirname, join } from "node:path";
import type { Repository } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import { isFolder, removeFolder } from "../host/files.ts";
import { assertRoom } from "../host/git.ts";
import { listMissingFiles } from "../host/git-tree.ts";
import {
  existingAbove,
  fillWorkTree,
  isWithin,
  listCommitted,
  realPathOf,
  removeEmptyFolders,
  removeWorkTree,
  whatIsAt,
} from "../host/work-tree.ts";
import { reflogIdentity } from "./branch.ts";
import {
  type CloneWorktree,
  isOurs,
  isUnfinished,
  lockWorktree,
  ownLock,
  readAdminDir,
  readCommonDir,
  unlockWorktree,
  writeRecord,
} from "./clone-worktrees.ts";
import { assertNothingElse } from "./worktree-changes.ts";

/** A work tree that `apply` is asked for. */
export interface WorktreePlan {
  /** Absolute, links resolved. */
  readonly path: string;
  /** What an earlier run left there. */
  readonly existing: CloneWorktree | undefined;
  /** Whether an earlier run finished it. */
  readonly isThere: boolean;
}

/** A branch and the commit it is at. */
export interface BranchTip {
  readonly branch: string;
  readonly head: string;
}

/**
 * Checks whether the branch can get a work tree at that path; writes nothing.
 *
 * @throws PatchkitError `usage/bad-argument`, `series/checked-out`, `series/worktree-changed`.
 */
export async function planWorktree(
  repository: Repository,
  worktrees: readonly CloneWorktree[],
  { branch, head }: BranchTip,
  typed: string,
): Promise<WorktreePlan> {
  const path = await realPathOf(typed);
  const there = worktrees.find((one) => !one.isMain && one.path === path);
  const existing = there && isOurs(there) && there.branches.includes(branch) ? there : undefined;
  assertNotCheckedOut(
    worktrees.filter((one) => one !== existing),
    branch,
  );
  if (existing) {
    const isThere = !(await isUnfinished(existing));
    if (!isThere) await assertNothingElse(repository, existing, { branch, head });
    return { path, existing, isThere };
  }
  const found = await whatIsAt(typed);
  const inside = (await isWithin(path, await readCommonDir(repository))) ? "git's own folder" : undefined;
  if (found === undefined && inside === undefined) return { path, existing, isThere: false };
  throw new PatchkitError(
    "usage/bad-argument",
    `--worktree: expected ${typed} to be absent or an empty folder outside of git's own, found ${found ?? inside}`,
    { hint: "Nothing was changed. Choose another folder with --worktree DIR." },
  );
}

/** @throws PatchkitError `series/checked-out` if a work tree has the branch, also during a rebase or a bisection. */
export function assertNotCheckedOut(worktrees: readonly CloneWorktree[], branch: string): void {
  const user = worktrees.find(({ branches }) => branches.includes(branch));
  if (!user) return;
  throw new PatchkitError(
    "series/checked-out",
    `expected ${branch} to be checked out nowhere else, found it in ${user.path}`,
    { hint: "Nothing was changed. Switch that work tree to another branch first, or choose --branch NAME." },
  );
}

/** Fetches what a partial clone lacks of a commit's files into our own store. @throws PatchkitError `checkout/missing-object`. */
export async function fetchFiles(repository: Repository, head: string): Promise<void> {
  const { git, store } = repository;
  const missing = await listMissingFiles(git, store.gitDir, head);
  if (missing.length === 0) return;
  const fetched = await repository.fetchObjects([...new Set(missing.map(({ oid }) => oid))]);
  const [lacking] = fetched ? await listMissingFiles(git, store.gitDir, head) : missing;
  if (lacking === undefined) return;
  throw new PatchkitError(
    "checkout/missing-object",
    `expected the content of all files of ${head.slice(0, 12)}, found none of ${JSON.stringify(lacking.path)} in the clone, or at its remote`,
    { hint: "Nothing was changed. Leave out --worktree, or fetch that commit in full first." },
  );
}

/**
 * Makes the work tree: git adds one without files; files and index are written by our own store, whose
 * configuration names no program. If that fails, what was made is taken back.
 *
 * @throws PatchkitError.
 */
export async function makeWorktree(
  repository: Repository,
  plan: WorktreePlan,
  { branch, head }: BranchTip,
): Promise<void> {
  const { git, store } = repository;
  const committed = await listCommitted(git, { gitDir: store.gitDir, sha: head });
  const top = await existingAbove(plan.path);
  let adminDir: string | undefined;
  try {
    adminDir = (await continueWorktree(plan)) ?? (await addWorktree(repository, plan.path, branch));
    await writeRecord(adminDir, { branch, head, path: plan.path });
    const indexFile = join(adminDir, "index");
    await removeFolder(`${indexFile}.lock`);
    await fillWorkTree(git, { gitDir: store.gitDir, sha: head, folder: plan.path, indexFile });
    await unlockWorktree(adminDir);
  } catch (cause) {
    if (adminDir !== undefined) {
      await removeWorkTree(plan.path, committed);
      await removeFolder(adminDir);
    }
    await removeEmptyFolders(plan.path, top);
    throw cause;
  }
}

/** The administrative folder of a work tree that an earlier run added; one that git did not add completely is removed. */
async function continueWorktree({ path, existing }: WorktreePlan): Promise<string | undefined> {
  if (!existing) return undefined;
  const { adminDir, record } = existing;
  if (record && (await readAdminDir(path)) === adminDir) return adminDir;
  // Its files are written after the record.
  await removeWorkTree(path, { files: [], submodules: [] });
  await removeFolder(adminDir);
  return undefined;
}

async function addWorktree({ git, gitDir }: Repository, path: string, branch: string): Promise<string> {
  const options = { env: { GIT_DIR: gitDir, ...reflogIdentity }, cwd: gitDir };
  const add = (flags: readonly string[]) =>
    git.attempt(["worktree", "add", "--no-checkout", ...flags, "--", path, branch], options);
  const locked = await add(["--lock", "--reason", ownLock]);
  // Git before 2.33 takes no reason.
  const { status, stderr } = locked.status === 129 ? await add([]) : locked;
  const adminDir = status === 0 ? await readAdminDir(path) : undefined;
  if (adminDir !== undefined) {
    await lockWorktree(adminDir);
    return adminDir;
  }
  assertRoom(stderr);
  throw new PatchkitError(
    "environment/not-writable",
    `expected to make a work tree at ${path}: ${stderr.slice(-300)}`,
    { hint: "Choose another folder with --worktree DIR." },
  );
}

/** Removes a work tree that {@link assertNothingElse} has found to be as `apply` left it. */
export async function removeWorktree(
  { git, store }: Repository,
  { adminDir, path }: CloneWorktree,
  head: string,
): Promise<void> {
  await lockWorktree(adminDir);
  if (await isFolder(path))
    await removeWorkTree(path, await listCommitted(git, { gitDir: store.gitDir, sha: head }));
  await removeFolder(adminDir);
  await removeEmptyFolders(dirname(adminDir), dirname(dirname(adminDir)));
}
