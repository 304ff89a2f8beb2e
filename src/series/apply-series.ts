import type { Repository } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import { assertRoom } from "../host/git.ts";
import {
  assertBranchName,
  type Branch,
  deleteBranch,
  moveBranch,
  notWritable,
  readBranch,
} from "./branch.ts";
import { listWorktrees } from "./clone-worktrees.ts";
import type { Series } from "./series.ts";
import {
  assertNotCheckedOut,
  fetchFiles,
  makeWorktree,
  planWorktree,
  type WorktreePlan,
} from "./worktree.ts";

/** What `apply` did to a branch, or would do. */
export interface Applied {
  readonly branch: string;
  readonly head: string;
  readonly state: "created" | "updated" | "unchanged";
  /** Where the branch was before it was moved. */
  readonly previous: string | undefined;
  readonly worktree: string | undefined;
}

/** How a series is applied. */
export interface ApplyRequest {
  readonly branch: string;
  /** Folder for a linked work tree, absolute. */
  readonly worktree?: string | undefined;
  /** Moves a branch of that name that has other commits. */
  readonly force: boolean;
  /** Writes nothing. */
  readonly dryRun: boolean;
}

/**
 * Puts a series on a branch of the user's clone: its objects as one pack, then one ref, then the work tree if one is
 * asked for. The clone's own work tree, index and HEAD do not change. All is checked before anything is written.
 *
 * @throws PatchkitError `series/branch-exists` if the branch has other commits, `series/checked-out`,
 *   `series/worktree-changed`; `usage/bad-argument` for a branch name or a folder.
 */
export async function applySeries(
  repository: Repository,
  series: Series,
  request: ApplyRequest,
): Promise<Applied> {
  const { head } = series;
  await assertBranchName(repository, request.branch);
  const branch = await readBranch(repository, request.branch);
  const state = branch.tip === undefined ? "created" : branch.tip === head ? "unchanged" : "updated";
  if (state === "updated" && !request.force) throw branchExists(request.branch, branch.tip ?? "", head);
  const plan = await planAll(repository, head, request, state === "unchanged");
  const applied: Applied = {
    branch: request.branch,
    head,
    state,
    previous: state === "updated" ? branch.tip : undefined,
    worktree: request.worktree,
  };
  if (request.dryRun) return applied;
  if (plan) await fetchFiles(repository, head);
  if (state !== "unchanged") {
    await copyObjects(repository, series);
    await moveBranch(repository, branch, head);
  }
  if (plan && !plan.isThere)
    await makeWorktree(repository, plan, applied).catch(async (cause: unknown) => {
      if (state !== "unchanged") await takeBack(repository, branch, head);
      throw cause;
    });
  return applied;
}

/** Checks that the branch may move, and that its work tree may be made. */
async function planAll(
  repository: Repository,
  head: string,
  { branch, worktree }: ApplyRequest,
  stays: boolean,
): Promise<WorktreePlan | undefined> {
  const worktrees = await listWorktrees(repository);
  if (!stays) assertNotCheckedOut(worktrees, branch);
  return worktree === undefined ? undefined : planWorktree(repository, worktrees, { branch, head }, worktree);
}

/** Puts the branch back where it was. */
async function takeBack(repository: Repository, { ref, tip }: Branch, head: string): Promise<void> {
  // After an interruption git cannot be started: the branch is complete, and a later run finds it unchanged.
  const done =
    tip === undefined ? deleteBranch(repository, ref, head) : moveBranch(repository, { ref, tip: head }, tip);
  await done.catch(() => {});
}

/** Copies the objects of a series from our own store into the clone. */
async function copyObjects(repository: Repository, series: Series): Promise<void> {
  const { git, gitDir, store } = repository;
  const pack = await git.attempt(["pack-objects", "--stdout", "--revs", "--quiet"], {
    env: { GIT_DIR: store.gitDir },
    input: `${series.head}\n^${series.base}\n`,
  });
  if (pack.status !== 0)
    throw new PatchkitError("environment/git-failed", `git pack-objects: ${pack.stderr}`);
  const unpacked = await git.attempt(["unpack-objects", "-q"], {
    env: { GIT_DIR: gitDir },
    input: pack.stdout,
  });
  if (unpacked.status === 0) return;
  assertRoom(unpacked.stderr);
  throw notWritable(repository, unpacked.stderr);
}

function branchExists(branch: string, found: string, expected: string): PatchkitError {
  return new PatchkitError(
    "series/branch-exists",
    `expected branch ${branch} to be absent or at ${expected.slice(0, 12)}, found it at ${found.slice(0, 12)}`,
    {
      hint: "The branch is unchanged. Choose another name with --branch NAME, or move it with --force.",
    },
  );
}
