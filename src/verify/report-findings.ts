import type { CheckDetails, CheckId, CheckResult } from "./evidence.ts";
import type { ReportSeries } from "./report-data.ts";

/** One problem found in a series. */
export interface ReportFinding {
  readonly check: CheckId;
  readonly what: string;
  /** Further lines; "" if there are none. */
  readonly output: string;
}

/** Problems found by the checks of a series, in the order they ran. A check that could not run has none. */
export function findingsOf({ evidence }: ReportSeries): ReportFinding[] {
  return (evidence?.checks ?? []).flatMap((result) => [
    ...(result.details === null ? [] : detailFindings(result.details)),
    ...unexplained(result),
  ]);
}

/** A failure without findings in its details: uses the reason. */
function unexplained(result: CheckResult): ReportFinding[] {
  if (result.outcome !== "fail") return [];
  if (result.details !== null && detailFindings(result.details).length > 0) return [];
  return [{ check: result.check, what: result.reason ?? "failed without a reason", output: "" }];
}

function detailFindings(details: CheckDetails): ReportFinding[] {
  const { check } = details;
  const found = (what: string, output = ""): ReportFinding => ({ check, what, output });
  switch (details.check) {
    case "apply":
      return details.tree === details.expectedTree
        ? []
        : [found(`the patches give tree ${details.tree}, series.json records ${details.expectedTree}`)];
    case "fmt":
      return details.unformatted.map((path) => found(`not formatted: ${path}`));
    case "vet":
    case "build":
      return details.packages
        .filter(({ status }) => status === "fail")
        .map(({ name, output }) => found(`fails in ${name}`, output));
    case "unit":
      return details.packages.flatMap((tested) =>
        tested.regressions.map(({ name, now, output }) =>
          found(`regression: ${name} in ${tested.name} (${tested.kind}), now ${now}`, output),
        ),
      );
    case "cmdref":
      return details.diff === ""
        ? []
        : [found(`the agent's own output differs from ${details.path}`, details.diff)];
    case "lint":
      return [
        ...(details.golangci?.findings ?? []).map(({ path, line, linter, text }) =>
          found(`${linter}: ${path}:${line}`, text),
        ),
        ...details.scripts
          .filter(({ status }) => status === "fail")
          .map(({ command, output }) => found(`${command} fails`, output)),
      ];
    case "scenario":
    case "traffic":
      return details.verdicts
        .filter(({ ok }) => !ok)
        .map(({ run, check: row, expected, found: seen }) =>
          found(`${run}: ${row}`, `expected ${expected}\nfound    ${seen}`),
        );
    case "bite":
      return [
        ...details.mutants
          .filter(({ outcome }) => outcome === "survived")
          .map(({ path, line, function: name, change, text }) =>
            found(`survived: ${change} in ${name}, ${path}:${line}`, text),
          ),
        ...details.greenOnBase.map((name) => found(`passes on the base as well: ${name}`)),
      ];
  }
}
