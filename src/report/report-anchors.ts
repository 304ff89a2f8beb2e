import type { ReportPatch, ReportRef, ReportSeries } from "./report-data.ts";

/** Ids for links into a page; they do not depend on a series' position in the report. */
export function refAnchor({ slug, sha }: Pick<ReportRef, "slug" | "sha">): string {
  return anchor(`ref-${slug}-${sha.slice(0, 12)}`);
}

export function seriesAnchor({ folder }: Pick<ReportSeries, "folder">): string {
  return anchor(folder);
}

/** Uses the patch's number in its series, which stays the same when the subject changes. */
export function patchAnchor(series: ReportSeries, patch: ReportPatch): string {
  return `${seriesAnchor(series)}-${String(series.patches.indexOf(patch) + 1).padStart(4, "0")}`;
}

function anchor(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]+/g, "-");
}
