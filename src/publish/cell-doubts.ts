import { outcomeOf, type ReportSeries } from "../report/index.ts";

/**
 * Why a series does not count as verified, a clause per reason; none if its evidence is of exactly these patches, and
 * checks passed and none failed. Checks that could not run, or were not asked for, are no reason: texts state them.
 */
export function doubtsOf(
  series: Pick<ReportSeries, "standing" | "evidence" | "checks" | "sha" | "variant">,
): string[] {
  const { standing, evidence, checks } = series;
  if (standing === "not-verified") return ["it was not verified"];
  if (standing === "outdated" || evidence === null) return ["its evidence is of other patches"];
  if (evidence.sha !== series.sha || evidence.variant !== series.variant)
    return ["its evidence is of another base or variant"];
  const failed = checks.map(({ id }) => id).filter((id) => outcomeOf(series, id) === "fail");
  if (failed.length > 0)
    return [`its ${failed.length === 1 ? "check" : "checks"} ${failed.join(", ")} failed`];
  return checks.some(({ id }) => outcomeOf(series, id) === "pass") ? [] : ["none of its checks could run"];
}
