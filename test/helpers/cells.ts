import type { Cell, ChosenCells } from "../../src/publish/index.ts";
import { groupSeries, type ReportSeries } from "../../src/report/report-data.ts";
import { digestOf, parseSeriesFile, seriesFiles } from "../../src/series/index.ts";
import type { CheckResult } from "../../src/verify/evidence.ts";
import { makeReportSeries, variantTexts } from "./evidence.ts";
import { makeSeries } from "./series.ts";

/** A cell of a verified series, with these doubts about it. */
export function makeCell(
  changed: Partial<ReportSeries> = {},
  results: readonly CheckResult[] = [],
  doubts: readonly string[] = [],
): Cell {
  const shown = makeReportSeries(changed, results);
  const patches = shown.patches.map(({ name, text }) => ({ name, text }));
  const digest = digestOf(patches.map(({ text }) => text));
  const made = { ...makeSeries({ folder: shown.folder, variant: shown.variant }), base: shown.sha, digest };
  const text = seriesFiles(made, { tool: "0.1.0", templates: "e".repeat(64) }).get("series.json") ?? "";
  const file = parseSeriesFile(text, "series.json");
  return { series: { folder: shown.folder, file, patches, digest }, shown, doubts };
}

/** Cells with their report. */
export function makeChosen(cells: readonly Cell[]): ChosenCells {
  return {
    cells,
    report: groupSeries(
      cells.map(({ shown }) => shown),
      variantTexts,
    ),
  };
}
