// In: plans. Out: commits and patches, the same bytes every time; and series read back from disk.
// Never: Go syntax.

export { type Applied, applySeries, branchOf, undoSeries } from "./apply-series.ts";
export { buildSeries, digestOf, type SeriesRequest } from "./build-series.ts";
export { parseIdentity } from "./identity.ts";
export type { Identity, Series } from "./series.ts";
export {
  manifestSchema,
  parseManifest,
  seriesFileSchema,
  seriesFiles,
  updateManifest,
  type Versions,
} from "./series-files.ts";
