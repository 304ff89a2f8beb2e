import { LRUCache } from "lru-cache";
import { PatchkitError } from "../errors.ts";
import {
  applyEdits,
  type Edit,
  indentAt,
  indentLines,
  lineAt,
  lineEdits,
  lineStart,
  nextLineStart,
} from "../text/index.ts";
import { type Formatted, type Gofmt, loadGofmt } from "./gofmt-wasm.ts";

/** An edited range, in string indices of the edited text. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** Formats Go; made once per run by {@link loadGoFormatter}. */
export interface GoFormatter {
  /**
   * Formats the edited parts and leaves the rest of the file unchanged: trees older than the formatter
   * contain comments and build tags that it would rewrite.
   *
   * @param ranges the edited ranges of `text`.
   * @returns the text, and the edits that lead to it; none if the edited parts were already formatted.
   * @throws PatchkitError `golang/syntax-error` if gofmt cannot parse the text, `golang/not-formatted`
   *   if gofmt itself stops.
   */
  formatAround(path: string, text: string, ranges: readonly Range[]): { text: string; edits: Edit[] };
}

/** Loads gofmt from the content of its WASM file. */
export async function loadGoFormatter(wasm: Uint8Array<ArrayBuffer>): Promise<GoFormatter> {
  const gofmt = remembering(await loadGofmt(wasm));
  return { formatAround: (path, text, ranges) => formatAround(gofmt, path, text, ranges) };
}

/** Characters of texts that are kept with their results: those of a few releases. */
const keptCharacters = 4 * 1024 ** 2;

/** Remembers the last results: around most edits, releases next to each other have the same text. */
function remembering(gofmt: Gofmt): Gofmt {
  const known = new LRUCache<string, Formatted>({
    maxSize: keptCharacters,
    sizeCalculation: (_, text) => text.length + 1,
    memoMethod: (text) => gofmt.format(text),
  });
  return { format: (text) => known.memo(text) };
}

function formatAround(
  gofmt: Gofmt,
  path: string,
  text: string,
  ranges: readonly Range[],
): { text: string; edits: Edit[] } {
  const doubtful = ranges.filter((range) => !isFormattedParagraph(gofmt, text, range));
  const changes = declarationEdits(gofmt, text, doubtful) ?? lineEdits(text, wholeFile(gofmt, path, text));
  const edits = changes.filter((edit) => ranges.some((range) => touches(text, edit, range)));
  return { text: applyEdits(text, edits), edits };
}

/**
 * What gofmt changes in the declarations around the edits; undefined if it needs the whole file. gofmt does
 * not align across declarations, and formatting a declaration takes a tenth of the time of a file.
 */
function declarationEdits(gofmt: Gofmt, text: string, ranges: readonly Range[]): Edit[] | undefined {
  const found = ranges.map((range) => declarationAround(text, range));
  if (found.includes(undefined)) return undefined;
  const edits: Edit[] = [];
  for (const { start, end } of merged(found.filter((range) => range !== undefined))) {
    const declarations = text.slice(start, end);
    const formatted = formattedDeclaration(gofmt, declarations);
    if (formatted === undefined) return undefined;
    for (const edit of lineEdits(declarations, formatted))
      edits.push({ ...edit, start: edit.start + start, end: edit.end + start });
  }
  return edits;
}

/** Sorts ranges and merges overlapping ones. */
function merged(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && range.start <= last.end)
      result.splice(-1, 1, { start: last.start, end: Math.max(last.end, range.end) });
    else result.push(range);
  }
  return result;
}

/** Formats a whole file. @throws PatchkitError `golang/syntax-error`, `golang/not-formatted`. */
function wholeFile(gofmt: Gofmt, path: string, text: string): string {
  const formatted = gofmt.format(text);
  switch (formatted.kind) {
    case "formatted":
      return formatted.text;
    case "rejected":
      throw new PatchkitError(
        "golang/syntax-error",
        `${path}: expected Go that gofmt accepts, found ${formatted.reason}`,
        { hint: "The templates produced this text; report the ref." },
      );
    case "stopped":
      throw new PatchkitError(
        "golang/not-formatted",
        `${path}: expected gofmt to format the file, found that gofmt stopped (${formatted.reason})`,
        {
          hint: "Code next to an edit is nested too deep or too long for the bundled gofmt; first break it up in a separate commit.",
        },
      );
  }
}

