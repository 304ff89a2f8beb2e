import { PatchkitError } from "../errors.ts";
import { suggestion } from "../text/index.ts";
import { type Report, type ReportRef, type ReportSeries, reportOfSome } from "./report-data.ts";

/** Which series a report shows; an empty list means all. */
export interface SeriesChoice {
  /** Refs or slugs, beginnings of shas, or patterns in which `*` and `?` match anything but `/`. */
  readonly refs: readonly string[];
  readonly variants: readonly string[];
}

/** A report of the chosen series. @throws PatchkitError `usage/bad-argument` for a choice that no series fits. */
export function chooseSeries(report: Report, { refs, variants }: SeriesChoice): Report {
  const names = report.refs.map(({ ref }) => ref);
  const known = [
    ...new Set(report.refs.flatMap(({ series }) => series.map(({ variant }) => variant))),
  ].sort();
  for (const typed of refs)
    if (!report.refs.some((ref) => fits(ref, typed))) throw nothingLike("ref", typed, names);
  for (const typed of variants) if (!known.includes(typed)) throw nothingLike("variant", typed, known);
  const chosen = report.refs.filter((ref) => refs.length === 0 || refs.some((typed) => fits(ref, typed)));
  const isWanted = ({ variant }: ReportSeries) => variants.length === 0 || variants.includes(variant);
  const found = reportOfSome({ ...report, refs: chosen }, isWanted);
  if (found.refs.length > 0) return found;
  throw new PatchkitError(
    "usage/bad-argument",
    `expected series of ${variants.join(", ")} for ${refs.join(", ")}, found none`,
    { hint: "Leave out --ref or --variant." },
  );
}

function fits({ ref, slug, sha }: ReportRef, typed: string): boolean {
  if (/^[0-9a-f]{7,64}$/.test(typed) && sha.startsWith(typed)) return true;
  const pattern = typed
    .replace(/[\\^$.|+(){}[\]]/g, "\\$&")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]");
  return [ref, slug].some((name) => new RegExp(`^${pattern}$`).test(name));
}

function nothingLike(flag: string, typed: string, known: readonly string[]): PatchkitError {
  const bare = typed.replace(/[*?]/g, "");
  return new PatchkitError(
    "usage/bad-argument",
    `--${flag}: expected some of ${known.join(", ")}, found ${JSON.stringify(typed)}`,
    { hint: suggestion(bare, known, `Only series in the output folder can be shown.`) },
  );
}
