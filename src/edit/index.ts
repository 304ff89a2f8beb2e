// In: rendered templates, and files as text or as parsed Go. Out: edits of their text, and whether they are there already.
// Never: git, where a file comes from, or what a release has in it.
export { badTemplate } from "./bad-template.ts";
export { isGoPath } from "./go-anchor.ts";
export { addImports, fillImports, type GoPackage, type ImportLayout } from "./imports.ts";
export type { EditSpec } from "./kinds.ts";
export { type Companion, companionOf, conditionsOf, parseEdit, withoutConditions } from "./template.ts";
