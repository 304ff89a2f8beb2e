import type { FileStat } from "./series.ts";

/** Maximum width of a diffstat's bar, in columns. */
const widestMarks = 30;

/** What the end of a cover letter lists. */
interface CoverContent {
  /** Name of the commits' author. */
  readonly author: string;
  /** In order. */
  readonly subjects: readonly string[];
  readonly files: readonly FileStat[];
  /** The commit that the series is made for. */
  readonly base: string;
  /** Folder of the series. */
  readonly folder: string;
}

/**
 * The end of a cover letter: how to apply the series, and what git-format-patch(1) lists there: its commits, what they
 * change in which files, and their base.
 */
export function coverFooter({ author, subjects, files, base, folder }: CoverContent): string {
  return [
    `git am ${folder}/*.patch\n`,
    shortlog(author, subjects),
    diffstat(files),
    `base-commit: ${base}\n`,
  ].join("\n");
}

/** Subjects below their author, as in `git shortlog`. */
function shortlog(author: string, subjects: readonly string[]): string {
  return `${author} (${subjects.length}):\n${subjects.map((subject) => `  ${subject}\n`).join("")}`;
}

/** Lines per file and in total, as in `git diff --stat`. */
function diffstat(files: readonly FileStat[]): string {
  const width = Math.max(...files.map(({ path }) => path.length));
  const most = Math.max(...files.map(({ added, removed }) => added + removed));
  const digits = String(most).length;
  const scale = Math.min(1, widestMarks / most);
  const marks = (count: number, mark: string) =>
    mark.repeat(count === 0 ? 0 : Math.max(1, Math.round(count * scale)));
  const lines = files.map(
    ({ path, added, removed }) =>
      ` ${path.padEnd(width)} | ${String(added + removed).padStart(digits)} ${marks(added, "+")}${marks(removed, "-")}`,
  );
  const sum = (pick: (file: FileStat) => number) => files.reduce((total, file) => total + pick(file), 0);
  const [added, removed] = [sum((file) => file.added), sum((file) => file.removed)];
  const words = [
    ` ${counted(files.length, "file")} changed`,
    ...(added > 0 ? [`${counted(added, "insertion")}(+)`] : []),
    ...(removed > 0 ? [`${counted(removed, "deletion")}(-)`] : []),
  ];
  return `${[...lines, words.join(", ")].join("\n")}\n`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
