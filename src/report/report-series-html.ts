import type { CheckResult } from "../verify/index.ts";
import { html, type Markup, nothing } from "./html-text.ts";
import { seriesAnchor } from "./report-anchors.ts";
import { type ReportSeries, tablesOf } from "./report-data.ts";
import { findingsOf } from "./report-findings.ts";
import { gridHtml, markHtml } from "./report-parts-html.ts";
import { patchesHtml } from "./report-patch-html.ts";
import { gitAm, outcomeMark, paramWords, seriesMark, sizeWords } from "./report-words.ts";

/** One series: how to apply it, its findings, the results of its checks, and its patches. */
export function seriesHtml(series: ReportSeries, patchesDir: string): Markup {
  const params = paramWords(series);
  const results = series.evidence?.checks ?? [];
  return html`<h3 id="${seriesAnchor(series)}">${series.name} on ${series.ref}</h3>
<p>${markHtml(seriesMark(series))} ${sizeWords(series)}${params === "" ? nothing : html` <span class="note">with <code>${params}</code></span>`}</p>
<pre class="command" tabindex="0">${gitAm(patchesDir, series)}</pre>
${findingsHtml(series)}
${
  results.length === 0
    ? nothing
    : html`<details><summary>What the checks found</summary>${results.map((result) => resultHtml(series, result))}</details>`
}
${
  series.coverLetter === ""
    ? nothing
    : html`<details><summary>Cover letter: the problem, what changes by default, limits</summary><pre tabindex="0">${series.coverLetter}</pre></details>`
}
${patchesHtml(series)}`;
}

function findingsHtml(series: ReportSeries): Markup {
  const findings = findingsOf(series);
  if (findings.length === 0) return nothing;
  return html`<p><strong>Findings</strong></p>
<ul>${findings.map(
    ({ check, what, output }) =>
      html`<li><code>${check}</code>: ${what}${output === "" ? nothing : html`<pre tabindex="0">${output}</pre>`}</li>
`,
  )}</ul>`;
}

function resultHtml(series: ReportSeries, result: CheckResult): Markup {
  const { check, commit, outcome, reason, timeMs, cached, log } = result;
  const took = cached ? "cached from an earlier run" : `${(timeMs / 1000).toFixed(1)} s`;
  const line = html`<code>${check}</code>${commit === null ? nothing : html` of commit ${commit}`} ${markHtml(outcomeMark(outcome))} <span class="note">${took}</span>${reason === null ? nothing : html` ${reason}`}`;
  const tables = tablesOf(series, result);
  if (log === "" && tables.length === 0) return html`<p>${line}</p>`;
  return html`<details class="log"><summary>${line}${tables.map(({ title }) => html` <span class="what">${title}</span>`)}</summary>
${tables.map(({ title, head, rows }) =>
  gridHtml(
    `${check}: ${title}`,
    head,
    rows.map(([first = "", ...cells]) => ({ head: first, cells })),
    "found",
  ),
)}
${log === "" ? nothing : html`<pre tabindex="0">${log}</pre>`}</details>`;
}
