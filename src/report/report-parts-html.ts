import { html, type Markup } from "./html-text.ts";
import { type Mark, signs } from "./report-words.ts";

/** A sign and words in the colour of the tone. */
export function markHtml({ tone, words }: Mark): Markup {
  return html`<span class="mark ${tone}"><span aria-hidden="true">${signs[tone]}</span> ${words}</span>`;
}

/** A table with column and row headings; it scrolls on its own if the page is too narrow. */
export function gridHtml(
  label: string,
  head: readonly (string | Markup)[],
  rows: readonly { readonly head: string | Markup; readonly cells: readonly (string | Markup)[] }[],
  kind = "",
): Markup {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${label}"><table class="grid${kind && ` ${kind}`}">
<thead><tr>${head.map((cell) => (cell === "" ? html`<td></td>` : html`<th scope="col">${cell}</th>`))}</tr></thead>
<tbody>${rows.map((row) => html`<tr><th scope="row">${row.head}</th>${row.cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table></div>`;
}
