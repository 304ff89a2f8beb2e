// In: an output folder's series and their evidence. Out: one report on them, as Markdown and as a page.
// Never: git, engines.
export { hideLocalPaths } from "./local-paths.ts";
export { readReportData } from "./read-report-data.ts";
export { outcomeOf, type Report, type ReportSeries } from "./report-data.ts";
export { reportHtml } from "./report-html.ts";
export { reportMarkdown } from "./report-markdown.ts";
export { refWords, seriesMark, signs } from "./report-words.ts";
