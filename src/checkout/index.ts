// In: a repository and refs as typed. Out: commits and their files.
// Never: a work tree, an index, or anything written into the clone.
export { type BranchChange, changedPaths } from "./changed-paths.ts";
export { type Base, type Checkout, openCheckout } from "./checkout.ts";
export { chooseRefs, isPattern, type RefChoice } from "./choose-refs.ts";
export { listIfFolder } from "./list-if-folder.ts";
export { listRefs, shortNames } from "./named-refs.ts";
export { readIfText } from "./read-if-text.ts";
export { concerns, type Reads, recordReads } from "./recorded-checkout.ts";
export {
  joinRepository,
  openRepository,
  type Repository,
  type RepositoryLocation,
} from "./repository.ts";
export { type RefResult, type ResolvedRef, resolveRefs } from "./resolve-refs.ts";
export { resolveSlugs } from "./resolve-slug.ts";
export { withFiles } from "./with-files.ts";
