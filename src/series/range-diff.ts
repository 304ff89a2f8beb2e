import type { Repository } from "../checkout/index.ts";

/** The commits of a revision: those after `base` up to `head`. */
export interface CommitRange {
  readonly base: string;
  readonly head: string;
}

/** A commit of one revision, and what became of it in the next. */
export interface PairedCommit {
  readonly change: "same" | "changed" | "removed" | "added";
  /** Position in the former revision, from 1; null if it is new. */
  readonly before: number | null;
  /** Position in the later revision, from 1; null if it was removed. */
  readonly after: number | null;
  readonly subject: string;
}

/** How two revisions of a series differ. */
export interface RangeDiff {
  readonly commits: readonly PairedCommit[];
  /** Output of git-range-diff(1). */
  readonly text: string;
}

/** Compares two revisions whose commits are in the repository or its separate store. */
export async function rangeDiff(
  { git, store }: Repository,
  before: CommitRange,
  after: CommitRange,
): Promise<RangeDiff> {
  const args = [
    "range-diff",
    "--no-color",
    "--no-notes",
    `${before.base}..${before.head}`,
    `${after.base}..${after.head}`,
  ];
  const text = await git.run(args, { env: { GIT_DIR: store.gitDir } });
  return { commits: parseRangeDiff(text), text };
}

const changes: Readonly<Record<string, PairedCommit["change"]>> = {
  "=": "same",
  "!": "changed",
  "<": "removed",
  ">": "added",
};

/**
 * Reads the lines of git-range-diff(1) that pair commits, such as
 * `1:  0123456789ab ! 1:  ba9876543210 subject`; a missing side is `-:  ------------`. Lines below them are indented.
 */
export function parseRangeDiff(text: string): PairedCommit[] {
  const pattern = /^ *(\d+|-): +[0-9a-f-]+ ([=!<>]) +(\d+|-): +[0-9a-f-]+ (.*)$/;
  return text.split("\n").flatMap((line) => {
    const [, before = "", sign = "", after = "", subject = ""] = line.startsWith("    ")
      ? []
      : (pattern.exec(line) ?? []);
    const change = changes[sign];
    const position = (number: string) => (number === "-" ? null : Number(number));
    return change ? [{ change, before: position(before), after: position(after), subject }] : [];
  });
}
