import type { Repository } from "./repository.ts";

/** A commit of a branch. */
interface HistoryCommit {
  readonly sha: string;
  readonly firstParent: string | undefined;
  /** Seconds since 1970. */
  readonly committedAtSec: number;
}

/** Two commits, and how far apart those between them are. */
export interface HistoryRange {
  readonly from: string;
  readonly to: string;
  readonly everyDays: number;
}

/**
 * Commits of a branch's first-parent history, oldest first: the first one that `from` does not have (or `from`
 * itself, where the history leads to it), each next one at least so many days later, and `to`. Empty if `from`
 * has all of it.
 */
export async function branchHistory(
  { git, gitDir }: Repository,
  { from, to, everyDays }: HistoryRange,
): Promise<string[]> {
  const format = "--format=%H %ct %P";
  const range = ["rev-list", "--first-parent", format, to, "--not", from, "--"];
  const output = await git.run(range, { env: { GIT_DIR: gitDir } });
  const commits = parseHistory(output).reverse();
  const isOnIt = commits[0]?.firstParent === from;
  const known = isOnIt ? parseHistory(await git.run(showing(from), { env: { GIT_DIR: gitDir } })) : [];
  return spaced([...known, ...commits], everyDays * 24 * 3600);
}

function showing(sha: string): string[] {
  return ["rev-list", "--max-count=1", "--format=%H %ct %P", sha, "--"];
}

/** Git before 2.33 prints a line `commit <sha>` in front of each, and cannot be told not to. */
function parseHistory(output: string): HistoryCommit[] {
  return output
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("commit "))
    .map((line) => {
      const [sha = "", seconds, firstParent] = line.split(" ");
      return { sha, committedAtSec: Number(seconds), firstParent: firstParent || undefined };
    });
}

/** Commits that are at least so far apart, oldest first; the last one in any case. */
export function spaced(commits: readonly HistoryCommit[], leastSec: number): string[] {
  let next = Number.NEGATIVE_INFINITY;
  return commits.flatMap(({ sha, committedAtSec }, index) => {
    if (committedAtSec < next && index < commits.length - 1) return [];
    next = committedAtSec + leastSec;
    return [sha];
  });
}
