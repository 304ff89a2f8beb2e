import type { Series } from "../series/index.ts";
import type {
  Check,
  CheckId,
  CheckOutcome,
  CheckResult,
  Evidence,
  FoundTable,
  Place,
} from "../verify/index.ts";
import type { Revision } from "./read-revision.ts";

/** One patch of a series. */
export interface ReportPatch {
  readonly name: string;
  readonly subject: string;
  readonly text: string;
}

/** A series as a report shows it, with its results. */
export interface ReportSeries {
  /** Folder below the output folder. */
  readonly folder: string;
  /** Last part of the folder: the variant, and a hash if params are not the default. */
  readonly name: string;
  readonly variant: string;
  readonly slug: string;
  readonly release: string;
  /** As the user typed it for `verify`, else the slug. */
  readonly ref: string;
  /** The base commit. */
  readonly sha: string;
  readonly params: Series["params"];
  readonly files: Series["files"];
  /** In the order they are applied. */
  readonly patches: readonly ReportPatch[];
  /** "" if there is none. */
  readonly coverLetter: string;
  /** The revision that `refresh` replaced with this one; null if there is none. */
  readonly revision: Revision | null;
  /** `outdated`: there is evidence, but for patches other than the current ones. */
  readonly standing: "verified" | "outdated" | "not-verified";
  /** Null unless the series is `verified`. */
  readonly evidence: Evidence | null;
  /** All checks that there are, in the order they run. */
  readonly checks: readonly Check[];
}

/** The series of one base commit. */
export interface ReportRef {
  readonly ref: string;
  readonly slug: string;
  readonly sha: string;
  readonly release: string;
  readonly series: readonly ReportSeries[];
}

/** Everything a report compares: refs in order of release, names of series in byte order. */
export interface Report {
  readonly refs: readonly ReportRef[];
  readonly names: readonly string[];
  /** Descriptions of variants, by id; the refs may contain series of other variants. */
  readonly about: VariantTexts;
}

/** The proposal that a variant belongs to, by its id, and sentences of `variant.json`. */
export type VariantTexts = Readonly<
  Record<string, { readonly proposal: string; readonly fixes: string; readonly doesNotFix: string }>
>;

const byNumbers = new Intl.Collator("en", { numeric: true });

/** Groups series by base commit; a slug that moved between two of them gives two groups. */
export function groupSeries(all: readonly ReportSeries[], about: VariantTexts = {}): Report {
  const groups = new Map<string, ReportSeries[]>();
  for (const series of all) {
    const key = `${series.slug} ${series.sha}`;
    groups.set(key, [...(groups.get(key) ?? []), series]);
  }
  const refs = [...groups.values()].flatMap((series): ReportRef[] => {
    const [first] = series;
    if (!first) return [];
    const ref = series.find(({ evidence }) => evidence !== null)?.ref ?? first.ref;
    return [{ ref, slug: first.slug, sha: first.sha, release: first.release, series }];
  });
  refs.sort((a, b) => byNumbers.compare(a.release, b.release) || byNumbers.compare(a.slug, b.slug));
  return { refs, names: [...new Set(all.map(({ name }) => name))].sort(), about };
}

/** A report of some of the series; refs without any are left out. */
export function reportOfSome({ refs, about }: Report, isWanted: (series: ReportSeries) => boolean): Report {
  const left = refs
    .map((ref) => ({ ...ref, series: ref.series.filter(isWanted) }))
    .filter(({ series }) => series.length > 0);
  const names = new Set(left.flatMap(({ series }) => series.map(({ name }) => name)));
  return { refs: left, names: [...names].sort(), about };
}

/** The results of one check: for the whole series, and for single commits if they were checked too. */
export function resultsOf(series: Pick<ReportSeries, "evidence">, check: CheckId): CheckResult[] {
  return series.evidence?.checks.filter((result) => result.check === check) ?? [];
}

/** How a check ended: the worst of its results; `not-run` if there are none. */
export function outcomeOf(series: Pick<ReportSeries, "evidence">, check: CheckId): CheckOutcome | "not-run" {
  const found = resultsOf(series, check).map(({ outcome }) => outcome);
  return (
    (["fail", "could-not-run", "pass", "not-needed"] as const).find((one) => found.includes(one)) ?? "not-run"
  );
}

/** The checks that series are judged by: the standard ones, and any others that ran. */
export function checksOf(series: readonly ReportSeries[]): Check[] {
  return (series[0]?.checks ?? []).filter(
    ({ id, onRequest }) => !onRequest || series.some((one) => outcomeOf(one, id) !== "not-run"),
  );
}

/** What a check examined and found. */
export function tablesOf({ checks }: ReportSeries, { check, details }: CheckResult): readonly FoundTable[] {
  return details === null ? [] : (checks.find(({ id }) => id === check)?.tables?.(details) ?? []);
}

/** Number of checks by outcome; all 0 if the series is not verified. */
export type Tally = Readonly<Record<CheckOutcome | "not-run", number>>;

export const noChecks: Tally = { pass: 0, fail: 0, "could-not-run": 0, "not-needed": 0, "not-run": 0 };

export function tallyOf(series: ReportSeries): Tally {
  const tally = { ...noChecks };
  if (series.evidence !== null) for (const { id } of checksOf([series])) tally[outcomeOf(series, id)]++;
  return tally;
}

/** Lines a series adds and removes. */
export function sizeOf({ files }: ReportSeries): { added: number; removed: number } {
  return {
    added: files.reduce((sum, file) => sum + file.added, 0),
    removed: files.reduce((sum, file) => sum + file.removed, 0),
  };
}

/** Where the checks of a ref ran, without duplicates. */
export function placesOf({ series }: Pick<ReportRef, "series">): string[] {
  const places = series.flatMap(({ evidence }) => (evidence?.place ? [evidence.place] : []));
  const words = places.map(({ engine, version, image, imageDigest, go, kernel, isolation }) =>
    [
      `${engine} ${version}`.trim(),
      image === null ? "" : `image ${image}`,
      imageDigest === null ? "" : imageDigest.slice(0, 19),
      go,
      `kernel ${kernel}`,
      isolationWords(isolation),
    ]
      .filter(Boolean)
      .join(", "),
  );
  return [...new Set(words)];
}

/** What code of the tree could do there, as it was tried. */
function isolationWords(isolation: Place["isolation"]): string {
  if (isolation === undefined) return "";
  const could = (isOfAgents: boolean) =>
    new Set(isolation.flatMap((one) => ((one.privileges === "cluster") === isOfAgents ? one.allowed : [])));
  const [code, agents] = [[...could(false)], [...could(true)]];
  return [
    code.length === 0 ? "the tree's code in a sandbox" : `the tree's code could ${code.join(" and ")}`,
    ...(agents.length === 0 ? [] : [`whole agents could ${agents.join(" and ")}`]),
  ].join(", ");
}
