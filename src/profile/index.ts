// In: a checkout. Out: its profile, facts with file and line.
// Never: git, templates, or a decision by version number.
export {
  bindataStub,
  buildPaths,
  findNodeAddressing,
  type NodeAddressing,
  upstreamBuilder,
  wantsBindata,
  wantsC,
} from "./build-paths.ts";
export { ciliumModule, paths } from "./paths.ts";
export type { Evidence, FactName, FactValues, Profile } from "./profile.ts";
export { readSources, type Sources } from "./sources.ts";
export { takeProfile } from "./take-profile.ts";
