// In: an output folder's series and their evidence, and what proposals say of them. Out: one tree of sections, as
// Markdown and as a page. Never: git, engines, names of a proposal.
export { chooseSeries, type SeriesChoice } from "./choose-series.ts";
export { html, type Markup, nothing } from "./html-text.ts";
export { hideLocalPaths } from "./local-paths.ts";
export { code, foldable, plain } from "./markdown-text.ts";
export { type PictureFile, pictureFiles } from "./picture-files.ts";
export { printHtml } from "./print-html.ts";
export { printBlocks, printMarkdown } from "./print-markdown.ts";
export { type ReportedProposal, readProposalParts } from "./proposal-part.ts";
export { type ReportTexts, readEvidenceOf, readReportData, readReportOn } from "./read-report-data.ts";
export { refAnchor, seriesAnchor } from "./report-anchors.ts";
export {
  checksOf,
  outcomeOf,
  placesOf,
  type Report,
  type ReportRef,
  type ReportSeries,
  resultsOf,
} from "./report-data.ts";
export { reportTree } from "./report-tree.ts";
export { failureMark, paramWords, refWords, seriesMark, signs, sizeWords } from "./report-words.ts";
export type { Block, Cell, Pictures, ProposalSections, Section } from "./section.ts";
