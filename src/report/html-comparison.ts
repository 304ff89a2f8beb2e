import { html, type Markup, nothing } from "./html-text.ts";
import type { ComparedLine, Comparison } from "./section.ts";

const changeWords = { kept: "kept", removed: "− removed", added: "+ added" } as const;

/** Tables of what was there before and after; what changed nothing is only named. */
export function comparisonHtml({ noun, nouns, before, after }: Comparison): Markup {
  const isSame = ({ lines }: { readonly lines: readonly ComparedLine[] }) =>
    before !== undefined && lines.every(({ change }) => change === "kept");
  const tableOf = (title: string, lines: readonly ComparedLine[], isCompared: boolean) =>
    tableHtml({ noun, nouns, title, lines, isCompared });
  return html`<div class="tables">${before ? tableOf(`Before: ${before.label}`, before.lines, false) : nothing}
${after
  .filter((one) => !isSame(one))
  .map(({ label, lines }) => tableOf(`After: ${label}`, lines, before !== undefined))}</div>
${after
  .filter(isSame)
  .map(({ label }) => html`<p>After: <strong>${label}</strong>: the same ${nouns} as before.</p>\n`)}`;
}

interface Table {
  readonly noun: string;
  readonly nouns: string;
  readonly title: string;
  readonly lines: readonly ComparedLine[];
  /** Whether it says of each line what became of it. */
  readonly isCompared: boolean;
}

function tableHtml({ noun, nouns, title, lines, isCompared }: Table): Markup {
  return html`<div><h4>${title}</h4>
<div class="scroll" tabindex="0" role="group" aria-label="${title}"><table class="compared">
<thead><tr>${isCompared ? html`<th scope="col">change</th>` : nothing}<th scope="col">${noun}</th></tr></thead>
<tbody>${lines.map((line) => html`<tr class="${line.change}">${isCompared ? comparedCells(line) : html`<td class="line">${lineHtml(line)}</td>`}</tr>\n`)}</tbody></table></div>${lines.length === 0 ? html`<p class="note">No ${nouns}.</p>` : nothing}</div>
`;
}

function comparedCells(line: ComparedLine): Markup {
  return html`<td class="change">${changeWords[line.change]}</td><th scope="row" class="line">${lineHtml(line)}</th>`;
}

function lineHtml({ text, remark }: ComparedLine): Markup {
  return html`<code>${text}</code>${remark === undefined ? nothing : html` <span class="what">${remark}</span>`}`;
}
