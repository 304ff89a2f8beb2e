import { PatchkitError } from "../errors.ts";
import { type Report, type ReportSeries, type ReportTexts, readReportOn } from "../report/index.ts";
import { type FoundSeries, readSeriesBelow, type SeriesOnDisk } from "../series/index.ts";
import { suggestion } from "../text/index.ts";
import { doubtsOf } from "./cell-doubts.ts";
import { assertVerified } from "./read-doubts.ts";

/** Which series of an output folder are handed over. */
export interface Choice {
  /**
   * Each the name of a folder (a tag, a branch, a short sha), such a name with `*` and `?`, or 7 or more digits of a
   * base commit's sha; empty means all.
   */
  readonly refs: readonly string[];
  /** Ids, or ids with the suffix of their params as the folders are named; empty means all. */
  readonly variants: readonly string[];
  /** Takes series that do not count as verified, too. */
  readonly unverified: boolean;
}

/** A series that is handed over. */
export interface Cell {
  readonly series: SeriesOnDisk;
  /** The same with its evidence, which is null unless it is of exactly these patches. */
  readonly shown: ReportSeries;
  /** Why it does not count as verified; every text about it says so. Empty unless `--unverified` was given. */
  readonly doubts: readonly string[];
}

/** At least one cell, in the order of the report: by release, then by name. */
export interface ChosenCells {
  readonly cells: readonly Cell[];
  /** The report on exactly these cells. */
  readonly report: Report;
}

/**
 * Reads the chosen series of an output folder with their evidence. Their patches are those that series.json was
 * written for.
 *
 * @throws PatchkitError `usage/bad-argument` if a ref or a variant chooses nothing; `publish/unverified`;
 *   `series/not-a-series`, `series/digest-mismatch`.
 */
export async function chooseCells(
  out: string,
  choice: Choice,
  texts: ReportTexts = {},
): Promise<ChosenCells> {
  const known: FoundSeries[] = [];
  const found = await readSeriesBelow(out, (one) => {
    known.push(one);
    return isChosen(one, choice);
  });
  assertAllFound(known, found, choice);
  const report = await readReportOn(out, found, texts);
  const byFolder = new Map(found.map((one) => [one.folder, one]));
  const cells = report.refs
    .flatMap((ref) => ref.series)
    .map((shown): Cell => {
      const series = byFolder.get(shown.folder);
      if (!series) throw new Error(`${shown.folder} was not read`);
      return { series, shown, doubts: doubtsOf(shown) };
    });
  if (!choice.unverified)
    assertVerified(
      cells.map(({ shown, doubts }) => ({ folder: shown.folder, doubts })),
      nextStep,
    );
  return { cells, report };
}

function isChosen(series: FoundSeries, { refs, variants }: Choice): boolean {
  return (
    (refs.length === 0 || refs.some((ref) => isOfRef(series, ref))) &&
    (variants.length === 0 || variants.some((variant) => isOfVariant(series, variant)))
  );
}

function isOfRef({ folder, file }: FoundSeries, ref: string): boolean {
  const slug = folder.slice(0, folder.indexOf("/"));
  if (/^[0-9a-f]{7,}$/.test(ref) && file.base.startsWith(ref)) return true;
  return ref === slug || (/[*?]/.test(ref) && patternOf(ref).test(slug));
}

function patternOf(ref: string): RegExp {
  const escaped = ref.replace(/[\\^$.+()[\]{}|]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "u");
}

function isOfVariant({ folder, file }: FoundSeries, variant: string): boolean {
  return variant === file.variant || variant === folder.slice(folder.indexOf("/") + 1);
}

/** Every ref, every variant and all of them together choose something. */
function assertAllFound(
  known: readonly FoundSeries[],
  found: readonly FoundSeries[],
  { refs, variants }: Choice,
): void {
  const slugs = [...new Set(known.map(({ folder }) => folder.slice(0, folder.indexOf("/"))))];
  const names = [...new Set(known.map(({ folder }) => folder.slice(folder.indexOf("/") + 1)))];
  for (const ref of refs)
    if (!known.some((one) => isOfRef(one, ref))) throw nothingFound("--ref", "a ref", ref, slugs);
  for (const variant of variants)
    if (!known.some((one) => isOfVariant(one, variant)))
      throw nothingFound("--variant", "a variant", variant, names);
  if (found.length > 0) return;
  throw new PatchkitError(
    "usage/bad-argument",
    `expected a series of ${variants.join(", ")} on ${refs.join(", ")}, found none: there are ${known.map(({ folder }) => folder).join(", ")}`,
    { hint: "Name a ref and a variant of one of these, or render it with `cilium-patchkit generate`." },
  );
}

function nothingFound(flag: string, what: string, given: string, known: readonly string[]): PatchkitError {
  const render = "Render it with `cilium-patchkit generate`, or name another with";
  return new PatchkitError(
    "usage/bad-argument",
    `${flag}: expected ${what} that the folder has a series of (${known.join(", ")}), found ${JSON.stringify(given)}`,
    { hint: suggestion(given, known, `${render} ${flag}.`) },
  );
}

const nextStep =
  "Run `cilium-patchkit verify` on them, choose others with --ref and --variant, or hand them over with --unverified, which every text then says.";
