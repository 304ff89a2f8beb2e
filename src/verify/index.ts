// In: series. Out: evidence of what was checked, where, with which result.
// Never: GitHub.
export { applyPatches } from "./apply-patches.ts";
export { type ModuleFetcher, moduleFolder, prepareBaseTree } from "./base-tree.ts";
export { writeBuildContext } from "./build-context.ts";
export { type Check, checkTable, detailsOf } from "./check.ts";
export { checks, clusterCheck, scenarioCheck, trafficCheck } from "./checks/index.ts";
export type { ClusterPhase, ClusterRun } from "./cluster-run.ts";
export type { Companion, CompanionOutput } from "./companion.ts";
export {
  type CheckId,
  type CheckResult,
  checkIds,
  type Evidence,
  evidenceSchema,
  evidenceSchemaOf,
  runsAgents,
  standardChecks,
} from "./evidence.ts";
export { type CheckOutcome, type FoundTable, isUnsettled, outcomes, type Problem } from "./finding.ts";
export { goEnvironment, nonBlankLines } from "./go-command.ts";
export type { Place } from "./place.ts";
export { type RunVerdict, verdictWords } from "./run-verdict.ts";
export type { ScenarioEvent, ScenarioRun } from "./scenario-run.ts";
export { type Subject, subjectOf, subjectOnDisk } from "./subject.ts";
export type { TrafficRun } from "./traffic-run.ts";
export type {
  ClusterInput,
  ClusterTrial,
  Trial,
  TrialAnswer,
  TrialRecord,
  TrialRuns,
  Trials,
  TriedProposal,
  Untried,
} from "./trials.ts";
export { groupByBase, verify } from "./verify.ts";
export type { VerifyEvent, VerifyProgress } from "./verify-event.ts";
export type { EngineNeeds } from "./verify-workshop.ts";
