import type { RefResult } from "../checkout/index.ts";
import type { PatchkitError } from "../errors.ts";
import type { RangeDiff, Series, SeriesOnDisk } from "../series/index.ts";
import { type Printer, table } from "./printer.ts";
import type { RefreshResult, RefreshValue } from "./refresh-value.ts";

/** What became of a series. */
interface Refreshed {
  readonly status: Exclude<RefreshResult["status"], "refused">;
  readonly series?: Series;
  readonly diff?: RangeDiff | undefined;
  readonly revision?: number | null;
  readonly reason?: string;
}

export function refreshedResult(
  { folder, file }: SeriesOnDisk,
  onto: RefResult,
  { status, series, diff, revision = null, reason }: Refreshed,
): RefreshResult {
  const baseGone =
    status === "refreshed" && !diff ? `the former base ${file.base.slice(0, 12)} is not in the clone` : null;
  return {
    former: folder,
    variant: file.variant,
    formerBase: file.base,
    ref: onto.ref,
    sha: "sha" in onto ? onto.sha : null,
    folder: series?.folder ?? null,
    status,
    revision,
    commits: diff?.commits.map((commit) => ({ ...commit })) ?? null,
    digest: series?.digest ?? null,
    code: null,
    reason: reason ?? baseGone,
  };
}

export function refusedResult(
  former: { readonly folder: string; readonly file?: SeriesOnDisk["file"] },
  error: PatchkitError,
): RefreshResult {
  const name = former.folder.slice(former.folder.indexOf("/") + 1);
  return {
    former: former.folder,
    variant: former.file?.variant ?? name,
    formerBase: former.file?.base ?? null,
    ref: null,
    sha: null,
    folder: null,
    status: "refused",
    revision: null,
    commits: null,
    digest: null,
    code: error.code,
    reason: error.hint === undefined ? error.message : `${error.message}. ${error.hint}`,
  };
}

/** A line for each series: its folder, what became of it, and how its commits changed. */
export function refreshWords({ results, dryRun }: RefreshValue, { color }: Printer): string {
  const rows = results.map((result) => [
    result.former,
    statusWords(result, dryRun),
    color.dim(detailWords(result)),
  ]);
  const note = dryRun ? [color.dim("nothing was written: --dry-run")] : [];
  return [table(rows), ...note].join("\n");
}

function statusWords({ status, revision, former, folder }: RefreshResult, dryRun: boolean): string {
  if (status !== "refreshed") return status;
  const moved = folder === former ? "" : ` as ${folder}`;
  return dryRun ? `would be refreshed${moved}` : `refreshed${moved}, v${revision} kept`;
}

function detailWords({ commits, reason, code, formerBase, sha }: RefreshResult): string {
  const base = formerBase === sha || sha === null ? "" : `${formerBase?.slice(0, 12)} -> ${sha.slice(0, 12)}`;
  const order = ["same", "changed", "added", "removed"] as const;
  const counts = order.flatMap((change) => {
    const count = (commits ?? []).filter((commit) => commit.change === change).length;
    return count === 0 ? [] : [`${count} ${change}`];
  });
  const changes = counts.length === 0 ? "" : `commits: ${counts.join(", ")}`;
  return [base, changes, code ?? "", reason ?? ""].filter(Boolean).join("; ");
}
