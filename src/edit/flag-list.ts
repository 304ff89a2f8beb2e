import { z } from "zod";
import { PatchkitError } from "../errors.ts";
import { type Edit, squeeze } from "../text/index.ts";
import { commonFields } from "./edit-kind.ts";
import { mismatch } from "./mismatch.ts";
import { makeTextKind } from "./text-kind.ts";
import { linesOf } from "./whole-lines.ts";

/**
 * A flag in a command reference that pflag printed: a list sorted by name, with the descriptions in one column. Meant
 * by `place: sorted-flag` without `kind:`. The text is the flag's name (and type), and below it the description.
 *
 *     ---
 *     file: Documentation/cmdref/agent.md
 *     place: sorted-flag
 *     ---
 *     enable-it
 *     Enable it (default true)
 */
export const flagList = makeTextKind({
  name: "flag-list",
  means: ({ place }) => place === "sorted-flag",
  header: z.strictObject({
    ...commonFields,
    place: z.literal("sorted-flag").describe("Between the names that come before and after it."),
  }),
  locate({ path, text }, edit) {
    const [name = "", ...description] = edit.text.trim().split("\n");
    return insertFlag(path, text, { name, description: description.join(" ") });
  },
  isPresent: ({ text }, edit) =>
    text
      .split("\n")
      .map(squeeze)
      .includes(squeeze(`--${edit.text}`)),
});

/** Any line about a flag, whatever its form. */
const anyFlagLine = /^\s*(?:-\w,\s*)?--[\w-]/;

/** One line of a flag list: `      --name type   description`. */
const flagLine = /^ {2}(?: {4}|-\w, )--([\w-]+)(?: (\S+))?( {2,})(.*)$/;

interface FlagLine {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  /** Everything before the description's column. */
  readonly head: string;
  readonly description: string;
}

/**
 * Adds a flag to a command reference: sorted by name in byte order, descriptions aligned at the longest name and
 * type plus three, as pflag prints them. If the new flag is the longest, every line is realigned.
 *
 * @throws PatchkitError `golang/anchor-mismatch` if the file has no such list, or one in another format.
 */
function insertFlag(path: string, text: string, flag: { name: string; description: string }): Edit[] {
  refuseOdd(path, text);
  const lines = flagLines(text);
  const first = lines[0];
  if (!first) {
    throw new PatchkitError(
      "golang/anchor-mismatch",
      `${path}: expected a sorted list of flags, found no line that starts with --`,
      {
        hint: "The command reference is not in the known format.",
      },
    );
  }
  const head = `      --${flag.name}`;
  const width = Math.max(...lines.map((line) => line.head.length)) + 3;
  const next = lines.find((line) => line.name > flag.name);
  const position = next?.start ?? lines.at(-1)?.end ?? first.start;
  const opening = position === text.length && !text.endsWith("\n") ? "\n" : "";
  const format = (column: number) => `${opening}${head.padEnd(column)}${flag.description}\n`;
  if (head.length + 3 <= width) return [{ start: position, end: position, text: format(width) }];
  const column = head.length + 3;
  const realigned = lines.map((line) => ({
    start: line.start,
    end: line.end,
    text: `${line.head.padEnd(column)}${line.description}\n`,
  }));
  return [...realigned, { start: position, end: position, text: format(column) }];
}

/** Refuses lines about flags that pflag did not print: the list's order and column are not known then. */
function refuseOdd(path: string, text: string): void {
  const odd = linesOf(text).find((line) => anyFlagLine.test(line.text) && !flagLine.test(line.text));
  if (odd)
    throw mismatch(
      { path, text },
      "flags as pflag prints them, indented by two or six blanks",
      odd.text.trim(),
      odd.start,
    );
}

function flagLines(text: string): FlagLine[] {
  const found: FlagLine[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    const end = Math.min(start + line.length + 1, text.length);
    const [, name = "", type, , description = ""] = flagLine.exec(line) ?? [];
    if (name) {
      const head = line.slice(0, line.indexOf(`--${name}`) + 2 + name.length + (type ? type.length + 1 : 0));
      found.push({ start, end, name, head, description });
    }
    start = end;
  }
  return found;
}
