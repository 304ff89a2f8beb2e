// In: an output folder's series and their evidence. Out: what hands them over, planned and then performed.
// Never: Go syntax, templates, names of a proposal.
export { type Cell, type Choice, type ChosenCells, chooseCells } from "./choose-cells.ts";
export { evidenceLines } from "./evidence-lines.ts";
export type { FittedText } from "./fit-pieces.ts";
export { makeCommits } from "./make-commits.ts";
export { type PostRequest, postLimit, postText } from "./post-text.ts";
export { decidePulls } from "./pull-request/decide.ts";
export { gatherPulls, type PullSeries } from "./pull-request/gather.ts";
export { performPulls } from "./pull-request/perform.ts";
export { type PullPlan, type PullStep, parsePullPlan, pullPlanSchema } from "./pull-request/pull-plan.ts";
export { formatText, readCoverLetter } from "./pull-request/pull-text.ts";
