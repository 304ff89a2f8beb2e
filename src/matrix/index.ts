// In: refs, variants, and what they are rendered with. Out: cells, one for each ref and variant.
// Never: words, or anything written into the clone or an output folder.

export {
  type GenerateProgress,
  type GenerateRequest,
  type GenerateResult,
  generate,
  type Outcome,
  type PlanningHelper,
  type Workshop,
} from "./generate.ts";
export { type PlannedRef, type PlanningJob, type PlanOutcome, planRefs } from "./plan-refs.ts";
