/** A former revision of a series, as `refresh` keeps it. */
export interface FormerRevision {
  readonly base: string;
  /** Its last commit. */
  readonly head: string;
  /** How it differs from the next one, as git-range-diff(1) prints it; null where they were not compared. */
  readonly diff: string | null;
}

/** Characters of all range-diffs together: a comment on GitHub has at most 65,536. */
const room = 60_000;

/**
 * What changed between the revision that was pushed before and the one that is now, in GitHub's Markdown.
 *
 * @param former the revision that was pushed, and those that came between.
 */
export function changeText(
  former: readonly FormerRevision[],
  now: { readonly base: string; readonly head: string },
): string {
  const [first] = former;
  const was = first?.base ?? now.base;
  const opening =
    was === now.base
      ? `The series was rendered again on the same base, ${short(was)}.`
      : `The series was rendered again: its base was ${short(was)} and is ${short(now.base)} now.`;
  const parts = former.map((one, index) =>
    difference(one, former[index + 1] ?? now, Math.floor(room / former.length)),
  );
  return [opening, ...parts].join("\n\n");
}

function difference(
  before: FormerRevision,
  after: { readonly base: string; readonly head: string },
  limit: number,
): string {
  const range = (one: { readonly base: string; readonly head: string }) =>
    `${short(one.base)}..${short(one.head)}`;
  const command = `git range-diff ${range(before)} ${range(after)}`;
  const shown = before.diff === null ? "_These two were not compared._" : block(before.diff, limit);
  return `<details><summary>${command}</summary>\n\n${shown}\n\n</details>`;
}

/** A block of code, at most so long, that ends at the end of a line. */
function block(text: string, limit: number): string {
  const kept = text.length <= limit ? text : text.slice(0, text.lastIndexOf("\n", limit) + 1);
  const runs = kept.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  const grouped = new Intl.NumberFormat("en");
  const cut =
    kept === text
      ? ""
      : `\n\n_Cut here, as GitHub has a limit: ${grouped.format(kept.length)} of ${grouped.format(text.length)} characters are shown. The command above shows all in a clone with both._`;
  return `${fence}text\n${kept.trimEnd()}\n${fence}${cut}`;
}

function short(sha: string): string {
  return sha.slice(0, 12);
}
