import { join } from "node:path";
import type { Repository } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import { readForeignText } from "../host/file-kind.ts";
import {
  listCommitted,
  listFilesBelow,
  listForeign,
  listModified,
  listStaged,
  whatIsAt,
} from "../host/work-tree.ts";
import { readReflog } from "./branch.ts";
import { type CloneWorktree, isUnfinished, ownLock, readAdminDir, recordName } from "./clone-worktrees.ts";

/**
 * Looks for everything in a work tree that `apply` did not put there, without any program or setting of the clone.
 *
 * @throws PatchkitError `series/worktree-changed`.
 */
export async function assertNothingElse(
  repository: Repository,
  worktree: CloneWorktree,
  expected: { readonly branch: string; readonly head: string },
): Promise<void> {
  const found = await findElse(repository, worktree, expected);
  if (found === undefined) return;
  throw new PatchkitError(
    "series/worktree-changed",
    `expected the work tree ${worktree.path} to be as apply made it, found ${found}`,
    {
      hint: "Nothing was changed. Save what you need of it, then remove it yourself with `git worktree remove`.",
    },
  );
}

async function findElse(
  repository: Repository,
  worktree: CloneWorktree,
  expected: { readonly branch: string; readonly head: string },
): Promise<string | undefined> {
  const found = await findInAdmin(repository, worktree, expected);
  return found ?? findInFolder(repository, worktree, expected.head);
}

/** What git keeps in a work tree's administrative folder without anything of the user's in it. */
const ordinary =
  /^(HEAD|ORIG_HEAD|FETCH_HEAD|COMMIT_EDITMSG|commondir|gitdir|index|config\.worktree|logs\/HEAD|info\/sparse-checkout)$/;
/** What a killed run may leave there. */
const unfinished = /^(index\.lock|HEAD\.lock|cilium-patchkit\.json\..*\.tmp|locked\..*\.tmp)$/;

async function findInAdmin(
  repository: Repository,
  worktree: CloneWorktree,
  { branch, head }: { readonly branch: string; readonly head: string },
): Promise<string | undefined> {
  const { adminDir, path, record, lock, branches } = worktree;
  const isPartial = await isUnfinished(worktree);
  if (lock !== undefined && lock !== ownLock) return `that it is locked${lock === "" ? "" : ` (${lock})`}`;
  if (record && record.path !== path) return `that it was moved there from ${record.path}`;
  if (record && record.head !== head) return `that it was made for ${record.head.slice(0, 12)}`;
  if (branches.join() !== branch && !(isPartial && branches.length === 0))
    return `${branches.length === 0 ? "a HEAD without a branch" : `the branch ${branches.join(", ")}`} checked out`;
  const names = await listFilesBelow(adminDir);
  const other = names.find(
    (name) =>
      !ordinary.test(name) &&
      name !== recordName &&
      name !== "locked" &&
      !(isPartial && unfinished.test(name)),
  );
  if (other !== undefined) return `${other} of git's, as of an operation that is not done`;
  const entries = isPartial ? [] : await readReflog(repository, adminDir, "HEAD");
  const moved = entries?.find(({ sha }) => sha !== head);
  return moved && `the commit ${moved.sha.slice(0, 12)} in the reflog of its HEAD`;
}

async function findInFolder(
  repository: Repository,
  worktree: CloneWorktree,
  head: string,
): Promise<string | undefined> {
  const { git, store } = repository;
  const { adminDir, path } = worktree;
  if ((await whatIsAt(path)) === undefined) return undefined;
  if ((await readAdminDir(path)) !== adminDir) return "a folder that is not that work tree";
  const committed = await listCommitted(git, { gitDir: store.gitDir, sha: head });
  const foreign = await listForeign(path, committed);
  if (foreign.length > 0) return `${foreign.join(", ")}, which the commit does not have`;
  const tree = { gitDir: store.gitDir, sha: head, folder: path };
  const modified = await listModified(git, { ...tree, indexFile: join(store.gitDir, "index-compared") });
  if (await isUnfinished(worktree)) {
    const [first, ...more] = modified;
    const isCut =
      first === undefined || (more.length === 0 && (await isCutShort(repository, path, head, first)));
    return isCut ? undefined : `changes in ${modified.slice(0, 3).join(", ")}`;
  }
  if (modified.length > 0) return `changes in ${modified.slice(0, 3).join(", ")}`;
  const staged = await listStaged(git, { ...tree, indexFile: join(adminDir, "index") });
  return staged.length === 0 ? undefined : `${staged.slice(0, 3).join(", ")} staged`;
}

/** Whether a file is the beginning of what the commit has there: git was killed while it wrote it. */
async function isCutShort(
  repository: Repository,
  folder: string,
  head: string,
  path: string,
): Promise<boolean> {
  const text = await readForeignText(join(folder, path)).catch(() => undefined);
  const whole = await repository.readObject(`${head}:${path}`);
  // The cut may be within a character.
  return text !== undefined && whole?.data.toString().startsWith(text.replace(/\ufffd+$/, "")) === true;
}
