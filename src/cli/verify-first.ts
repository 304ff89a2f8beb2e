import { resolve } from "node:path";
import { PatchkitError } from "../errors.ts";
import { standardChecks } from "../verify/index.ts";
import type { EngineName } from "./engine-names.ts";
import type { CommandContext } from "./flags.ts";
import { assertOwnDefault } from "./generate.ts";
import { openCache } from "./open-cache.ts";
import type { RenderOptions } from "./render-series.ts";
import { queueRendered, type SkippedRow } from "./verify-queue.ts";
import { verifyQueue } from "./verify-series.ts";
import { withWorkshop } from "./workshop.ts";

/** What is rendered and verified before it is handed over. */
export interface FirstOptions extends RenderOptions {
  readonly repo?: string | undefined;
  readonly templates?: readonly string[] | undefined;
  readonly out: string;
  readonly engine: EngineName;
  readonly builderImage?: string | undefined;
  readonly goRoot?: string | undefined;
  readonly cache?: string | undefined;
}

/** The series that were verified, as `--ref` and `--variant` of commands that hand series over name them. */
export interface VerifiedFirst {
  readonly refs: readonly string[];
  readonly variants: readonly string[];
}

/**
 * Renders series and verifies them, as `verify` does without more flags. What the checks found is for the caller to
 * judge.
 *
 * @throws PatchkitError as `verify` does; `series/not-a-series` if no series was rendered, with the first reason.
 */
export async function verifyFirst(
  { session, printer }: CommandContext,
  options: FirstOptions,
): Promise<VerifiedFirst> {
  const out = resolve(session.cwd, options.out);
  await assertOwnDefault(options.out, out);
  const cache = await openCache(session, options.cache);
  if (cache.note !== undefined) printer.note(cache.note);
  const skipped: SkippedRow[] = [];
  const folders: string[] = [];
  await withWorkshop(session, options, async (workshop) => {
    const queue = await queueRendered(workshop, options, out, (rows) => skipped.push(...rows));
    const surroundings = { session, printer, workshop, out, cacheDir: cache.dir };
    const choices = {
      ...options,
      checks: standardChecks,
      perCommit: false,
      via: "run" as const,
      fresh: false,
      tail: false,
    };
    for await (const { folder } of verifyQueue(surroundings, queue, choices)) folders.push(folder);
  }).finally(() => cache.close());
  for (const row of skipped) printer.note(skippedWords(row));
  if (folders.length === 0) throw noSeries(skipped);
  const [refs, variants] = [0, 1].map((part) => [
    ...new Set(folders.map((one) => one.split("/")[part] ?? "")),
  ]);
  return { refs: refs ?? [], variants: variants ?? [] };
}

function skippedWords({ ref, variant, status, reason }: SkippedRow): string {
  return `${ref}  ${variant}  ${status}${reason === null ? "" : `: ${reason}`}`;
}

function noSeries([first]: readonly SkippedRow[]): PatchkitError {
  return new PatchkitError(
    "series/not-a-series",
    `expected a series to verify, found none${first ? `: ${skippedWords(first)}` : ""}`,
    { hint: "Name another ref or variant." },
  );
}
