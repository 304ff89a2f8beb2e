// In: series and what is known of their trees. Out: what is handed over: images, and files for builders elsewhere.
// Never: Go syntax, or a decision that a person has to take.
export { type BakeCell, bakeFile } from "./emit/bake-file.ts";
export type { EmittedCell } from "./emit/emitted-cell.ts";
export { workflow } from "./emit/workflow.ts";
export { agentDockerfile } from "./image/agent-dockerfile.ts";
export { buildCommand, pushCommand } from "./image/build-command.ts";
export {
  decideImage,
  type ImageInputs,
  type ImageWishes,
  versionOf,
} from "./image/decide-image.ts";
export { type ImagePlan, imagePlanSchema } from "./image/image-plan.ts";
export { performImage } from "./image/perform-image.ts";
export { readTreeFacts } from "./image/read-tree-facts.ts";
export { switchOn } from "./image/switch-on.ts";
