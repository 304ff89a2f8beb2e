import type { Repository } from "./repository.ts";

/** A commit of a branch, and the paths that differ from the commit before it on the branch. */
export interface BranchChange {
  readonly sha: string;
  /** Seconds since 1970. */
  readonly committedAtSec: number;
  readonly subject: string;
  /** Number of the pull request that the message names; null if it names none. */
  readonly pull: number | null;
  readonly paths: readonly string[];
}

/** Separates commits, and the parts of one, in git's output: no text of a commit has them. */
const commitMark = "\x01";
const partMark = "\x02";

/**
 * The commits of a first-parent history after `from` up to `to`, oldest first, each with the paths it changed. Only
 * trees are read, which a partial clone without blobs has.
 */
export async function changedPaths(
  { git, store }: Repository,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<BranchChange[]> {
  const format = `--format=${["%x01%H", "%ct", "%s", "%b", ""].join("%x02")}`;
  const history = ["log", "--first-parent", "-m", "--no-renames", "--name-only", "-z", format];
  const args = [...history, "--reverse", `${from}..${to}`, "--"];
  return parseChanges(await git.run(args, { env: { GIT_DIR: store.gitDir } }));
}

/** Reads the output of {@link changedPaths}. */
export function parseChanges(output: string): BranchChange[] {
  return output
    .split(commitMark)
    .slice(1)
    .map((text) => {
      const [sha = "", seconds = "", subject = "", body = "", paths = ""] = text.split(partMark);
      return {
        sha,
        committedAtSec: Number(seconds),
        subject,
        pull: pullOf(subject, body),
        paths: paths.split(/[\0\n]/).filter(Boolean),
      };
    });
}

/**
 * GitHub writes `Merge pull request #1 from …` for a merge, and `subject (#1)` for a squashed or rebased one; a
 * backport names the pull request it comes from in its body, which is another one.
 */
function pullOf(subject: string, body: string): number | null {
  const merged = /^Merge pull request #(\d+) from /.exec(subject) ?? / \(#(\d+)\)$/.exec(subject);
  const named = merged ?? /^(?:PR|Pull-Request): (?:https:\S*\/pull\/|#)(\d+)$/im.exec(body);
  return named?.[1] === undefined ? null : Number(named[1]);
}
