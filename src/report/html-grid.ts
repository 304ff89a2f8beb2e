import { html, type Markup, nothing } from "./html-text.ts";
import { type Mark, signs } from "./report-words.ts";
import type { Cell, Grid } from "./section.ts";

/** A sign and words in the colour of the tone. */
export function markHtml({ tone, words }: Mark): Markup {
  return html`<span class="mark ${tone}"><span aria-hidden="true">${signs[tone]}</span> ${words}</span>`;
}

export function gridHtml({ label, look, head, rows }: Grid): Markup {
  return tableHtml(
    label,
    head.map(cellHtml),
    rows.map((row) => ({ head: cellHtml(row.head), cells: row.cells.map(cellHtml) })),
    look === "plain" ? "" : look,
  );
}

function cellHtml(cell: Cell): string | Markup {
  if (typeof cell === "string") return cell;
  switch (cell.kind) {
    case "mark":
      return html`${markHtml(cell.mark)}${cell.isCached ? html` <span class="note">cached</span>` : nothing}`;
    case "code":
      return html`<code>${cell.text}</code>`;
    case "lines":
      return html`${cell.lines.map((line) => html`<div>${line}</div>`)}`;
    case "counted":
      return cell.paths.length === 0
        ? cell.count
        : html`${cell.count}<ul class="paths">${cell.paths.map((path) => html`<li><code>${path}</code></li>`)}</ul>`;
    case "name":
      return nameHtml(cell);
    case "meaning":
      return html`<code>${cell.id}</code> <span class="what">${cell.words}</span>`;
    case "filler":
      return cell.text;
  }
}

function nameHtml({ name, target, params }: Extract<Cell, { readonly kind: "name" }>): Markup {
  const head = target === undefined ? html`${name}` : html`<a href="#${target}">${name}</a>`;
  return params === "" ? head : html`${head} <span class="what"><code>${params}</code></span>`;
}

/** A table with column and row headings; it scrolls on its own if the page is too narrow. */
export function tableHtml(
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
