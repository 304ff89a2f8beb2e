import { fateWords, hostWayWords } from "../../verify/index.ts";
import { html, type Markup, nothing } from "../html-text.ts";
import { seriesAnchor } from "../report-anchors.ts";
import type { Report } from "../report-data.ts";
import { gridHtml, markHtml } from "../report-parts-html.ts";
import { decisionWords, failureMark, linesNote, packetsNote } from "../report-words.ts";
import { type Decision, decisionsOf } from "./decision.ts";
import { headline } from "./headline.ts";
import { topologySvg } from "./topology-svg.ts";
import { fatesByFilter, type TrafficGroup, trafficGroups } from "./traffic.ts";

/** The basis for a decision: the summary, the variants side by side, and what packets did. */
export function answerHtml(report: Report): Markup {
  return html`${headline(report).map(
    (paragraph) => html`<p class="answer">${paragraph}</p>
`,
  )}
<h2 id="decision">The variants side by side</h2>
${decisionHtml(report)}
<p class="note">${linesNote}</p>
${packetsHtml(report)}`;
}

function decisionHtml(report: Report): Markup {
  const decisions = decisionsOf(report);
  const row = (head: string, cell: (one: Decision) => string | Markup) => ({
    head,
    cells: decisions.map(cell),
  });
  const said = (text: string) => text || html`<span class="note">unknown</span>`;
  return gridHtml(
    "The variants side by side",
    ["", ...decisions.map((one) => headHtml(report, one))],
    [
      row(decisionWords.fixes, ({ fixes }) => said(fixes)),
      row(decisionWords.doesNotFix, ({ doesNotFix }) => said(doesNotFix)),
      row(
        decisionWords.byDefault,
        ({ byDefault }) => html`${byDefault.map((line) => html`<div>${line}</div>`)}`,
      ),
      row(decisionWords.flag, ({ flag }) => (flag === "none" ? flag : html`<code>${flag}</code>`)),
      row(decisionWords.lines, ({ code, tests }) => `${code} code, ${tests} tests`),
      row(decisionWords.files, ({ files, paths }) =>
        paths.length === 0
          ? files
          : html`${files}<ul class="paths">${paths.map((path) => html`<li><code>${path}</code></li>`)}</ul>`,
      ),
      row(decisionWords.checks, ({ checks }) => markHtml(checks)),
    ],
    "decision",
  );
}

/** The variant's name; a link if there is exactly one series of it. */
function headHtml({ refs }: Report, { name, params }: Decision): Markup {
  const all = refs.flatMap(({ series }) => series.filter((one) => one.name === name));
  const [only] = all;
  const head = only && all.length === 1 ? html`<a href="#${seriesAnchor(only)}">${name}</a>` : html`${name}`;
  return params === "" ? head : html`${head} <span class="what"><code>${params}</code></span>`;
}

function packetsHtml(report: Report): Markup {
  const groups = trafficGroups(report);
  if (groups.length === 0) return nothing;
  return html`<h2 id="packets">What packets did</h2>
<p>${packetsNote}</p>
<div class="pictures">${groups.map(
    (group, index) => html`<figure><figcaption>${captionHtml(report, group)}</figcaption>
${topologySvg(group, `packets-${index}`)}</figure>
`,
  )}</div>`;
}

function captionHtml(report: Report, group: TrafficGroup): Markup {
  return html`<ul>${group.rows.map(({ label, name, isOtherSetup }) => {
    const failure = failureMark(report, name);
    return html`<li>${label}${isOtherSetup ? html` <span class="what">not the reported setup: sets the IPAM mode</span>` : nothing}${failure === undefined ? nothing : html` ${markHtml(failure)}`}</li>`;
  })}</ul>
${fatesByFilter(group).map(({ filters, fate }) => html`<div>${filters}: ${markHtml({ tone: fate.answered ? "good" : "bad", words: fateWords(fate) })}</div>`)}
<div>host's route to the peer's pods: ${hostWayWords(group.hostWay)}</div>`;
}
