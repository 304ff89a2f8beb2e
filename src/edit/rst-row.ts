import { z } from "zod";
import { indentLines } from "../text/index.ts";
import { badTemplate } from "./bad-template.ts";
import { commonFields, type TextFile, type Written } from "./edit-kind.ts";
import { mismatch } from "./mismatch.ts";
import { sectionsOf } from "./rst-sections.ts";
import { assertFree, nextInOrder, plainName, rowPlace, type Sortable } from "./sorted-rows.ts";
import { makeTextKind } from "./text-kind.ts";
import { indentOf, insertLines, type Line, linesOf, withoutBlankEnds } from "./whole-lines.ts";

interface Row extends Sortable {
  /** Where the line behind it starts. */
  readonly next: number;
  readonly text: string;
  readonly cells: number;
}

interface Table {
  /** The words behind `list-table::`. */
  readonly title: string;
  readonly start: number;
  readonly indent: number;
  readonly headerRows: number;
  readonly rows: readonly Row[];
}

const header = z.strictObject({
  ...commonFields,
  at: z
    .string()
    .optional()
    .describe(
      "Title of the table, or of the section it is the only table of; none if the file has one table.",
    ),
  place: rowPlace,
});

/**
 * A row of a list-table in a reStructuredText file. The text is the row without the indentation of the table. A row
 * that has the same first cell and other content is refused.
 *
 *     ---
 *     file: Documentation/helm-values.rst
 *     kind: rst-row
 *     ---
 *     * - :spelling:ignore:`debug.packets`
 *       - Log every packet.
 */
export const rstRow = makeTextKind({
  name: "rst-row",
  header,
  locate(file, edit) {
    const table = resolveTable(file, edit.at);
    const row = rowOf(edit);
    const body = table.rows.slice(table.headerRows);
    const last = table.rows.at(-1);
    if (!last) throw mismatch(file, "a table with rows", "none", table.start);
    if (row.cells !== last.cells)
      throw mismatch(file, `rows of ${row.cells} cells`, `${last.cells}`, last.start);
    if (edit.place === "end") assertFree(file, body, row.name);
    const next = edit.place === "sorted" ? nextInOrder(file, body, row.name) : undefined;
    const text = indentLines(row.text, " ".repeat(table.indent));
    return [insertLines(file.text, next?.start ?? last.next, text)];
  },
  isPresent(file, edit) {
    const { text } = rowOf(edit);
    const tables = tablesAt(file, edit.at);
    return tables.length === 1 && tables.some(({ rows }) => rows.some((row) => row.text === text));
  },
});

/** The row that the text is. */
function rowOf({ text, template }: Written): Row {
  const source = withoutBlankEnds(text);
  const [row, ...others] = rowsIn(linesOf(source));
  if (row?.start === 0 && others.length === 0) return row;
  throw badTemplate(template, "expected one row, which begins with * -, and its cells below it");
}

function resolveTable(file: TextFile, at: string | undefined): Table {
  const found = tablesAt(file, at);
  const [table] = found;
  if (table && found.length === 1) return table;
  const where = at === undefined ? "in the file" : `at ${JSON.stringify(at)}`;
  throw mismatch(file, `one list-table ${where}`, found.length === 0 ? "none" : `${found.length}`);
}

function tablesAt({ text }: TextFile, at: string | undefined): Table[] {
  const tables = tablesIn(text);
  if (at === undefined) return tables;
  const sections = sectionsOf(text).filter(({ title }) => title === at);
  return tables.filter(
    ({ title, start }) =>
      title === at || sections.some(({ bodyStart, bodyEnd }) => start >= bodyStart && start < bodyEnd),
  );
}

function tablesIn(text: string): Table[] {
  const lines = linesOf(text);
  return lines.flatMap((line, index): Table[] => {
    const [, blanks = "", title = ""] = /^(\s*)\.\. list-table::(.*)$/.exec(line.text) ?? [];
    if (!/^\s*\.\. list-table::/.test(line.text)) return [];
    const rest = lines.slice(index + 1);
    const end = rest.findIndex((one) => one.text.trim() !== "" && indentOf(one.text) <= blanks.length);
    const body = end === -1 ? rest : rest.slice(0, end);
    const rows = rowsIn(body);
    const first = body.find(({ start }) => start === rows[0]?.start);
    const headerRows = body.map((one) => /^\s*:header-rows:\s*(\d+)/.exec(one.text)?.[1]).find(Boolean);
    return [
      {
        title: title.trim(),
        start: line.start,
        indent: indentOf(first?.text ?? ""),
        headerRows: Number(headerRows ?? 0),
        rows,
      },
    ];
  });
}

/** The rows among some lines: nested lists are indented further than the first row. */
function rowsIn(lines: readonly Line[]): Row[] {
  const isStart = ({ text }: Line) => /^\s*\* -( |$)/.test(text);
  const indent = indentOf(lines.find(isStart)?.text ?? "");
  const own = lines.flatMap((line, at) => (isStart(line) && indentOf(line.text) === indent ? [at] : []));
  return own.flatMap((at, index) => {
    const all = lines.slice(at, own[index + 1]);
    const [first] = all;
    if (!first) return [];
    const last = all.findLast(({ text }) => text.trim() !== "") ?? first;
    const text = all
      .slice(0, all.indexOf(last) + 1)
      .map((line) => line.text.slice(Math.min(indent, indentOf(line.text))).trimEnd())
      .join("\n");
    const cells = all.filter(
      (line) => /^-( |$)/.test(line.text.slice(indent + 2)) && indentOf(line.text) >= indent,
    );
    const name = plainName(first.text.slice(indent + 4));
    return [{ name, start: first.start, next: last.next, text, cells: cells.length }];
  });
}
