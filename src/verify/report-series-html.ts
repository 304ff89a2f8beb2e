import type { CheckResult } from "./evidence.ts";
import { html, type Markup, nothing } from "./html-text.ts";
import type { ReportSeries } from "./report-data.ts";
import { findingsOf } from "./report-findings.ts";
import { markHtml } from "./report-parts-html.ts";
import { patchesHtml } from "./report-patch-html.ts";
import { gitAm, outcomeMark, paramWords, seriesMark, sizeWords } from "./report-words.ts";

/** One series: how to take it, what is wrong with it, what the checks said, and its patches. */
export function seriesHtml(series: ReportSeries, patchesDir: string): Markup {
  const params = paramWords(series);
  const results = series.evidence?.checks ?? [];
  return html`<h3>${series.name} on ${series.ref}</h3>
<p>${markHtml(seriesMark(series))} ${sizeWords(series)}${params === "" ? nothing : html` <span class="note">with <code>${params}</code></span>`}</p>
<pre class="command" tabindex="0">${gitAm(patchesDir, series)}</pre>
${findingsHtml(series)}
${
  results.length === 0
    ? nothing
    : html`<details><summary>What the checks said</summary>${results.map(resultHtml)}</details>`
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
  return html`<p><strong>Found wrong</strong></p>
<ul>${findings.map(
    ({ check, what, output }) =>
      html`<li><code>${check}</code>: ${what}${output === "" ? nothing : html`<pre tabindex="0">${output}</pre>`}</li>
`,
  )}</ul>`;
}

function resultHtml({ check, commit, outcome, reason, timeMs, cached, log }: CheckResult): Markup {
  const took = cached ? "cached: an earlier run's answer" : `${(timeMs / 1000).toFixed(1)} s`;
  const line = html`<code>${check}</code>${commit === null ? nothing : html` of commit ${commit}`} ${markHtml(outcomeMark(outcome))} <span class="note">${took}</span>${reason === null ? nothing : html` ${reason}`}`;
  if (log === "") return html`<p>${line}</p>`;
  return html`<details class="log"><summary>${line}</summary><pre tabindex="0">${log}</pre></details>`;
}
