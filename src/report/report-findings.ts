import type { Check, CheckId, CheckResult, Problem } from "../verify/index.ts";
import type { ReportSeries } from "./report-data.ts";

/** One problem found in a series. */
export interface ReportFinding extends Problem {
  readonly check: CheckId;
}

/** Problems found by the checks of a series, in the order they ran. A check that could not run has none. */
export function findingsOf({ evidence, checks }: Pick<ReportSeries, "evidence" | "checks">): ReportFinding[] {
  return (evidence?.checks ?? []).flatMap((result) => {
    const own = checks.find(({ id }) => id === result.check);
    return problemsOf(result, own).map((problem) => ({ check: result.check, ...problem }));
  });
}

/** A failure without problems in its details is told by its reason. */
function problemsOf({ outcome, reason, details }: CheckResult, check: Check | undefined): readonly Problem[] {
  const problems = details === null ? [] : (check?.problems(details) ?? []);
  if (outcome !== "fail" || problems.length > 0) return problems;
  return [{ what: reason ?? "failed without a reason", output: "" }];
}
