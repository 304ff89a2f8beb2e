// In: an output folder's series and their evidence, and what proposals say of them. Out: one tree of sections, as
// Markdown and as a page. Never: git, engines, names of a proposal.
export { chooseSeries, type SeriesChoice } from "./choose-series.ts";
export { html, type Markup, nothing } from "./html-text.ts";
export { hideLocalPaths } from "./local-paths.ts";
export { printHtml } from "./print-html.ts";
export { printMarkdown } from "./print-markdown.ts";
export { type ReportedProposal, readProposalParts } from "./proposal-part.ts";
export { readReportData } from "./read-report-data.ts";
export { refAnchor } from "./report-anchors.ts";
export { outcomeOf, type Report, type ReportRef, type ReportSeries, resultsOf } from "./report-data.ts";
export { reportTree } from "./report-tree.ts";
export { failureMark, refWords, seriesMark, signs } from "./report-words.ts";
export type { Cell, Pictures, ProposalSections, Section } from "./section.ts";
