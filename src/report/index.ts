// In: an output folder's series and their evidence, and what a proposal says of them. Out: one tree of sections, as
// Markdown and as a page. Never: git, engines, names of a proposal; node-routes/ waits for a room of its own.
export { hideLocalPaths } from "./local-paths.ts";
export { nodeRoutesSections } from "./node-routes/sections.ts";
export { printHtml } from "./print-html.ts";
export { printMarkdown } from "./print-markdown.ts";
export { readReportData } from "./read-report-data.ts";
export { outcomeOf, type Report, type ReportSeries } from "./report-data.ts";
export { reportTree } from "./report-tree.ts";
export { refWords, seriesMark, signs } from "./report-words.ts";
export { joinSections, plainSections, restrictReport } from "./restrict-report.ts";
export type { ProposalSections } from "./section.ts";
