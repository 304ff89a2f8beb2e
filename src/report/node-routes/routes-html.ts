import { html, type Markup, nothing } from "../html-text.ts";
import type { ReportRef } from "../report-data.ts";
import { type ComparedRoute, compareRoutes, roleWords, routeTables } from "./routes.ts";

const changeWords = { kept: "kept", removed: "− removed", added: "+ added" } as const;

/** The routes of a ref to the host device: on the base, and with each series. */
export function routesHtml(ref: ReportRef): Markup {
  const tables = routeTables(ref);
  if (tables.length === 0) return nothing;
  const base = tables.find(({ isBase }) => isBase);
  const after = tables
    .filter(({ isBase }) => !isBase)
    .map(({ label, routes }) => ({ label, routes: compareRoutes(base?.routes ?? routes, routes) }));
  const unchanged = after.filter(({ routes }) => base && routes.every(({ change }) => change === "kept"));
  return html`<h3>Routes to cilium_host, before and after</h3>
<div class="tables">${base ? tableHtml(`Before: ${base.label}`, compareRoutes(base.routes, base.routes), false) : nothing}
${after
  .filter((one) => !unchanged.includes(one))
  .map(({ label, routes }) => tableHtml(`After: ${label}`, routes, base !== undefined))}</div>
${unchanged.map(({ label }) => html`<p>After: <strong>${label}</strong>: the same routes as before.</p>\n`)}`;
}

function tableHtml(title: string, routes: readonly ComparedRoute[], isCompared: boolean): Markup {
  return html`<div><h4>${title}</h4>
<div class="scroll" tabindex="0" role="group" aria-label="${title}"><table class="routes">
<thead><tr>${isCompared ? html`<th scope="col">change</th>` : nothing}<th scope="col">route</th></tr></thead>
<tbody>${routes.map(
    ({ change, text, role }) =>
      html`<tr class="${change}">${isCompared ? html`<td class="change">${changeWords[change]}</td>` : nothing}${isCompared ? html`<th scope="row" class="route"><code>${text}</code>${role === undefined ? nothing : html` <span class="what">${roleWords[role]}</span>`}</th>` : html`<td class="route"><code>${text}</code>${role === undefined ? nothing : html` <span class="what">${roleWords[role]}</span>`}</td>`}</tr>
`,
  )}</tbody></table></div>${routes.length === 0 ? html`<p class="note">No routes.</p>` : nothing}</div>
`;
}
