// In: an output folder's series and their evidence, and what a proposal says of them. Out: one tree of sections, as
// Markdown and as a page. Never: git, engines, names of a proposal; node-routes/ waits for a room of its own.
export { hideLocalPaths } from "./local-paths.ts";
export { code, foldable, plain } from "./markdown-text.ts";
export { nodeRoutesSections } from "./node-routes/sections.ts";
export { type PictureFile, pictureFiles } from "./picture-files.ts";
export { printHtml } from "./print-html.ts";
export { printBlocks, printMarkdown } from "./print-markdown.ts";
export { type ReportTexts, readReportData, readReportOn } from "./read-report-data.ts";
export { seriesAnchor } from "./report-anchors.ts";
export { checksOf, outcomeOf, placesOf, type Report, type ReportSeries } from "./report-data.ts";
export { reportTree } from "./report-tree.ts";
export { paramWords, refWords, seriesMark, signs, sizeWords } from "./report-words.ts";
export type { Block, Section } from "./section.ts";
