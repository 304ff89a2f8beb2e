// In: series. Out: evidence of what was checked, where, with which result; and a report on it.
// Never: GitHub.
export { moduleFolder } from "./base-tree.ts";
export { checkTable } from "./check.ts";
export { checks } from "./checks/index.ts";
export {
  type CheckId,
  checkIds,
  type Evidence,
  evidenceSchema,
  standardChecks,
} from "./evidence.ts";
export { outcomes } from "./finding.ts";
export { hideLocalPaths } from "./local-paths.ts";
export { readReportData } from "./read-report-data.ts";
export { outcomeOf, type Report, type ReportSeries } from "./report-data.ts";
export { reportHtml } from "./report-html.ts";
export { reportMarkdown } from "./report-markdown.ts";
export { refWords, seriesMark, signs } from "./report-words.ts";
export { type Subject, subjectOf, subjectOnDisk } from "./subject.ts";
export { type EngineNeeds, groupByBase, type VerifyEvent, type VerifyProgress, verify } from "./verify.ts";
