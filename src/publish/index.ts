// In: an output folder's series and their evidence. Out: what hands them over, planned and then performed.
// Never: Go syntax, templates, names of a proposal.
export { type Cell, type Choice, type ChosenCells, chooseCells } from "./choose-cells.ts";
export { evidenceLines } from "./evidence-lines.ts";
export type { FittedText } from "./fit-pieces.ts";
export { type PostRequest, postLimit, postText } from "./post-text.ts";
