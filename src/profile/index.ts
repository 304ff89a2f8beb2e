// In: a checkout, and what a proposal wants to know. Out: a profile, facts with file and line.
// Never: git, templates, a decision by version number, or what a proposal is about.
export {
  bindataStub,
  buildPaths,
  ciliumModule,
  upstreamBuilder,
  wantsBindata,
  wantsC,
} from "./build-paths.ts";
export { at, atFile, type Found, only, type Probe, type Probes } from "./probe.ts";
export type { Evidence, Fact, FactValues, GoPackage, Profile } from "./profile.ts";
export { readGoVersion, releaseProbes } from "./release.ts";
export {
  type ChartWays,
  linkerSettings,
  type ReleaseImage,
  readChartWays,
  releaseImage,
} from "./release-image.ts";
export { readSources, type Sources } from "./sources.ts";
export type { Survey } from "./survey.ts";
export { allFacts, takeProfile, valuesOf } from "./take-profile.ts";
