import { resolve } from "node:path";
import type { GenerateResult } from "../generate.ts";
import { applySeries, branchOf, undoSeries } from "../series/index.ts";
import type { Printer } from "./printer.ts";
import { renderSeries } from "./render-series.ts";
import { schemaVersion } from "./schema-version.ts";
import type { ApplyValue } from "./values.ts";
import { type Session, withWorkshop } from "./workshop.ts";

/** Flags of `apply`. */
export interface ApplyOptions {
  readonly repo?: string | undefined;
  readonly ref: string;
  readonly variant: string;
  readonly set: readonly string[];
  readonly identity?: string | undefined;
  readonly branch?: string | undefined;
  readonly worktree?: string | undefined;
  readonly undo: boolean;
}

/** `apply`: puts a series on a branch of the clone, or removes it. */
export async function runApply(session: Session, printer: Printer, options: ApplyOptions): Promise<number> {
  const value = await withWorkshop(session, options.repo, async (workshop): Promise<ApplyValue> => {
    const [result] = await renderSeries(workshop, {
      ...options,
      refs: [options.ref],
      variants: [options.variant],
    });
    if (!result) throw new Error("no result for the one ref and variant");
    const { outcome } = result;
    const described = {
      schema: schemaVersion as typeof schemaVersion,
      repo: workshop.repository.dir,
      ref: result.ref,
      variant: result.variant,
    };
    if (outcome.status === "refused" && result.sha === null) throw outcome.error;
    const sha = result.sha ?? "";
    if (outcome.status !== "generated") return { ...described, sha, ...nothingApplied(outcome) };
    const { series } = outcome;
    const branch = options.branch ?? branchOf(series);
    const applied = options.undo
      ? await undoSeries(workshop.repository, series, branch)
      : await applySeries(workshop.repository, series, {
          branch,
          worktree: options.worktree === undefined ? undefined : resolve(session.cwd, options.worktree),
        });
    return {
      ...described,
      sha,
      status: "applied",
      branch: applied.branch,
      head: applied.head,
      state: applied.state,
      worktree: applied.worktree ?? null,
      code: null,
      reason: null,
    };
  });
  printer.result(
    value,
    () => words(value, printer),
    () => (value.status === "refused" ? [`${value.code}: ${value.reason}`] : []),
  );
  return value.status === "refused" ? 1 : 0;
}

function nothingApplied(outcome: Exclude<GenerateResult["outcome"], { status: "generated" }>) {
  const refused = outcome.status === "refused" ? outcome.error : undefined;
  return {
    status: outcome.status,
    branch: null,
    head: null,
    state: null,
    worktree: null,
    code: refused?.code ?? null,
    reason: refused?.message ?? (outcome.status === "not-applicable" ? outcome.reason : null),
  };
}

function words(value: ApplyValue, { color }: Printer): string {
  if (value.status !== "applied") return `${value.status}${value.reason === null ? "" : `: ${value.reason}`}`;
  const state = { created: "created", unchanged: "already exists", removed: "removed" }[
    value.state ?? "created"
  ];
  const tree = value.worktree === null ? "" : `\nwork tree ${value.worktree}`;
  return `branch ${color.bold(value.branch ?? "")} ${state}, ${value.head?.slice(0, 12)} on ${value.ref}${tree}`;
}
