// In: Go source. Out: declarations, anchored places, formatted text.
// Never: names specific to Cilium.
export { findAnchor, resolveAnchor } from "./anchor.ts";
export { otherCallers } from "./callers.ts";
export { type Decision, findDecisions } from "./conditions.ts";
export {
  importsOf,
  namesOfImport,
  parametersOf,
  receiverName,
  resultOf,
  signatureOf,
  stringConstants,
} from "./declarations.ts";
export { type GoFile, type GoParser, loadGoParser } from "./go-file.ts";
export { type GoFormatter, loadGoFormatter } from "./gofmt.ts";
export { callsAround, isFirstStatement } from "./guard.ts";
export { missingNames, type NameProblem } from "./missing-names.ts";
export { type Names, namesIn } from "./names.ts";
export { withoutComments } from "./package-text.ts";
export { type DeclaredMemo, folderOf, PackageIndex, type PackageSource } from "./packages.ts";
export {
  listedIn,
  type NoSpot,
  type Spot,
  spotAfter,
  spotAtEnd,
  spotAtStart,
  spotBefore,
} from "./placement.ts";
export { holds, type Range } from "./scopes.ts";
export { takenNames } from "./taken-names.ts";
