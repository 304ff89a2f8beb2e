import { join, resolve } from "node:path";
import { PatchkitError } from "../errors.ts";
import { writeText } from "../host/files.ts";
import { type Cell, generate, type Workshop } from "../matrix/index.ts";
import { findStack, seriesName } from "../plan/index.ts";
import { workflow } from "../publish/index.ts";
import type { Series } from "../series/index.ts";
import { exitOnRefusal } from "./cell-flags.ts";
import { bakeText, type EmittedSeries, type ImageOfBake } from "./emit-bake.ts";
import type { EmitValue } from "./emit-value.ts";
import { exitCodeOf, stopIfNothingStarted, writeSeriesTo } from "./generate.ts";
import type { Printer } from "./printer.ts";
import { type RenderOptions, requestOf } from "./render-series.ts";
import { schemaVersion } from "./schema-version.ts";
import { type Session, withWorkshop } from "./workshop.ts";

/** Flags of `--emit`. */
export interface EmitOptions extends RenderOptions {
  readonly repo?: string | undefined;
  readonly command: "image" | "verify";
  readonly emit: "bake" | "actions";
  /** Folder of the series, which gets the file. */
  readonly out: string;
  /** Where builders elsewhere get the base commits: a URL of git. */
  readonly source: string;
  readonly checks: readonly string[];
  /** Of images in a bake file. */
  readonly image?: ImageOfBake;
  /** Of verifications in a bake file: image with Go. */
  readonly builderImage?: string | undefined;
}

type Rendered = Cell & { readonly outcome: { readonly status: "generated"; readonly series: Series } };

/** `--emit`: writes what builders elsewhere need, for all refs and variants, instead of doing the work here. */
export async function runEmit(session: Session, printer: Printer, options: EmitOptions): Promise<number> {
  return exitOnRefusal(printer, () => emit(session, printer, options));
}

async function emit(session: Session, printer: Printer, options: EmitOptions): Promise<number> {
  const out = resolve(session.cwd, options.out);
  let code = 0;
  const value = await withWorkshop(session, options, async (workshop): Promise<EmitValue> => {
    const request = await requestOf(workshop, options);
    stopIfNothingStarted(request);
    const cells = await generate(workshop, request);
    code = exitCodeOf(cells);
    const rendered = cells.filter((cell): cell is Rendered => cell.outcome.status === "generated");
    const series = rendered.map((cell) => emittedSeries(cell, workshop));
    const emitted = series.map(({ cell }) => cell);
    const text = await textOf(workshop, series, { ...options, out });
    if (series.length > 0)
      await writeSeriesTo(
        out,
        series.map((one) => one.series),
        workshop,
      );
    const path = join(out, options.emit === "bake" ? "docker-bake.json" : `patchkit-${options.command}.yml`);
    await writeText(path, text);
    return {
      schema: schemaVersion,
      repo: workshop.repository.dir,
      kind: options.emit,
      path,
      cells: emitted.map(({ ref, sha, variant, folder }) => ({ ref, sha, variant, folder })),
      skipped: cells.flatMap(skippedRow),
    };
  });
  printer.result(
    value,
    () => words(value, options.command),
    () => value.skipped.map(({ ref, variant, reason }) => `${ref}  ${variant}: ${reason}`),
  );
  return code;
}

/** The file's text. @throws PatchkitError `usage/bad-argument`; `publish/unverified`. */
async function textOf(
  workshop: Workshop,
  emitted: readonly EmittedSeries[],
  { command, emit, out, source, checks, image, builderImage }: EmitOptions,
): Promise<string> {
  if (emit === "bake")
    return bakeText(
      workshop,
      emitted,
      source,
      image ? { kind: "image", image, out } : { kind: "verify", checks, builderImage: builderImage ?? null },
    );
  return workflow(
    emitted.map(({ cell }) => cell),
    { kind: command, repository: githubName(source), toolVersion: workshop.toolVersion, checks },
  );
}

function emittedSeries(
  { ref, variant, params, outcome: { series } }: Rendered,
  { templates }: Workshop,
): EmittedSeries {
  const stack = findStack(templates, variant);
  const isDefault = !stack || seriesName(stack, params) === variant;
  const set = isDefault ? [] : Object.entries(params).map(([name, value]) => `${name}=${String(value)}`);
  const { base: sha, slug, folder } = series;
  return { cell: { ref, sha, slug, variant, set, folder }, series };
}

function skippedRow({ ref, variant, outcome }: Cell): EmitValue["skipped"] {
  switch (outcome.status) {
    case "generated":
      return [];
    case "already-applied":
      return [{ ref, variant, reason: "the change is there already" }];
    case "not-applicable":
      return [{ ref, variant, reason: outcome.reason }];
    case "refused":
      return [{ ref, variant, reason: outcome.error.message }];
  }
}

/** `owner/name` of a repository on GitHub, which is what actions/checkout takes. */
export function githubName(source: string): string {
  const [, name] = /^https:\/\/github\.com\/([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(source) ?? [];
  if (name !== undefined) return name;
  throw new PatchkitError(
    "usage/bad-argument",
    `--source: expected https://github.com/OWNER/NAME for a workflow, found ${JSON.stringify(source)}`,
    { hint: "Workflows check out the base commits from a repository on GitHub." },
  );
}

function words({ kind, path, cells, skipped }: EmitValue, command: EmitOptions["command"]): string {
  const bake = "docker buildx bake --file docker-bake.json";
  const next =
    kind === "bake"
      ? `next, in that folder: ${bake}${command === "image" ? " --push" : ", which writes evidence.json beside each series"}`
      : "next: put it into .github/workflows/ of a repository, and run it there";
  const left = skipped.map(({ ref, variant, reason }) => `left out: ${ref} ${variant}: ${reason}`);
  return [
    `${path}: ${cells.length} of ${cells.length + skipped.length} refs and variants`,
    ...left,
    next,
  ].join("\n");
}
