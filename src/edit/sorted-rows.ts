import { z } from "zod";
import type { TextFile } from "./edit-kind.ts";
import { mismatch } from "./mismatch.ts";

/** The field of a header that says where a row goes. */
export const rowPlace = z
  .enum(["sorted", "end"])
  .default("sorted")
  .describe("Where the first column is in byte order, its markup left out (`sorted`), or at the `end`.");

/** Something that stands among others in order of a name. */
export interface Sortable {
  readonly name: string;
  readonly start: number;
}

/**
 * The first of some rows that comes behind a name in byte order; undefined if all come before it.
 *
 * @throws PatchkitError `golang/anchor-mismatch` if they are not in that order, or one has the name.
 */
export function nextInOrder<Row extends Sortable>(
  file: TextFile,
  rows: readonly Row[],
  name: string,
): Row | undefined {
  rows.forEach((row, index) => {
    const before = rows[index - 1];
    if (before && before.name > row.name)
      throw mismatch(file, "rows in byte order", `${before.name} before ${row.name}`, row.start);
  });
  assertFree(file, rows, name);
  return rows.find((row) => row.name > name);
}

/** @throws PatchkitError `golang/anchor-mismatch` if a row has the name. */
export function assertFree(file: TextFile, rows: readonly Sortable[], name: string): void {
  const taken = rows.find((row) => row.name === name);
  if (taken) throw mismatch(file, `no ${name}`, "one with other content", taken.start);
}

/** What a table cell says, without roles, quotes and emphasis: generated tables are sorted by that. */
export function plainName(cell: string): string {
  return cell
    .trim()
    .replace(/^:[\w:-]+:(?=`)/, "")
    .replace(/[`*]/g, "")
    .trim();
}
