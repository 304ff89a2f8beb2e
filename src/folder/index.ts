// In: series. Out: an output folder that holds them, or how it differs from them.
// Never: Go syntax, or what the series are for.

export { type CheckedFile, type CheckedSeries, checkFolders } from "./check-folder.ts";
