// In: a checkout, and what a proposal wants to know. Out: a profile, facts with file and line.
// Never: git, templates, a decision by version number, or what a proposal is about.
export {
  bindataStub,
  buildPaths,
  ciliumModule,
  hasReferenceCommand,
  upstreamBuilder,
  wantsBindata,
  wantsC,
} from "./build-paths.ts";
export { lazily } from "./lazily.ts";
export { absent, at, atFile, type Found, only, type Probe, type Probes } from "./probe.ts";
export {
  type Evidence,
  type Fact,
  type FactValue,
  type FactValues,
  type GoPackage,
  isList,
  type Profile,
} from "./profile.ts";
export { readGoVersion, releaseProbes } from "./release.ts";
export {
  type ChartWays,
  linkerSettings,
  type ReleaseImage,
  readChartWays,
  releaseImage,
} from "./release-image.ts";
export { readSources, releaseFiles, type Sources } from "./sources.ts";
export type { Survey } from "./survey.ts";
export { allFacts, takeProfile } from "./take-profile.ts";
