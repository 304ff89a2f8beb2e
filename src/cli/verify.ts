import { resolve } from "node:path";
import { PatchkitError } from "../errors.ts";
import { suggestion } from "../text/index.ts";
import {
  type CheckId,
  checkIds,
  type Evidence,
  isUnsettled,
  runsAgents,
  standardChecks,
} from "../verify/index.ts";
import { assertEngineOptions, type EngineOptions } from "./engines.ts";
import { assertOwnDefault } from "./generate.ts";
import { openCache } from "./open-cache.ts";
import { type Printer, table } from "./printer.ts";
import type { RenderOptions } from "./render-series.ts";
import { schemaVersion } from "./schema-version.ts";
import type { VerifyValue } from "./values.ts";
import type { VerifyCell } from "./verify-cell.ts";
import { queueOnDisk, queueRendered, type SkippedRow, type ToldOfCells } from "./verify-queue.ts";
import { verifyQueue } from "./verify-series.ts";
import { type Session, withWorkshop } from "./workshop.ts";

/** Flags of `verify`. */
export interface VerifyOptions extends EngineOptions, RenderOptions {
  readonly repo?: string | undefined;
  readonly templates?: readonly string[];
  readonly out: string;
  /** Folder of series to verify as they are, without rendering. */
  readonly patches?: string | undefined;
  readonly checks?: string | undefined;
  readonly perCommit: boolean;
  readonly via: "run" | "build";
  readonly cache?: string | undefined;
  readonly tail: boolean;
  /** Does not reuse results of earlier runs. */
  readonly fresh: boolean;
  /** Prints what became of each ref and variant as it comes. */
  readonly jsonLines: boolean;
}

/** `verify`: evidence for what `generate` would render, or for series on disk. */
export async function runVerify(session: Session, printer: Printer, options: VerifyOptions): Promise<number> {
  const checks = parseChecks(options.checks);
  assertEngineOptions(options, runsAgents(checks));
  const out = resolve(session.cwd, options.patches ?? options.out);
  await assertOwnDefault(options.patches ?? options.out, out);
  const cache = await openCache(session, options.cache);
  if (cache.note !== undefined) printer.note(cache.note);
  const cacheDir = cache.dir;
  return withWorkshop(session, options, async (workshop) => {
    const cell = (one: Pick<VerifyCell, "ref" | "variant" | "status" | "reason" | "evidence">) => {
      if (options.jsonLines) printer.line({ schema: schemaVersion, out, ...one } satisfies VerifyCell);
    };
    const skipped: SkippedRow[] = [];
    const codes: number[] = [];
    const told: ToldOfCells = (rows, code) => {
      skipped.push(...rows);
      codes.push(code);
      for (const row of rows) cell({ ...row, evidence: null });
    };
    const queue =
      options.patches === undefined
        ? await queueRendered(workshop, options, out, told)
        : await queueOnDisk(out, options.variants);
    const surroundings = { session, printer, workshop, out, cacheDir };
    const evidence: Evidence[] = [];
    for await (const one of verifyQueue(surroundings, queue, { ...options, checks })) {
      cell({ ref: one.ref, variant: one.variant, status: "verified", reason: null, evidence: one });
      codes.push(one.checks.some(({ outcome }) => isUnsettled(outcome)) ? 1 : 0);
      if (!options.jsonLines) evidence.push(one);
    }
    const value: VerifyValue = {
      schema: schemaVersion,
      repo: workshop.repository.dir,
      out,
      skipped,
      evidence,
    };
    if (!options.jsonLines)
      printer.result(
        value,
        () => words(value, printer),
        () => problems(value),
      );
    return Math.max(0, ...codes);
  }).finally(() => cache.close());
}

/** `--checks`. @throws PatchkitError `usage/bad-argument`. */
export function parseChecks(text: string | undefined): CheckId[] {
  if (text === undefined) return [...standardChecks];
  if (text === "all") return [...checkIds];
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !(checkIds as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new PatchkitError(
      "usage/bad-argument",
      `--checks: expected some of ${checkIds.join(",")}, found ${JSON.stringify(unknown)}`,
      { hint: suggestion(unknown, checkIds, "Separate them with commas.") },
    );
  }
  return checkIds.filter((id) => names.includes(id));
}

/** One line per refusal and per check that did not pass. */
function problems({ skipped, evidence }: VerifyValue): string[] {
  const refused = skipped.filter(({ status }) => status === "refused");
  const refusals = refused.map(({ ref, variant, reason }) => `${ref}  ${variant}: refused: ${reason}`);
  const failed = evidence.flatMap(({ ref, variant, checks }) =>
    checks
      .filter(({ outcome }) => isUnsettled(outcome))
      .map(({ check, outcome, reason }) => `${ref}  ${variant}  ${check}: ${outcome}: ${reason}`),
  );
  return [...new Set(refusals), ...failed];
}

function words(value: VerifyValue, { color }: Printer): string {
  const paint = {
    pass: color.green,
    fail: color.red,
    "could-not-run": color.yellow,
    "not-needed": color.dim,
  };
  const rows = value.evidence.flatMap(({ ref, variant, checks }) =>
    checks.map(({ check, commit, outcome, reason, timeMs, cached }) => [
      ref,
      variant,
      commit === null ? check : `${check} (commit ${commit})`,
      paint[outcome](outcome),
      cached ? "cached" : `${(timeMs / 1000).toFixed(1)} s`,
      reason ?? "",
    ]),
  );
  const skipped = value.skipped.map(({ ref, variant, status, reason }) => [
    ref,
    variant,
    "",
    status,
    "",
    reason ?? "",
  ]);
  const where = value.evidence.length === 0 ? "" : `\n${color.dim("evidence in")} ${value.out}`;
  return `${table([...rows, ...skipped])}${where}`;
}
