import { PatchkitError } from "../errors.ts";
import { generate, type Outcome, type Workshop } from "../matrix/index.ts";
import { readSeriesBelow } from "../series/index.ts";
import { groupByBase, type Subject, subjectOf, subjectOnDisk } from "../verify/index.ts";
import { exitCodeOf, stopIfNothingStarted, writeSeriesTo } from "./generate.ts";
import { type RenderOptions, requestOf } from "./render-series.ts";
import type { VerifyValue } from "./values.ts";

/** Series that are verified one base after another. */
export interface VerifyQueue {
  /** Those of one base together. */
  readonly groups: Iterable<readonly Subject[]> | AsyncIterable<readonly Subject[]>;
  /** Number of bases; some of them may turn out to have no series. */
  readonly total: number;
}

/** A ref and a variant without a series to verify. */
export type SkippedRow = VerifyValue["skipped"][number];

/** Told of what there is no series for, and of the exit code that this and other cells alone would give. */
export type ToldOfCells = (skipped: readonly SkippedRow[], code: number) => void;

/**
 * Series that are rendered and written to the output folder when the turn of their base comes.
 *
 * @throws PatchkitError as `generate` does for flags, and if no ref leads to a commit.
 */
export async function queueRendered(
  workshop: Workshop,
  options: RenderOptions,
  out: string,
  told: ToldOfCells,
): Promise<VerifyQueue> {
  const request = await requestOf(workshop, options);
  stopIfNothingStarted(request);
  const bases = groupByBase(request.refs.flatMap((ref) => ("error" in ref ? [] : [ref])));
  const unresolved = request.refs.filter((ref) => "error" in ref);
  const render = async (refs: typeof request.refs): Promise<Subject[]> => {
    const cells = await generate(workshop, { ...request, refs });
    told(
      cells.flatMap(({ ref, variant, outcome }) => skippedRow(ref, variant, outcome)),
      exitCodeOf(cells),
    );
    const rendered = cells.flatMap(({ ref, outcome }) =>
      outcome.status === "generated" ? [{ ref, series: outcome.series }] : [],
    );
    const series = rendered.map((one) => one.series);
    if (series.length > 0) await writeSeriesTo(out, series, workshop);
    return rendered.map((one) => subjectOf(one.ref, one.series));
  };
  async function* groups() {
    await render(unresolved);
    for (const refs of bases) yield await render(refs);
  }
  return { groups: groups(), total: bases.length };
}

/** The row for a ref and a variant without a series; none if there is a series. */
function skippedRow(ref: string, variant: string, outcome: Outcome): SkippedRow[] {
  switch (outcome.status) {
    case "generated":
      return [];
    case "already-applied":
      return [{ ref, variant, status: outcome.status, reason: null }];
    case "not-applicable":
      return [{ ref, variant, status: outcome.status, reason: outcome.reason }];
    case "refused":
      return [{ ref, variant, status: outcome.status, reason: outcome.error.message }];
  }
}

/** The series of a folder, as they are. @throws PatchkitError `usage/unknown-variant` if there is none of the variants. */
export async function queueOnDisk(folder: string, variants: readonly string[]): Promise<VerifyQueue> {
  const subjects = (await readSeriesBelow(folder)).map(subjectOnDisk);
  const chosen = subjects.filter(({ variant }) => variants.length === 0 || variants.includes(variant));
  if (chosen.length === 0) {
    throw new PatchkitError(
      "usage/unknown-variant",
      `expected a series of ${variants.join(", ")} in ${folder}, found none`,
      { hint: "Leave out --variant to verify all series." },
    );
  }
  const groups = groupByBase(chosen);
  return { groups, total: groups.length };
}
