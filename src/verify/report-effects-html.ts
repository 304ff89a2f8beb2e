import { html, type Markup, nothing } from "./html-text.ts";
import type { Report } from "./report-data.ts";
import { gridHtml, markHtml } from "./report-parts-html.ts";
import { type EffectRow, effectGroups, effectRows, type PrefixRole } from "./report-routes.ts";
import { answerWords, effectsNote, failureMark, groupMarks, type Mark, seriesMark } from "./report-words.ts";
import { topologySvg } from "./topology-svg.ts";

/** What each variant does to the routes: a picture per outcome with the variants that come to it, and a table. */
export function effectsHtml(report: Report): Markup {
  const rows = effectRows(report);
  // With several refs the scoreboard has the checks.
  const only = report.refs.length === 1 ? report.refs[0] : undefined;
  if (rows.length === 0) {
    return html`<h2>The setup</h2>
<p>The shared-subnet scenario has not run on any of these series, so nothing is said of their routes. This is the setup as it is without them:</p>
<div class="pictures"><figure>${topologySvg({ shared: true, peer: true }, "setup")}</figure></div>`;
  }
  const groups = effectGroups(rows);
  return html`<p class="answer">${answerWords(report, groups)}</p>
<h2>What each variant does</h2>
<p>Two nodes announce the same pod CIDR 10.247.2.0/24, a clustermesh peer announces 10.247.144.0/24. Each picture names the variants whose routes come to it.</p>
<div class="pictures">${groups.map(
    (group, index) => html`<figure><figcaption>${groupMarks(group).map((mark) => html`${markHtml(mark)} `)}
<ul>${group.runs.map(({ label, name }) => html`<li>${label} ${failureHtml(report, name)}</li>`)}</ul></figcaption>
${topologySvg(group, `topology-${index}`)}</figure>
`,
  )}</div>
${gridHtml(
  "Which prefixes are routed to cilium_host",
  [
    "Routed to cilium_host?",
    html`10.247.2.0/24 <span class="what">shared by all nodes</span>`,
    html`10.247.144.0/24 <span class="what">clustermesh peer</span>`,
    html`10.96.0.0/16 <span class="what">service range</span>`,
    ...(only ? ["Checks"] : []),
  ],
  rows.map((row) => ({
    head: row.isBase ? html`${row.label} <span class="what">without patches</span>` : row.label,
    cells: [
      effectCell(row, "shared"),
      effectCell(row, "peer"),
      effectCell(row, "service"),
      ...(only
        ? [row.isBase ? "" : markHtml(seriesMark(only.series.find(({ name }) => name === row.name)))]
        : []),
    ],
  })),
)}
<p class="note">${effectsNote(report, rows)}</p>`;
}

function failureHtml(report: Report, name: string): Markup {
  const failure = failureMark(report, name);
  return failure === undefined ? nothing : markHtml(failure);
}

/** One answer, or both with the number of refs where they differ. */
function effectCell({ seen }: EffectRow, role: PrefixRole): Markup {
  const routed = seen.filter(({ effect }) => effect[role]).length;
  const marks = [
    { mark: answer(role, true), times: routed },
    { mark: answer(role, false), times: seen.length - routed },
  ].filter(({ times }) => times > 0);
  return html`${marks.map(({ mark, times }) =>
    times === seen.length
      ? markHtml(mark)
      : html`${markHtml({ ...mark, words: `${mark.words} on ${times} of ${seen.length}` })} `,
  )}`;
}

/** The shared prefix is to stay out of the device, the others are to go there. */
function answer(role: PrefixRole, routed: boolean): Mark {
  const isGood = routed === (role !== "shared");
  return { tone: isGood ? "good" : "bad", words: routed ? "routed" : "not routed" };
}
