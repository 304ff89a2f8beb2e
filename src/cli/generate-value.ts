import { join } from "node:path";
import type { CheckedSeries } from "../folder/index.ts";
import type { GenerateResult, Workshop } from "../matrix/index.ts";
import type { Series } from "../series/index.ts";
import { type Printer, table } from "./printer.ts";
import { schemaVersion } from "./schema-version.ts";
import type { GenerateValue } from "./values.ts";

/** Flags that change what is shown. */
interface ShownOptions {
  readonly diff: boolean;
  readonly dryRun: boolean;
  readonly check: boolean;
}

/** The value of a run. */
export function toValue(
  workshop: Workshop,
  out: string,
  results: readonly GenerateResult[],
  check: readonly CheckedSeries[] | null,
): GenerateValue {
  return {
    schema: schemaVersion,
    repo: workshop.repository.dir,
    out,
    results: results.map(({ ref, sha, release, slug, variant, params, outcome }) => {
      const series = outcome.status === "generated" ? outcome.series : undefined;
      return {
        ref,
        sha,
        release,
        slug,
        variant,
        params: { ...params } as GenerateValue["results"][number]["params"],
        status: outcome.status,
        patches: series?.commits.map(({ patchName }) => `${series.folder}/${patchName}`) ?? [],
        files: series?.files.map((file) => ({ ...file })) ?? [],
        tree: series?.tree ?? null,
        digest: series?.digest ?? null,
        code: outcome.status === "refused" ? outcome.error.code : null,
        reason: reasonOf(outcome),
      };
    }),
    check: check?.map(({ folder, files }) => ({ folder, files: [...files] })) ?? null,
  };
}

type ResultRow = GenerateValue["results"][number];

/** Results as they are shown: what all variants of a ref are refused for is said once. */
function shownResults(results: readonly ResultRow[]): ResultRow[] {
  return results.flatMap((result) => {
    if (result.status !== "refused") return [result];
    const alike = results.filter(
      ({ ref, code, reason }) => ref === result.ref && code === result.code && reason === result.reason,
    );
    const isAll = alike.length > 1 && alike.length === results.filter(({ ref }) => ref === result.ref).length;
    if (!isAll) return [result];
    return alike[0] === result ? [{ ...result, variant: "all variants" }] : [];
  });
}

/** One line per refusal. */
export function refusalLines(value: GenerateValue): string[] {
  return shownResults(value.results).flatMap(({ status, ref, variant, code, reason }) =>
    status === "refused" ? [`${ref}  ${variant}: ${code}: ${reason}`] : [],
  );
}

function reasonOf(outcome: GenerateResult["outcome"]): string | null {
  switch (outcome.status) {
    case "refused":
      return outcome.error.hint === undefined
        ? outcome.error.message
        : `${outcome.error.message}. ${outcome.error.hint}`;
    case "not-applicable":
      return outcome.reason;
    case "generated":
      return outcome.series.untested === "" ? null : `no tests of its own: ${outcome.series.untested}`;
    default:
      return null;
  }
}

/** The table of results, and where they are. */
export function words(
  value: GenerateValue,
  series: readonly Series[],
  options: ShownOptions,
  { color }: Printer,
): string {
  const paint = {
    generated: color.green,
    "already-applied": color.cyan,
    "not-applicable": color.yellow,
    refused: color.red,
  };
  const rows = shownResults(value.results).map((result) => {
    const [added, removed] = [
      sum(result.files.map((file) => file.added)),
      sum(result.files.map((file) => file.removed)),
    ];
    const what =
      result.status === "generated"
        ? `${result.patches.length} ${result.patches.length === 1 ? "patch" : "patches"}, ${result.files.length} files, +${added} -${removed}${result.reason === null ? "" : `; ${result.reason}`}`
        : `${result.code === null ? "" : `${result.code}: `}${result.reason ?? ""}`;
    return [
      result.ref,
      result.sha?.slice(0, 12) ?? "",
      result.release ?? "",
      result.variant,
      paint[result.status](result.status),
      what,
    ];
  });
  const where =
    series.length === 0 || options.dryRun || options.check
      ? ""
      : `\n${color.dim("in")} ${value.out}\n${color.dim("try")} git am ${join(value.out, series[0]?.folder ?? "")}/*.patch`;
  const diff = options.diff
    ? `\n${series.flatMap((one) => one.commits.map(({ patch }) => patch)).join("\n")}`
    : "";
  return `${table(rows)}${where}${diff}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
