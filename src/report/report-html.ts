import type { CheckId } from "../verify/index.ts";
import { html, type Markup, nothing, trusted } from "./html-text.ts";
import { answerHtml } from "./node-routes/answer-html.ts";
import { routesHtml } from "./node-routes/routes-html.ts";
import { refAnchor } from "./report-anchors.ts";
import {
  checksOf,
  outcomeOf,
  placesOf,
  type Report,
  type ReportRef,
  type ReportSeries,
  resultsOf,
} from "./report-data.ts";
import { gridHtml, markHtml } from "./report-parts-html.ts";
import { seriesHtml } from "./report-series-html.ts";
import { diffStyle, printStyle, reportStyle } from "./report-style.ts";
import { outcomeMark, refWords, seriesMark } from "./report-words.ts";

/**
 * The report as one page without external resources and scripts; its content security policy forbids both.
 * @param patchesDir the output folder as shown in the page's commands.
 * @param libraryStyle diff2html's own CSS.
 */
export function reportHtml(report: Report, patchesDir: string, libraryStyle: string): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>Node routes of cilium-agent: the variants compared</title>
<style>${trusted(libraryStyle)}${trusted(reportStyle)}${trusted(diffStyle)}${trusted(printStyle)}</style>
</head>
<body>
<main>
<h1>Node routes of cilium-agent: the variants compared</h1>
${answerHtml(report)}
${report.refs.length > 1 ? scoreboardHtml(report) : nothing}
${report.refs.map((ref) => refHtml(ref, patchesDir))}
</main>
</body>
</html>
`.markup;
}

function scoreboardHtml({ refs, names }: Report): Markup {
  return html`<h2 id="scoreboard">Scoreboard</h2>
${gridHtml(
  "Scoreboard",
  ["ref", ...names],
  refs.map((ref) => ({
    head: html`<a href="#${refAnchor(ref)}">${refWords(ref)}</a>`,
    cells: names.map((name) => markHtml(seriesMark(ref.series.find((series) => series.name === name)))),
  })),
)}`;
}

function refHtml(ref: ReportRef, patchesDir: string): Markup {
  return html`<h2 id="${refAnchor(ref)}">${refWords(ref)}</h2>
<p class="note">Release ${ref.release}, base <code>${ref.sha}</code>.${placesOf(ref).map((place) => ` Checked on ${place}.`)}</p>
<h3>Checks</h3>
${checksHtml(ref)}
${routesHtml(ref)}
${ref.series.map((series) => seriesHtml(series, patchesDir))}
`;
}

function checksHtml({ ref, series }: ReportRef): Markup {
  const reasons = series.flatMap((one) =>
    (one.evidence?.checks ?? [])
      .filter(({ outcome, reason }) => outcome !== "pass" && reason !== null)
      .map(({ check, commit, outcome, reason }) => {
        const where = commit === null ? check : `${check} of commit ${commit}`;
        return html`<li>${one.name}, <code>${where}</code>: ${markHtml(outcomeMark(outcome))} ${reason ?? ""}</li>\n`;
      }),
  );
  return html`${gridHtml(
    `Checks on ${ref}`,
    ["check", ...series.map(({ name }) => name)],
    [
      { head: "all", cells: series.map((one) => markHtml(seriesMark(one))) },
      ...checksOf(series).map(({ id, words }) => ({
        head: html`<code>${id}</code> <span class="what">${words}</span>`,
        cells: series.map((one) => checkCell(one, id)),
      })),
    ],
  )}
${reasons.length === 0 ? nothing : html`<ul>${reasons}</ul>`}`;
}

function checkCell(series: ReportSeries, check: CheckId): Markup {
  if (series.evidence === null) return nothing;
  const isCached = resultsOf(series, check).some(({ cached }) => cached);
  return html`${markHtml(outcomeMark(outcomeOf(series, check)))}${isCached ? html` <span class="note">cached</span>` : nothing}`;
}
