// In: an output folder's series and their evidence. Out: what hands them over, planned and then performed.
// Never: Go syntax, templates, names of a proposal.

export { isAttachable } from "./attachable.ts";
export { assertSize, type Bundle, buildBundle, bundleName } from "./build-bundle.ts";
export { checksumsName, sha256 } from "./checksums.ts";
export { type Cell, type Choice, type ChosenCells, chooseCells } from "./choose-cells.ts";
export { type DiscussWish, decideDiscuss } from "./discussion/decide.ts";
export { type DiscussPlan, discussPlanSchema } from "./discussion/discuss-plan.ts";
export { performDiscuss } from "./discussion/perform.ts";
export { type BakeCell, bakeFile } from "./emit/bake-file.ts";
export { driftWorkflow } from "./emit/drift-workflow.ts";
export type { EmittedCell } from "./emit/emitted-cell.ts";
export { verifyDockerfile } from "./emit/verify-dockerfile.ts";
export { workflow } from "./emit/workflow.ts";
export { evidenceLines } from "./evidence-lines.ts";
export { findSource } from "./find-source.ts";
export type { FittedText } from "./fit-pieces.ts";
export { flatName } from "./flat-name.ts";
export { agentDockerfile } from "./image/agent-dockerfile.ts";
export { buildCommand, pushCommand } from "./image/build-command.ts";
export {
  decideImage,
  type GoImage,
  type ImageInputs,
  type ImageWishes,
  versionOf,
} from "./image/decide-image.ts";
export { type ImagePlan, imagePlanSchema } from "./image/image-plan.ts";
export { performImage } from "./image/perform-image.ts";
export { readTreeFacts } from "./image/read-tree-facts.ts";
export { switchOn } from "./image/switch-on.ts";
export { keepSeries } from "./keep-series.ts";
export { makeCommits } from "./make-commits.ts";
export { makeZip } from "./make-zip.ts";
export { type PostRequest, postLimit, postText } from "./post-text.ts";
export { decidePulls } from "./pull-request/decide.ts";
export { gatherPulls, type PullSeries } from "./pull-request/gather.ts";
export { performPulls } from "./pull-request/perform.ts";
export { type PullPlan, type PullStep, pullPlanSchema } from "./pull-request/pull-plan.ts";
export { formatText, readCoverLetter } from "./pull-request/pull-text.ts";
export { readRevisions } from "./pull-request/read-revisions.ts";
export { readTemplate } from "./pull-request/read-template.ts";
export { supportedBoxes } from "./pull-request/supported-boxes.ts";
export { assertVerified, readDoubts } from "./read-doubts.ts";
export { readSeriesTexts } from "./read-series-texts.ts";
export { readSource } from "./read-source.ts";
export type { TakenSeries } from "./take-series.ts";
