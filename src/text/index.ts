// In: strings. Out: positions, ranges and edits in them.
// Never: the meaning of the text.
export { suggestion } from "./closest.ts";
export { cutMiddle, cutTexts } from "./cut.ts";
export { applyEdits, type Edit, editedRanges, invertEdits } from "./edit.ts";
export {
  indentAt,
  indentLines,
  lineAt,
  lineEdits,
  lineStart,
  nextLineStart,
  squeeze,
  startOfLine,
} from "./lines.ts";
export { reflow } from "./reflow.ts";
export { shellWords } from "./shell-words.ts";
