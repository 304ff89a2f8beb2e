import { dirname, join } from "node:path";
import type { CheckedSeries } from "../folder/index.ts";
import type { Cell, Workshop } from "../matrix/index.ts";
import type { SeriesFile } from "../series/index.ts";
import { shellWords } from "../text/index.ts";
import { type Printer, table } from "./printer.ts";
import { schemaVersion } from "./schema-version.ts";
import type { GenerateCell, GenerateValue } from "./values.ts";

/** Flags that change what is shown. */
interface ShownOptions {
  readonly diff: boolean;
  readonly dryRun: boolean;
  readonly check: boolean;
}

type ResultRow = GenerateValue["results"][number];

/** What is kept of a cell: its part of the value, and what `--check` and `--diff` show of it. */
export interface Row extends ResultRow {
  readonly check?: CheckedSeries | undefined;
  readonly diff?: readonly string[] | undefined;
}

/** The row of a cell that was rendered. */
export function rowOf(
  { ref, sha, release, slug, variant, params, outcome }: Cell,
  options: ShownOptions,
  checked: readonly CheckedSeries[],
): Row {
  const series = outcome.status === "generated" ? outcome.series : undefined;
  const check = series && checked.find(({ folder }) => folder === series.folder);
  return {
    ref,
    sha,
    release,
    slug,
    variant,
    params: { ...params } as ResultRow["params"],
    status: outcome.status,
    kept: false,
    patches: series?.commits.map(({ patchName }) => `${series.folder}/${patchName}`) ?? [],
    files: series?.files.map((file) => ({ ...file })) ?? [],
    tree: series?.tree ?? null,
    digest: series?.digest ?? null,
    code: outcome.status === "refused" ? outcome.error.code : null,
    reason: reasonOf(outcome),
    check,
    diff: options.diff ? series?.commits.map(({ patch }) => patch) : undefined,
  };
}

/** The row of a series that an earlier run wrote to the folder. */
export function keptRow(
  { ref, sha, slug, variant, params }: Pick<Cell, "ref" | "sha" | "slug" | "variant" | "params">,
  folder: string,
  file: SeriesFile,
): Row {
  return {
    ref,
    sha,
    release: file.release,
    slug,
    variant,
    params: { ...params } as ResultRow["params"],
    status: "generated",
    kept: true,
    patches: file.commits.map(({ patch }) => `${folder}/${patch}`),
    files: file.files,
    tree: file.tree,
    digest: file.digest,
    code: null,
    reason: untestedWords(file.untested),
  };
}

/** The value of a run. */
export function toValue(
  workshop: Workshop,
  out: string,
  rows: readonly Row[],
  isCheck: boolean,
): GenerateValue {
  const checked = rows.flatMap(({ check }) => (check ? [check] : []));
  return {
    schema: schemaVersion,
    repo: workshop.repository.dir,
    out,
    results: rows.map(resultOf),
    check: isCheck ? checked.map(({ folder, files }) => ({ folder, files: [...files] })) : null,
  };
}

/** What `--json-lines` prints of a cell. */
export function cellLine(out: string, row: Row): GenerateCell {
  return { schema: schemaVersion, out, ...resultOf(row), check: row.check ? [...row.check.files] : null };
}

function resultOf({ check: _check, diff: _diff, ...result }: Row): ResultRow {
  return result;
}

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

function reasonOf(outcome: Cell["outcome"]): string | null {
  switch (outcome.status) {
    case "refused":
      return outcome.error.hint === undefined
        ? outcome.error.message
        : `${outcome.error.message}. ${outcome.error.hint}`;
    case "not-applicable":
      return outcome.reason;
    case "generated":
      return untestedWords(outcome.series.untested);
    default:
      return null;
  }
}

/** Why a series has no tests of its own; null if it has. */
export function untestedWords(untested: string): string | null {
  return untested === "" ? null : `no tests of its own: ${untested}`;
}

/** The table of results, and where they are. */
export function words(
  value: GenerateValue,
  rows: readonly Row[],
  options: ShownOptions,
  { color }: Printer,
): string {
  const paint = {
    generated: color.green,
    "already-applied": color.cyan,
    "not-applicable": color.yellow,
    refused: color.red,
  };
  const shown = shownResults(value.results).map((result) => {
    const [added, removed] = [
      sum(result.files.map((file) => file.added)),
      sum(result.files.map((file) => file.removed)),
    ];
    const what =
      result.status === "generated"
        ? `${result.patches.length} ${result.patches.length === 1 ? "patch" : "patches"}, ${result.files.length} files, +${added} -${removed}${result.kept ? "; there already" : ""}${result.reason === null ? "" : `; ${result.reason}`}`
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
  const first = value.results.flatMap(({ patches }) => patches)[0];
  const where =
    first === undefined || options.dryRun || options.check
      ? ""
      : `\n${color.dim("in")} ${value.out}\n${color.dim("try")} git am ${shellWords([`${join(value.out, dirname(first))}/`])}*.patch`;
  const diff = options.diff ? `\n${rows.flatMap((row) => row.diff ?? []).join("\n")}` : "";
  return `${table(shown)}${where}${diff}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
