import { nodeRoutesSections } from "../../src/proposals/node-routes/report/sections.ts";
import { printHtml, printMarkdown, type Report, reportTree } from "../../src/report/index.ts";

/** A report as Markdown, as the program writes it for series of one proposal. */
export function reportMarkdown(report: Report, patchesDir: string): string {
  return printMarkdown(treeOf(report, patchesDir));
}

/** A report as a page. */
export function reportHtml(report: Report, patchesDir: string, style: string): string {
  return printHtml(treeOf(report, patchesDir), style);
}

/** A report with what the proposal says. */
export function treeOf(report: Report, patchesDir: string) {
  const part = { id: "node-routes", report, said: nodeRoutesSections(report) };
  return reportTree(report, [part], patchesDir);
}
