import { comparisonHtml } from "./html-comparison.ts";
import { gridHtml, markHtml } from "./html-grid.ts";
import { patchesHtml } from "./html-patches.ts";
import { resultsHtml } from "./html-results.ts";
import { html, inText, type Markup, nothing, trusted } from "./html-text.ts";
import type { ReportFinding } from "./report-findings.ts";
import type { Base, Block, Pictures, Reason } from "./section.ts";

/** One part of a section; no markup if it has nothing to show. */
export function blockHtml(one: Block): Markup {
  switch (one.kind) {
    case "answers":
      return html`${one.paragraphs.map((paragraph) => html`<p class="answer">${paragraph}</p>\n`)}`;
    case "paragraph":
      return html`<p>${one.text}</p>`;
    case "note":
      return html`<p class="note">${one.text}</p>`;
    case "grid":
      return gridHtml(one);
    case "pictures":
      return picturesHtml(one);
    case "comparison":
      return comparisonHtml(one);
    case "base":
      return baseHtml(one);
    case "reasons":
      return one.reasons.length === 0 ? nothing : html`<ul>${one.reasons.map(reasonHtml)}</ul>`;
    case "summary":
      return html`<p>${markHtml(one.mark)} ${one.size}${one.params === "" ? nothing : html` <span class="note">with <code>${one.params}</code></span>`}</p>`;
    case "command":
      return html`<pre class="command" tabindex="0">${one.text}</pre>`;
    case "findings":
      return findingsHtml(one.findings);
    case "results":
      return resultsHtml(one.results);
    case "letter":
      return one.text === ""
        ? nothing
        : html`<details><summary>${one.title}</summary><pre tabindex="0">${one.text}</pre></details>`;
    case "difference":
      return html`<details><summary>${one.title}</summary><pre tabindex="0">${one.text}</pre></details>`;
    case "patches":
      return patchesHtml(one.patches);
  }
}

function picturesHtml({ heads, pictures }: Pictures): Markup {
  return html`<div class="pictures">${pictures.map(
    ({ cases, results, other, svg }) => html`<figure><figcaption><ul>${cases.map(
      ({ label, remark, mark }) =>
        html`<li>${label}${remark === undefined ? nothing : html` <span class="what">${remark}</span>`}${mark === undefined ? nothing : html` ${markHtml(mark)}`}</li>`,
    )}</ul>
${results.map(({ when, mark }) => html`<div>${when}: ${markHtml(mark)}</div>`)}
<div>${inText(heads.other)}: ${other}</div></figcaption>
${trusted(svg)}</figure>
`,
  )}</div>`;
}

function baseHtml({ release, sha, places }: Base): Markup {
  return html`<p class="note">Release ${release}, base <code>${sha}</code>.${places.map((place) => ` Checked on ${place}.`)}</p>`;
}

function reasonHtml({ series, check, commit, mark, reason }: Reason): Markup {
  const where = commit === null ? check : `${check} of commit ${commit}`;
  return html`<li>${series}, <code>${where}</code>: ${markHtml(mark)} ${reason ?? ""}</li>\n`;
}

function findingsHtml(findings: readonly ReportFinding[]): Markup {
  if (findings.length === 0) return nothing;
  return html`<p><strong>Findings</strong></p>
<ul>${findings.map(
    ({ check, what, output }) =>
      html`<li><code>${check}</code>: ${what}${output === "" ? nothing : html`<pre tabindex="0">${output}</pre>`}</li>
`,
  )}</ul>`;
}
