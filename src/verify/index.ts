// In: series. Out: evidence of what was checked, where, with which result; and a report on it.
// Never: GitHub.
export { moduleFolder } from "./base-tree.ts";
export {
  type CheckId,
  checkIds,
  type Evidence,
  evidenceSchema,
  outcomes,
  type ScenarioEvent,
  type ScenarioRun,
  type ScenarioVerdict,
  standardChecks,
  type TrafficRun,
  type TrafficVerdict,
} from "./evidence.ts";
export { nonBlankLines } from "./go-command.ts";
export { hideLocalPaths } from "./local-paths.ts";
export { readReportData } from "./read-report-data.ts";
export { outcomeOf, type Report, type ReportSeries } from "./report-data.ts";
export { reportHtml } from "./report-html.ts";
export { reportMarkdown } from "./report-markdown.ts";
export { refWords, seriesMark, signs } from "./report-words.ts";
export { hostDevice, otherCIDRs, serviceRanges, sharedCIDRs } from "./setup.ts";
export { type Subject, subjectOf, subjectOnDisk } from "./subject.ts";
export type {
  ScenarioRuns,
  TrafficAnswer,
  TrafficRecord,
  TrafficRuns,
  Trial,
  Trials,
  TriedProposal,
} from "./trials.ts";
export { type EngineNeeds, groupByBase, type VerifyEvent, type VerifyProgress, verify } from "./verify.ts";
