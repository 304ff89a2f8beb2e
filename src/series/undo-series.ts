import type { Repository } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import { assertBranchName, type Branch, deleteBranch, foreignHand, readBranch } from "./branch.ts";
import { type CloneWorktree, isOurs, listWorktrees } from "./clone-worktrees.ts";
import { assertNotCheckedOut, removeWorktree } from "./worktree.ts";
import { assertNothingElse } from "./worktree-changes.ts";

/** What was taken back, or would be. */
export interface Undone {
  readonly branch: string;
  /** The commit that the branch was at. */
  readonly head: string | undefined;
  readonly state: "removed" | "absent";
  readonly worktree: string | undefined;
}

/**
 * Takes away the branch and the work tree that `apply` made, as it recorded them: the branch in its reflog, the work
 * tree in a file of its administrative folder. Neither is removed if there is anything else in it.
 *
 * @throws PatchkitError `series/branch-exists`, `series/checked-out`, `series/worktree-changed`.
 */
export async function undoSeries(
  repository: Repository,
  name: string,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Undone> {
  await assertBranchName(repository, name);
  const branch = await readBranch(repository, name);
  const worktrees = await listWorktrees(repository);
  const made = worktrees.filter((one) => isMadeFor(one, name));
  const head = branch.tip ?? made[0]?.record?.head;
  if (head === undefined) return { branch: name, head, state: "absent", worktree: undefined };
  await assertCreatedHere(repository, name, branch);
  assertNotCheckedOut(
    worktrees.filter((one) => !made.includes(one)),
    name,
  );
  for (const one of made) await assertNothingElse(repository, one, { branch: name, head });
  if (!dryRun) {
    for (const one of made) await removeWorktree(repository, one, head);
    if (branch.tip !== undefined) await deleteBranch(repository, branch.ref, branch.tip);
  }
  return { branch: name, head, state: "removed", worktree: made[0]?.path };
}

function isMadeFor(worktree: CloneWorktree, branch: string): boolean {
  if (worktree.isMain || !isOurs(worktree)) return false;
  return worktree.record ? worktree.record.branch === branch : worktree.branches.includes(branch);
}

async function assertCreatedHere(repository: Repository, name: string, branch: Branch): Promise<void> {
  if (branch.tip === undefined) return;
  const found = await foreignHand(repository, branch);
  if (found === undefined) return;
  throw new PatchkitError(
    "series/branch-exists",
    `expected branch ${name} to be one that apply created and nobody changed since, found ${found}`,
    {
      hint: "Nothing was changed. If you no longer need the branch, remove it with `git branch -D`; --branch NAME names another one.",
    },
  );
}
