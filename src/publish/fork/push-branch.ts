import { PatchkitError } from "../../errors.ts";
import { isUncertain } from "../../host/github-errors.ts";
import type { Brought, ForkWorld } from "./fork-world.ts";

/** A branch of a fork, and the commit that it is moved to. */
export interface BranchWish {
  /** Full name of the fork. */
  readonly repository: string;
  readonly branch: string;
  readonly sha: string;
  /** Where the branch has to be; null if it must not be there. */
  readonly expected: string | null;
}

/**
 * Moves a branch with a lease, unless it is there already.
 *
 * @throws PatchkitError `publish/not-a-fork` where the repository is gone, and all that a push throws.
 */
export async function pushBranch(
  { repository, branch, sha, expected }: BranchWish,
  { github, pusher }: Pick<ForkWorld, "github" | "pusher">,
): Promise<Brought> {
  if ((await github.findBranch(repository, branch)) === sha) return "already";
  const found = await github.findRepository(repository);
  if (!found) {
    throw new PatchkitError("publish/not-a-fork", `expected the repository ${repository}, found none`, {
      hint: "It was deleted or renamed in the meantime: make the plan again.",
    });
  }
  try {
    await pusher.push({ url: found.cloneUrl, branch, sha, expected });
  } catch (cause) {
    // The answer may have been lost, and the branch moved all the same.
    if (!isUncertain(cause) || (await github.findBranch(repository, branch)) !== sha) throw cause;
  }
  return "done";
}
