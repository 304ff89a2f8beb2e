import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { PatchkitError } from "../errors.ts";
import {
  type CheckedFile,
  type CheckedSeries,
  checkFolders,
  type OutputFolder,
  openOutputFolder,
  writeSeries,
} from "../folder/index.ts";
import { kindAt } from "../host/file-kind.ts";
import { type Cell, runMatrix, type Workshop } from "../matrix/index.ts";
import type { TemplateSet } from "../plan/index.ts";
import type { Series } from "../series/index.ts";
import { exit } from "./failure.ts";
import { findKnown } from "./find-known.ts";
import { cellLine, type Row, refusalLines, rowOf, toValue, words } from "./generate-value.ts";
import type { Printer } from "./printer.ts";
import { type RenderOptions, requestOf, type SeriesRequest } from "./render-series.ts";
import { makeRunProgress } from "./run-progress.ts";
import { defaultOut } from "./settle-flags.ts";
import { type Session, withWorkshop } from "./workshop.ts";

/** Flags of `generate`. */
export interface GenerateOptions extends RenderOptions {
  readonly repo?: string | undefined;
  readonly templates?: readonly string[];
  readonly out: string;
  readonly diff: boolean;
  readonly dryRun: boolean;
  readonly check: boolean;
  /** Prints each cell as it comes. */
  readonly jsonLines: boolean;
  /** Renders series anew that an earlier run has written. */
  readonly fresh: boolean;
}

/** `generate`: the main job. Each series is on disk, and its row printed, as soon as it is rendered. */
export async function runGenerate(
  session: Session,
  printer: Printer,
  options: GenerateOptions,
): Promise<number> {
  const out = resolve(session.cwd, options.out);
  await assertOwnDefault(options.out, out);
  return withWorkshop(session, options, async (workshop) => {
    const request = await requestOf(workshop, options);
    stopIfNothingStarted(request);
    for (const note of notesOf(request)) printer.note(note);
    const rows = await fillRows(session, printer, workshop, { ...options, request, out });
    if (options.jsonLines) return codeOf(rows);
    const value = toValue(workshop, out, rows, options.check);
    const found = differences(rows);
    printer.result(
      value,
      () => words(value, rows, options, printer),
      () => [...refusalLines(value), ...found],
    );
    for (const line of found) printer.note(line);
    return codeOf(rows);
  });
}

/** A row for each ref and variant, in their order. Of a series, nothing else is kept. */
async function fillRows(
  session: Session,
  printer: Printer,
  workshop: Workshop,
  options: GenerateOptions & { readonly request: SeriesRequest; readonly out: string },
): Promise<Row[]> {
  const { request, out } = options;
  const isWritten = !options.check && !options.dryRun;
  const versions = { tool: workshop.toolVersion, templates: templatesDigest(workshop.templates) };
  const folder = isWritten ? await openOutputFolder(workshop.repository.git, out, versions) : undefined;
  const known = isWritten ? await findKnown(session, request, out, versions, options) : undefined;
  const rows = new Map<string, Row>();
  const told = (row: Row) => {
    rows.set(placeOf(row.ref, row.variant), row);
    if (options.jsonLines) printer.line(cellLine(out, row));
  };
  try {
    for (const row of known?.rows ?? []) told(row);
    const wanted = (ref: string, variant: string) => !rows.has(placeOf(ref, variant));
    const isOpen = ({ ref }: { readonly ref: string }) => request.stacks.some(({ id }) => wanted(ref, id));
    const progress = makeRunProgress(printer, request.refs.filter(isOpen).length, () => performance.now());
    await runMatrix(workshop, { ...request, wanted }, async (cells) => {
      const series = cells.flatMap(({ outcome }) => (outcome.status === "generated" ? [outcome.series] : []));
      if (folder && series.length > 0) await writeSeries(folder, series);
      for (const one of folder ? series : []) await known?.remember(one);
      const checked = options.check ? await checkFolders(out, series) : [];
      for (const cell of cells) told(rowOf(cell, options, checked));
      progress(new Set(cells.map(({ ref }) => ref)).size, cells.at(-1)?.ref ?? "");
    });
  } finally {
    await known?.close();
  }
  return request.refs.flatMap(({ ref }) =>
    request.stacks.flatMap(({ id }) => rows.get(placeOf(ref, id)) ?? []),
  );
}

