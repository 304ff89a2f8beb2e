import { markHtml, tableHtml } from "./html-grid.ts";
import { html, type Markup, nothing } from "./html-text.ts";
import type { Result } from "./section.ts";

/** What each check found, folded. */
export function resultsHtml(results: readonly Result[]): Markup {
  if (results.length === 0) return nothing;
  return html`<details><summary>What the checks found</summary>${results.map(resultHtml)}</details>`;
}

function resultHtml({ check, commit, mark, took, reason, tables, log }: Result): Markup {
  const line = html`<code>${check}</code>${commit === null ? nothing : html` of commit ${commit}`} ${markHtml(mark)} <span class="note">${took}</span>${reason === null ? nothing : html` ${reason}`}`;
  if (log === "" && tables.length === 0) return html`<p>${line}</p>`;
  return html`<details class="log"><summary>${line}${tables.map(({ title }) => html` <span class="what">${title}</span>`)}</summary>
${tables.map(({ title, head, rows }) =>
  tableHtml(
    `${check}: ${title}`,
    head,
    rows.map(([first = "", ...cells]) => ({ head: first, cells })),
    "found",
  ),
)}
${log === "" ? nothing : html`<pre tabindex="0">${log}</pre>`}</details>`;
}
