// In: series. Out: an output folder that holds them, or what stands there.
// Never: Go syntax, or what the series are for.

export { type CheckedFile, type CheckedSeries, checkFolders } from "./check-folder.ts";
export { openKnownSeries } from "./known-series.ts";
export { needsIgnoreFile, openOutputFolder, writeSeries } from "./write-series.ts";
