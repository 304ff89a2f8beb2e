// In: plans. Out: commits and patches, the same bytes every time; also series read from disk.
// Never: Go syntax.

export { type Applied, applySeries } from "./apply-series.ts";
export { branchOf } from "./branch.ts";
export { digestOf, openSeriesBuilder } from "./build-series.ts";
export { addedOptions, countLines } from "./count-lines.ts";
export { assertKept, neutralIdentity, parseIdentity } from "./identity.ts";
export { type FoundSeries, readPart, readSeriesBelow, type SeriesOnDisk } from "./read-series.ts";
export type { Identity, Series } from "./series.ts";
export {
  manifestSchema,
  parseSeriesFile,
  type SeriesFile,
  seriesFileSchema,
  seriesFiles,
  updateManifest,
  type Versions,
} from "./series-files.ts";
export { type Undone, undoSeries } from "./undo-series.ts";
