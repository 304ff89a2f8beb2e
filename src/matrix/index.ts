// In: refs, variants, and what they are rendered with. Out: cells, one for each ref and variant, as they come.
// Never: words, or anything written into the clone or an output folder.

export type { Cell, Outcome } from "./cell.ts";
export { makePlanners, type ProposalPlanner } from "./plan-ref.ts";
export { type RenderedRef, type RenderingJob, renderRefs } from "./render-refs.ts";
export {
  type GenerateRequest,
  generate,
  type RenderingHelper,
  runMatrix,
  type Workshop,
} from "./run-matrix.ts";
export { type DriftCommit, type Look, traceDrift } from "./trace-drift.ts";
