// Prints the lines of Go that each series below a folder adds, `code/tests`; run `npm run build` before.
import { basename } from "node:path";
import { countLines, readSeriesBelow } from "../dist/series/index.js";

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: node scripts/count-lines.mjs FOLDER-OF-SERIES");
  process.exit(2);
}
const rows = (await readSeriesBelow(folder)).map(({ folder: path, patches }) => {
  const { code, tests } = countLines(patches.map(({ text }) => text));
  return { slug: path.slice(0, path.indexOf("/")), name: basename(path), lines: `${code}/${tests}` };
});
const names = [...new Set(rows.map(({ name }) => name))].sort();
const table = [["", ...names]];
for (const slug of new Set(rows.map((row) => row.slug)))
  table.push([
    slug,
    ...names.map((name) => rows.find((row) => row.slug === slug && row.name === name)?.lines ?? "-"),
  ]);
const widths = ["", ...names].map((_, column) => Math.max(...table.map((row) => row[column].length)));
for (const row of table)
  console.log(
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd(),
  );
