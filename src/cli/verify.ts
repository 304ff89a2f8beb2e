import { resolve } from "node:path";
import { PatchkitError } from "../errors.ts";
import { generate, type Outcome, type Workshop } from "../matrix/index.ts";
import { readSeriesBelow } from "../series/index.ts";
import { suggestion } from "../text/index.ts";
import {
  type CheckId,
  checkIds,
  type Subject,
  standardChecks,
  subjectOf,
  subjectOnDisk,
} from "../verify/index.ts";
import { assertEngineOptions, type EngineOptions } from "./engines.ts";
import { assertOwnDefault, exitCodeOf, stopIfNothingStarted, writeSeriesTo } from "./generate.ts";
import { openCache } from "./open-cache.ts";
import { type Printer, table } from "./printer.ts";
import { type RenderOptions, requestOf } from "./render-series.ts";
import { schemaVersion } from "./schema-version.ts";
import type { VerifyValue } from "./values.ts";
import { verifySubjects } from "./verify-series.ts";
import { type Session, withWorkshop } from "./workshop.ts";

/** Flags of `verify`. */
export interface VerifyOptions extends EngineOptions, RenderOptions {
  readonly repo?: string | undefined;
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
}

/** `verify`: evidence for what `generate` would render, or for series on disk. */
export async function runVerify(session: Session, printer: Printer, options: VerifyOptions): Promise<number> {
  const checks = parseChecks(options.checks);
  assertEngineOptions(options);
  const out = resolve(session.cwd, options.patches ?? options.out);
  await assertOwnDefault(options.patches ?? options.out, out);
  const cache = await openCache(session, options.cache);
  if (cache.note !== undefined) printer.note(cache.note);
  const cacheDir = cache.dir;
  return withWorkshop(session, options.repo, async (workshop) => {
    const { subjects, skipped, renderedCode } =
      options.patches === undefined
        ? await renderSubjects(workshop, options, out)
        : { subjects: await subjectsOnDisk(out, options), skipped: [], renderedCode: 0 };
    const evidence = await verifySubjects({ session, printer, workshop, out, cacheDir }, subjects, {
      ...options,
      checks,
    });
    const value: VerifyValue = {
      schema: schemaVersion,
      repo: workshop.repository.dir,
      out,
      skipped,
      evidence,
    };
    printer.result(
      value,
      () => words(value, printer),
      () => problems(value),
    );
    const isFinding = evidence.some(({ checks: results }) =>
      results.some(({ outcome }) => outcome !== "pass"),
    );
    return Math.max(renderedCode, isFinding ? 1 : 0);
  }).finally(() => cache.close());
}

/** `--checks`. @throws PatchkitError `usage/bad-argument`. */
export function parseChecks(text: string | undefined): CheckId[] {
  if (text === undefined) return [...standardChecks];
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

/** Renders series, writes them to the output folder, and returns them for verification. */
async function renderSubjects(
  workshop: Workshop,
  options: VerifyOptions,
  out: string,
): Promise<{ subjects: Subject[]; skipped: VerifyValue["skipped"]; renderedCode: number }> {
  const request = await requestOf(workshop, options);
  stopIfNothingStarted(request);
  const results = await generate(workshop, request);
  const rendered = results.flatMap(({ ref, outcome }) =>
    outcome.status === "generated" ? [{ ref, series: outcome.series }] : [],
  );
  if (rendered.length > 0)
    await writeSeriesTo(
      out,
      rendered.map(({ series }) => series),
      workshop,
    );
  const skipped = results.flatMap(({ ref, variant, outcome }) => skippedRow(ref, variant, outcome));
  const subjects = rendered.map(({ ref, series }) => subjectOf(ref, series));
  return { subjects, skipped, renderedCode: exitCodeOf(results) };
}

/** The row for a ref and a variant without a series; none if there is a series. */
function skippedRow(ref: string, variant: string, outcome: Outcome): VerifyValue["skipped"] {
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

async function subjectsOnDisk(out: string, options: VerifyOptions): Promise<Subject[]> {
  const subjects = (await readSeriesBelow(out)).map(subjectOnDisk);
  const chosen = subjects.filter(
    ({ variant }) => options.variants.length === 0 || options.variants.includes(variant),
  );
  if (chosen.length > 0) return chosen;
  throw new PatchkitError(
    "usage/unknown-variant",
    `expected a series of ${options.variants.join(", ")} in ${out}, found none`,
    {
      hint: "Leave out --variant to verify all series.",
    },
  );
}

/** One line per refusal and per check that did not pass. */
function problems({ skipped, evidence }: VerifyValue): string[] {
  const refused = skipped.filter(({ status }) => status === "refused");
  const refusals = refused.map(({ ref, variant, reason }) => `${ref}  ${variant}: refused: ${reason}`);
  const failed = evidence.flatMap(({ ref, variant, checks }) =>
    checks
      .filter(({ outcome }) => outcome !== "pass")
      .map(({ check, outcome, reason }) => `${ref}  ${variant}  ${check}: ${outcome}: ${reason}`),
  );
  return [...new Set(refusals), ...failed];
}

function words(value: VerifyValue, { color }: Printer): string {
  const paint = { pass: color.green, fail: color.red, "could-not-run": color.yellow };
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
