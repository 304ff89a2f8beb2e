import {
  nodeRoutesSections,
  printHtml,
  printMarkdown,
  type Report,
  reportTree,
} from "../../src/report/index.ts";

/** A report as Markdown, as the program writes it. */
export function reportMarkdown(report: Report, patchesDir: string): string {
  return printMarkdown(reportTree(report, nodeRoutesSections(report), patchesDir));
}

/** A report as a page. */
export function reportHtml(report: Report, patchesDir: string, style: string): string {
  return printHtml(reportTree(report, nodeRoutesSections(report), patchesDir), style);
}
