import type { FileStat } from "./series.ts";

/** Maximum width of a diffstat's bar, in columns. */
const widestMarks = 30;

/** The end of a cover letter: how to apply the series, what it changes in which files, and its base. */
export function coverFooter(files: readonly FileStat[], base: string, folder: string): string {
  return `git am ${folder}/*.patch\n\n${diffstat(files)}\nbase-commit: ${base}\n`;
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
