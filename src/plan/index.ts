// In: a variant, params, a profile and its sources. Out: ordered commits of anchored edits.
// Never: git, the network, the clock, or anything written.
export { type Knowledge, makePlanner, type Planner, type PlannerTree } from "./build-plan.ts";
export type { DescribedName } from "./describe-view.ts";
export { loadAllTemplates } from "./load-all-templates.ts";
export type { ProposalTemplates, TemplateSet, Variant } from "./load-templates.ts";
export { resolveParams } from "./params.ts";
export type { ParamValues, Plan, PlanFact, PlannedCommit } from "./plan.ts";
export type { GoTools } from "./plan-commits.ts";
export { planStack, type StackGround } from "./plan-stack.ts";
export { type ReleaseNote, releaseNoteOfStack } from "./release-note.ts";
export { renderCompanion, renderText } from "./render-companion.ts";
export {
  findStack,
  paramsOfPart,
  paramsOfStack,
  partIds,
  type Stack,
  seriesName,
  stackId,
  stackOf,
} from "./stack.ts";
export type { VariantSpec } from "./variant.ts";
export { nameOfParam, type View, type Vocabulary } from "./view.ts";
