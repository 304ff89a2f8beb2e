import { z } from "zod";
import type { Edit } from "../text/index.ts";
import { badTemplate } from "./bad-template.ts";
import { commonFields, type TextFile, type Written } from "./edit-kind.ts";
import { mismatch } from "./mismatch.ts";
import { assertFree, nextInOrder, plainName, rowPlace } from "./sorted-rows.ts";
import { makeTextKind } from "./text-kind.ts";
import { insertLines, type Line, linesOf } from "./whole-lines.ts";

interface Row extends Line {
  /** Between the bars, blanks included. */
  readonly cells: readonly string[];
}

interface Table {
  readonly head: Row;
  readonly rule: Row;
  readonly rows: readonly Row[];
}

const header = z.strictObject({
  ...commonFields,
  at: z
    .string()
    .optional()
    .describe("The cells of the table's head: `Key | Type | Default`; none if the file has one table."),
  place: rowPlace,
});

type RowEdit = z.infer<typeof header> & Written;

/**
 * A row of a Markdown table. A column whose cells are all of one width stays so, and is made wider if the new cell
 * needs it. A row that has the same first cell and other content is refused; so are rows without a bar at both ends.
 *
 *     ---
 *     file: chart/README.md
 *     kind: markdown-row
 *     at: Key | Type | Default | Description
 *     ---
 *     | debug.packets | bool | `false` | Log every packet. |
 */
export const markdownRow = makeTextKind({
  name: "markdown-row",
  header,
  locate(file, edit) {
    const table = resolveTable(file, edit.at);
    const cells = cellsOf(edit);
    const all = [table.head, table.rule, ...table.rows];
    // A bar in a text that nobody escaped makes one cell more, which is no reason to leave the table alone.
    const odd = all.find((row, index) =>
      index < 2 ? row.cells.length !== cells.length : row.cells.length < cells.length,
    );
    if (odd) throw mismatch(file, `rows of ${cells.length} cells`, `${odd.cells.length}`, odd.start);
    const rows = table.rows.map((row) => ({ ...row, name: plainName(row.cells[0] ?? "") }));
    const name = plainName(cells[0] ?? "");
    if (edit.place === "end") assertFree(file, rows, name);
    const next = edit.place === "sorted" ? nextInOrder(file, rows, name) : undefined;
    const widths = cells.map((cell, column) => widthOf(all, column, cell));
    const offset = next?.start ?? all.at(-1)?.next ?? file.text.length;
    const padded = cells.map((cell, column) => pad(` ${cell} `, widths[column] ?? 0, isRight(table, column)));
    return [
      ...all.flatMap((row) => widen(row, widths, table)),
      insertLines(file.text, offset, lineOf(padded)),
    ];
  },
  isPresent(file, edit) {
    const wanted = lineOf(cellsOf(edit));
    const tables = tablesAt(file, edit.at);
    return (
      tables.length === 1 &&
      tables.some(({ rows }) => rows.some((row) => lineOf(row.cells.map((cell) => cell.trim())) === wanted))
    );
  },
});

function lineOf(cells: readonly string[]): string {
  return `|${cells.join("|")}|`;
}

function cellsOf({ text, template }: RowEdit): string[] {
  const [row] = linesOf(text.trim()).flatMap(rowOf);
  if (row && !text.trim().includes("\n")) return row.cells.map((cell) => cell.trim());
  throw badTemplate(template, "expected one row, with a bar at both ends");
}

/** A line as a row; a bar behind a backslash is part of a cell. */
function rowOf(line: Line): Row[] {
  if (!/^\|.*(?<!\\)\|\s*$/.test(line.text) || line.text.trim() === "|") return [];
  return [
    {
      ...line,
      cells: line.text
        .trim()
        .slice(1, -1)
        .split(/(?<!\\)\|/),
    },
  ];
}

function resolveTable(file: TextFile, at: string | undefined): Table {
  const found = tablesAt(file, at);
  const [table] = found;
  if (table && found.length === 1) return table;
  const which = at === undefined ? "one table" : `one table with the head ${at}`;
  throw mismatch(
    file,
    which,
    found.length === 0 ? "none whose rows have a bar at both ends" : `${found.length}`,
  );
}

function tablesAt({ text }: TextFile, at: string | undefined): Table[] {
  const wanted = at
    ?.split(/(?<!\\)\|/)
    .map((cell) => cell.trim())
    .join("|");
  return tablesIn(text).filter(
    ({ head }) => wanted === undefined || head.cells.map((cell) => cell.trim()).join("|") === wanted,
  );
}

/** The tables of a text, those in fenced code left out. */
function tablesIn(text: string): Table[] {
  const lines = linesOf(text);
  let fence = "";
  return lines.flatMap((line, index): Table[] => {
    const [mark] = /^ {0,3}(`{3,}|~{3,})/.exec(line.text) ?? [];
    if (mark && (fence === "" || mark.trim().startsWith(fence))) fence = fence === "" ? mark.trim() : "";
    const below = lines[index + 1];
    const [head] = rowOf(line);
    const [rule] = below ? rowOf(below) : [];
    if (fence !== "" || !head || !rule?.cells.every((cell) => /^\s*:?-+:?\s*$/.test(cell))) return [];
    const rest = lines.slice(index + 2);
    const end = rest.findIndex((one) => rowOf(one).length === 0);
    return [{ head, rule, rows: (end === -1 ? rest : rest.slice(0, end)).flatMap(rowOf) }];
  });
}

/** Width of a column that all rows give one width; 0 for a ragged one. */
function widthOf(rows: readonly Row[], column: number, added: string): number {
  const widths = new Set(rows.map(({ cells }) => cells[column]?.length ?? 0));
  return widths.size === 1 ? Math.max(...widths, added.length + 2) : 0;
}

function isRight({ rule }: Table, column: number): boolean {
  return /^\s*-+:\s*$/.test(rule.cells[column] ?? "");
}

function pad(cell: string, width: number, right: boolean): string {
  return right ? cell.padStart(width) : cell.padEnd(width);
}

/** The edits that give a row's cells the widths; none for a row that has them. */
function widen(row: Row, widths: readonly number[], table: Table): Edit[] {
  const cells = row.cells.map((cell, column) => {
    const width = widths[column] ?? 0;
    if (cell.length >= width) return cell;
    return row === table.rule
      ? cell.replace(/-+/, (dashes) => dashes.padEnd(dashes.length + width - cell.length, "-"))
      : pad(cell, width, isRight(table, column));
  });
  const text = lineOf(cells);
  const end = row.start + row.text.trimEnd().length;
  return text === row.text.trimEnd() ? [] : [{ start: row.start, end, text }];
}
