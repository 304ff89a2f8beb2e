import { basename, isAbsolute, join, resolve } from "node:path";
import { readDiffStyle } from "../host/diff-style.ts";
import { writeText } from "../host/files.ts";
import {
  outcomeOf,
  printHtml,
  printMarkdown,
  type Report,
  type ReportSeries,
  readReportData,
  refWords,
  seriesMark,
  signs,
} from "../report/index.ts";
import { checkIds } from "../verify/index.ts";
import { type Printer, table } from "./printer.ts";
import { assertSeriesFolder, readReportTexts, treeOf } from "./report-texts.ts";
import type { ReportValue } from "./report-value.ts";
import { schemaVersion } from "./schema-version.ts";
import type { Session } from "./workshop.ts";

/** `report`: compares the series of an output folder in report.md and report.html, using their evidence. */
export async function runReport(
  session: Session,
  printer: Printer,
  options: { readonly out: string },
): Promise<number> {
  const out = resolve(session.cwd, options.out);
  await assertSeriesFolder(out);
  const { report, markdown, html } = await writeReports(session, out, shownFolder(options.out));
  const value: ReportValue = {
    schema: schemaVersion,
    out,
    markdown,
    html,
    series: report.refs.flatMap(({ series }) => series.map(describe)),
  };
  printer.result(value, () => words(value, report, printer));
  return 0;
}

/** The folder as shown in a report's commands: as typed, or only its name if it was an absolute path. */
export function shownFolder(typed: string): string {
  const path = typed.replace(/^(\.\/+)+(?=.)/, "").replace(/(?<=.)\/+$/, "");
  return isAbsolute(path) ? basename(path) || "patches" : path;
}

/**
 * Writes both pages into a folder of series. They contain no paths of this machine.
 *
 * @param patchesDir the folder as shown in the pages' commands.
 * @throws PatchkitError `environment/disk-full` or `environment/not-writable`.
 */
export async function writeReports(
  session: Session,
  out: string,
  patchesDir: string,
): Promise<{ readonly report: Report; readonly markdown: string; readonly html: string }> {
  const { about, hide } = await readReportTexts(session, out);
  const report = await readReportData(out, about, hide);
  const markdown = join(out, "report.md");
  const html = join(out, "report.html");
  const tree = treeOf(report, patchesDir);
  await writeText(markdown, printMarkdown(tree));
  await writeText(html, printHtml(tree, await readDiffStyle()));
  return { report, markdown, html };
}

function describe(series: ReportSeries): ReportValue["series"][number] {
  const { folder, variant, ref, sha, standing } = series;
  const outcomes: ReportValue["series"][number]["outcomes"] = {};
  for (const check of checkIds) {
    const outcome = outcomeOf(series, check);
    if (outcome !== "not-run") outcomes[check] = outcome;
  }
  return { folder, variant, ref, sha, standing, outcomes };
}

/** The scoreboard, and where the reports are. */
function words(value: ReportValue, { refs, names }: Report, { color }: Printer): string {
  const paint = { good: color.green, bad: color.red, warn: color.yellow, plain: color.dim };
  const rows = refs.map((ref) => [
    color.bold(refWords(ref)),
    ...names.map((name) => {
      const { tone, words } = seriesMark(ref.series.find((series) => series.name === name));
      return paint[tone](`${signs[tone]} ${words}`);
    }),
  ]);
  return `${table([["", ...names], ...rows])}\n${color.dim("report")} ${value.markdown}\n${color.dim("report")} ${value.html}`;
}
