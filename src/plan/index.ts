// In: a variant, params, a profile and its sources. Out: ordered commits of anchored edits.
// Never: git, the network, the clock, or anything written.
export { type Knowledge, makePlanner, type Planner } from "./build-plan.ts";
export { loadAllTemplates } from "./load-all-templates.ts";
export type { ProposalTemplates, TemplateSet, Variant } from "./load-templates.ts";
export { paramSuffix, resolveParams } from "./params.ts";
export type { ParamValues, Plan, PlanFact, PlannedCommit } from "./plan.ts";
export type { GoTools } from "./plan-commits.ts";
export { renderCompanion, renderText } from "./render-companion.ts";
export type { Names, View, Vocabulary } from "./view.ts";