function placeOf(ref: string, variant: string): string {
  return `${ref}\n${variant}`;
}

function notesOf({ refs }: SeriesRequest): ReadonlySet<string> {
  return new Set(refs.flatMap((ref) => ("note" in ref && ref.note !== undefined ? [ref.note] : [])));
}

/** A line for each patch that differs with `--check`. */
function differences(rows: readonly Row[]): string[] {
  return rows.flatMap(({ check }) =>
    (check?.files ?? []).map(({ path, state }) => `${path}: ${stateWords[state]}`),
  );
}

/** What each state means, for the user. */
const stateWords: Readonly<Record<CheckedFile["state"], string>> = {
  stale: "stale: differs from what this version renders",
  edited: "edited: differs from what this version renders, and from what series.json records",
  missing: "missing",
  extra: "extra: not a patch of the rendered series",
};

/**
 * The default output folder may be in a clone of somebody else's, who may have put a link there.
 *
 * @param typed the folder as typed, or the default.
 */
export async function assertOwnDefault(typed: string, out: string): Promise<void> {
  if (typed !== defaultOut || (await kindAt(out)) !== "a symbolic link") return;
  throw new PatchkitError(
    "environment/not-writable",
    `expected a folder or nothing at ${out}, found a symbolic link`,
    {
      hint: "Nothing was changed. If you want to write where it leads, name it: --out patches.",
    },
  );
}

/** 2 for a ref that names no commit, alone or beside others; 1 for findings. */
export function exitCodeOf(cells: readonly Cell[]): number {
  return codeOf(cells.map(({ sha, outcome }) => ({ sha, status: outcome.status })));
}

function codeOf(
  rows: readonly {
    readonly sha: string | null;
    readonly status: string;
    readonly check?: CheckedSeries | undefined;
  }[],
): number {
  const refused = rows.filter(({ status }) => status === "refused");
  if (refused.some(({ sha }) => sha === null)) return exit.environment;
  return refused.length > 0 || rows.some(({ check }) => (check?.files.length ?? 0) > 0) ? 1 : 0;
}

/** One bad ref never stops the others; if no ref could be resolved, the command fails. */
export function stopIfNothingStarted({ refs }: SeriesRequest): void {
  const errors = refs.flatMap((ref) => ("error" in ref ? [ref.error] : []));
  const [first] = errors;
  if (!first || errors.length < refs.length) return;
  throw new PatchkitError("usage/bad-argument", first.message, {
    cause: first,
    ...(first.hint === undefined ? {} : { hint: first.hint }),
  });
}

/** Writes series of a run that renders all before it goes on. */
export async function writeSeriesTo(
  out: string,
  series: readonly Series[],
  workshop: Workshop,
): Promise<void> {
  await writeSeries(await openOutput(workshop, out), series);
}

/** Opens an output folder for series of this program's templates. */
export function openOutput(workshop: Workshop, out: string): Promise<OutputFolder> {
  const versions = { tool: workshop.toolVersion, templates: templatesDigest(workshop.templates) };
  return openOutputFolder(workshop.repository.git, out, versions);
}

/** sha256 over names and sources of all templates. */
function templatesDigest(templates: TemplateSet): string {
  const hash = createHash("sha256");
  const add = (name: string, source: string) => hash.update(`${name}\0${source}\0`);
  for (const { partials } of templates.proposals.values())
    for (const [name, source] of partials) add(name, source);
  for (const { spec, coverLetter, answers, commits } of templates.variants) {
    add(spec.id, JSON.stringify(spec));
    add(coverLetter.name, coverLetter.source);
    if (answers) add(answers.name, answers.source);
    for (const { message, edits } of commits)
      for (const { name, source } of [message, ...edits]) add(name, source);
  }
  return hash.digest("hex");
}
