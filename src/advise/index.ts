// In: texts that a person has at hand, and what a proposal knows. Out: what is wrong, and what cures it.
// Never: git, files, or a name that only a proposal knows; it knows routes, prefixes and the longest match.
export {
  type Advice,
  adviceSchema,
  type Finding,
  type Leftover,
  type LiveStep,
  type Owner,
  type Range,
  type RuleText,
  type Unknown,
  type VariantFit,
  type WayOut,
} from "./advice.ts";
export { advise, hasProblem, unusable } from "./advise.ts";
export { decodeText } from "./decode-text.ts";
export type { Change, Judgement, Knowledge, ReadObject } from "./knowledge.ts";
export type { Setting } from "./parse-settings.ts";
export type { KnownNode, NodeCidr, NodeTable, Picture } from "./picture.ts";
export {
  type Address,
  contains,
  equal,
  isHost,
  type Prefix,
  parseAddress,
  parsePrefix,
  unmapped,
} from "./prefix.ts";
export { makePrefixIndex, type PrefixIndex } from "./prefix-index.ts";
export { printAdvice } from "./print-advice.ts";
export { type NamedText, tellsSomething } from "./read-input.ts";
export type { PrefixRelations } from "./relate.ts";
export { deleteCommand, deviceOf, gatewayOf, type Route, routeText } from "./route.ts";
