// In: series. Out: evidence of what was checked, where, with which result.
// Never: GitHub.
export { applyPatches } from "./apply-patches.ts";
export { moduleFolder } from "./base-tree.ts";
export { type Check, checkTable, detailsOf } from "./check.ts";
export { checks, scenarioCheck, trafficCheck } from "./checks/index.ts";
export {
  type CheckId,
  type CheckResult,
  checkIds,
  type Evidence,
  evidenceSchema,
  evidenceSchemaOf,
  standardChecks,
} from "./evidence.ts";
export { type CheckOutcome, type FoundTable, outcomes, type Problem } from "./finding.ts";
export { nonBlankLines } from "./go-command.ts";
export type { Place } from "./place.ts";
export type { RunVerdict } from "./run-verdict.ts";
export type { ScenarioEvent, ScenarioRun } from "./scenario-run.ts";
export { hostDevice, otherCIDRs, serviceRanges, sharedCIDRs } from "./setup.ts";
export { type Subject, subjectOf, subjectOnDisk } from "./subject.ts";
export { type Fate, fateOf, fateWords, hostWayOf, hostWayWords } from "./traffic-fate.ts";
export type { TrafficRun } from "./traffic-run.ts";
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