/** Code to put around the lines of a paragraph, by the line that opens their declaration. */
const surroundings: readonly { readonly opener: RegExp; readonly before: string; readonly after: string }[] =
  [
    { opener: /^const \($/, before: "const (\n", after: ")\n" },
    { opener: /^type \w+ struct \{$/, before: "type _ struct {\n", after: "}\n" },
    { opener: /^func .*\{$/, before: "func _() {\n", after: "}\n" },
  ];

/**
 * Whether the paragraph around an edit, the lines up to the next blank ones, is formatted: gofmt does not
 * align across blank lines. Formatting a paragraph takes a hundredth of the time of the largest files. Also
 * false if the paragraph cannot be separated from its surroundings.
 */
function isFormattedParagraph(gofmt: Gofmt, text: string, range: Range): boolean {
  const start = blankBefore(text, lineStart(text, range.start));
  const end = blankAfter(text, range.end);
  const paragraph = text.slice(start, end).replace(/^\n+|\n+$/g, "");
  if (/\n\n\n/.test(text.slice(Math.max(0, start - 2), end + 2))) return false;
  const opener = declarationLine(text, start);
  const around = surroundings.find((candidate) => candidate.opener.test(opener));
  if (!around || paragraph === "" || /^\S/m.test(paragraph) || paragraph.includes("`")) return false;
  const indent = indentAt(paragraph, 0);
  const unindented = paragraph.replace(new RegExp(`^${indent}`, "gm"), "\t");
  const source = `package p\n\n${around.before}${unindented}\n${around.after}`;
  const formatted = gofmt.format(source);
  if (formatted.kind !== "formatted" || formatted.text !== source) return false;
  return indentLines(unindented.replace(/^\t/gm, ""), indent) === paragraph;
}

/** The declaration around an edit, from its first column to its closing brace. */
function declarationAround(text: string, range: Range): Range | undefined {
  let start = lineStart(text, range.start);
  while (start > 0 && !/[A-Za-z]/.test(text[start] ?? "")) start = lineStart(text, start - 1);
  const above = text.slice(lineStart(text, Math.max(0, start - 1)), start);
  if (!/^(\n|\/\/.*\n)?$/.test(above) || /\n\n\n/.test(text.slice(Math.max(0, start - 3), range.end + 3)))
    return undefined;
  const closing = text.slice(range.end).search(/^[})]\n/m);
  if (closing === -1) return undefined;
  const end = range.end + closing + 2;
  return /^(\n|$)/.test(text.slice(end)) ? { start, end } : undefined;
}

/** A formatted declaration; undefined if it cannot be formatted on its own. */
function formattedDeclaration(gofmt: Gofmt, declaration: string): string | undefined {
  const clause = "package p\n\n";
  const formatted = gofmt.format(`${clause}${declaration}`);
  if (formatted.kind !== "formatted" || !formatted.text.startsWith(clause)) return undefined;
  return formatted.text.slice(clause.length);
}

/** Start of the paragraph that holds the line starting at `offset`. */
function blankBefore(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start] !== "\n") start = lineStart(text, start - 1);
  return start;
}

/** End of the paragraph that holds `offset`, its last line break included. */
function blankAfter(text: string, offset: number): number {
  let end = text[offset - 1] === "\n" ? offset : nextLineStart(text, offset);
  while (end < text.length && text[end] !== "\n") end = nextLineStart(text, end);
  return end;
}

/** The last line before `offset` that starts in the first column. */
function declarationLine(text: string, offset: number): string {
  for (let start = offset; start > 0; ) {
    start = lineStart(text, start - 1);
    if (/[A-Za-z]/.test(text[start] ?? "")) return text.slice(start, nextLineStart(text, start) - 1);
    if (text[start] === "}" || text[start] === ")") return "";
  }
  return "";
}

/** Same or adjacent lines: alignment extends to the neighbours of an edit. */
function touches(text: string, edit: Edit, range: Range): boolean {
  const firstLine = lineAt(text, edit.start) - 1;
  const lastLine = lineAt(text, Math.max(edit.start, edit.end - 1)) + 1;
  return (
    lineAt(text, range.start) <= lastLine && lineAt(text, Math.max(range.start, range.end - 1)) >= firstLine
  );
}
