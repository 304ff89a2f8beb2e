import { resolve } from "node:path";
import { isPattern } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import type { Cell, Workshop } from "../matrix/index.ts";
import { findStack, seriesName } from "../plan/index.ts";
import { type Applied, applySeries, branchOf, type Undone, undoSeries } from "../series/index.ts";
import { shellWords } from "../text/index.ts";
import type { Presets } from "./presets.ts";
import type { Printer } from "./printer.ts";
import { renderSeries } from "./render-series.ts";
import { schemaVersion } from "./schema-version.ts";
import type { ApplyValue } from "./values.ts";
import { type Session, withWorkshop } from "./workshop.ts";

/** Flags of `apply`. */
export interface ApplyOptions {
  readonly repo?: string | undefined;
  readonly templates?: readonly string[];
  readonly presets?: Presets | undefined;
  readonly ref: string;
  readonly variant: string;
  readonly set: readonly string[];
  readonly identity?: string | undefined;
  readonly branch?: string | undefined;
  readonly worktree?: string | undefined;
  readonly undo: boolean;
  readonly force: boolean;
  readonly dryRun: boolean;
}

/** `apply`: puts a series on a branch of the clone, or takes back what it made. */
export async function runApply(session: Session, printer: Printer, options: ApplyOptions): Promise<number> {
  if (options.undo && (options.worktree !== undefined || options.force)) throw needlessFlag(options);
  if (isPattern(options.ref)) throw severalRefs(options.ref);
  let isBare = false;
  const value = await withWorkshop(session, options, async (workshop): Promise<ApplyValue> => {
    const [result] = await renderSeries(workshop, {
      ...options,
      refs: [options.ref],
      variants: [options.variant],
    });
    if (!result) throw new Error("no result for the one ref and variant");
    const { outcome, slug } = result;
    isBare = await isBareRepository(workshop.repository);
    if (outcome.status === "refused" && result.sha === null) throw outcome.error;
    const about: About = {
      ...nothing,
      repo: workshop.repository.dir,
      ref: result.ref,
      sha: result.sha ?? "",
      variant: result.variant,
      dryRun: options.dryRun,
    };
    if (!options.undo && outcome.status !== "generated") return { ...about, ...nothingApplied(outcome) };
    const branch = options.branch ?? branchOf(nameOf(workshop, result), slug ?? "");
    try {
      if (options.undo)
        return {
          ...about,
          status: "undone",
          ...described(await undoSeries(workshop.repository, branch, options)),
        };
      if (outcome.status !== "generated") throw new Error("nothing was rendered");
      const worktree = options.worktree === undefined ? undefined : resolve(session.cwd, options.worktree);
      const applied = await applySeries(workshop.repository, outcome.series, {
        ...options,
        branch,
        worktree,
      });
      return { ...about, status: "applied", ...described(applied) };
    } catch (error) {
      if (!(error instanceof PatchkitError) || error.stopsTheRun) throw error;
      return { ...about, branch, ...refused(error) };
    }
  });
  printer.result(
    value,
    () => words(value, isBare, printer),
    () => (value.status === "refused" ? [`${value.code}: ${value.reason}`] : []),
  );
  return value.status === "refused" ? 1 : 0;
}

/** The variant or stack, with the suffix of its params. */
function nameOf({ templates }: Workshop, { variant, params }: Cell): string {
  const stack = findStack(templates, variant);
  return stack ? seriesName(stack, params) : variant;
}

function needlessFlag({ force }: ApplyOptions): PatchkitError {
  return new PatchkitError(
    "usage/bad-argument",
    `--undo: expected no ${force ? "--force" : "--worktree"} with it`,
    {
      hint: "`--undo` removes what apply recorded that it made, a work tree included; name the branch with --branch.",
    },
  );
}

function severalRefs(ref: string): PatchkitError {
  return new PatchkitError("usage/bad-argument", `--ref: expected one ref, found the pattern ${ref}`, {
    hint: "apply puts one series on one branch.",
  });
}

type About = Omit<ApplyValue, "status">;

/** The fields that say nothing yet. */
const nothing = {
  schema: schemaVersion as typeof schemaVersion,
  branch: null,
  head: null,
  state: null,
  previous: null,
  worktree: null,
  code: null,
  reason: null,
  hint: null,
};

function described(
  done: Applied | Undone,
): Pick<ApplyValue, "branch" | "head" | "state" | "previous" | "worktree"> {
  const { branch, head, state, worktree } = done;
  const previous = "previous" in done ? done.previous : undefined;
  return { branch, head: head ?? null, state, previous: previous ?? null, worktree: worktree ?? null };
}

function refused(error: PatchkitError): Pick<ApplyValue, "status" | "code" | "reason" | "hint"> {
  return { status: "refused", code: error.code, reason: error.message, hint: error.hint ?? null };
}

function nothingApplied(
  outcome: Exclude<Cell["outcome"], { status: "generated" }>,
): Pick<ApplyValue, "status" | "code" | "reason" | "hint"> {
  if (outcome.status === "refused") return refused(outcome.error);
  const reason = outcome.status === "not-applicable" ? outcome.reason : null;
  return { status: outcome.status, code: null, reason, hint: null };
}

function words(value: ApplyValue, isBare: boolean, { color }: Printer): string {
  const { status, code, reason, hint, worktree, dryRun } = value;
  if (status !== "applied" && status !== "undone") {
    const why = [code, reason].flatMap((part) => (part === null ? [] : [`: ${part}`])).join("");
    return `${status}${why}${hint === null ? "" : `\n  ${hint}`}`;
  }
  const tree = worktree === null ? [] : [`work tree ${worktree}${treeWords(value)}`];
  const next =
    status === "applied" && !dryRun
      ? nextSteps(value, isBare).map((step) => `${color.dim("next,")} ${step}`)
      : [];
  const note = dryRun ? [color.dim("nothing was written: --dry-run")] : [];
  return [branchWords(value, color.bold(value.branch ?? "")), ...tree, ...note, ...next].join("\n");
}

function branchWords({ state, head, previous, ref, dryRun }: ApplyValue, branch: string): string {
  const would = dryRun ? "would be " : "";
  const at = `${head?.slice(0, 12)} on ${ref}`;
  switch (state) {
    case "created":
      return `branch ${branch} ${would}created, ${at}`;
    case "updated":
      return `branch ${branch} ${would}moved, ${at}; it was at ${previous}`;
    case "removed":
      return `branch ${branch} ${would}removed; it was at ${head}`;
    case "absent":
      return `branch ${branch} is not there: nothing to undo`;
    default:
      return `branch ${branch} already exists, ${at}`;
  }
}

function treeWords({ status, dryRun }: ApplyValue): string {
  if (status === "undone") return dryRun ? " would be removed" : " removed";
  return dryRun ? " would be made" : "";
}

/** What to do with the branch, as commands for a shell. A bare repository has no work tree to switch. */
function nextSteps({ repo, branch, worktree }: ApplyValue, isBare: boolean): string[] {
  const name = shellWords([branch ?? ""]);
  const look = worktree === null ? `git switch ${name}` : shellWords(["cd", worktree]);
  const where = worktree === null ? ` in ${repo}` : "";
  return [
    ...(isBare && worktree === null ? [] : [`to look at it${where}: ${look}`]),
    `to publish it: git push <your fork> ${name}`,
  ];
}

async function isBareRepository({ git, dir }: Workshop["repository"]): Promise<boolean> {
  return (await git.run(["rev-parse", "--is-bare-repository"], { cwd: dir })).trim() === "true";
}
