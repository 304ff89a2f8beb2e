import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { PatchkitError } from "../errors.ts";
import type { GenerateResult, Workshop } from "../generate.ts";
import { isFolder, kindAt } from "../host/files.ts";
import { type ReadBelow, writeFolders } from "../host/output-folder.ts";
import type { TemplateSet } from "../plan/index.ts";
import { type Series, seriesFiles, updateManifest } from "../series/index.ts";
import { checkFolders, stateWords } from "./check-folder.ts";
import { exit } from "./failure.ts";
import { refusalLines, toValue, words } from "./generate-value.ts";
import type { Printer } from "./printer.ts";
import { type RenderOptions, renderSeries } from "./render-series.ts";
import { type Session, withWorkshop } from "./workshop.ts";

/** Flags of `generate`. */
export interface GenerateOptions extends RenderOptions {
  readonly repo?: string | undefined;
  readonly out: string;
  readonly diff: boolean;
  readonly dryRun: boolean;
  readonly check: boolean;
}

/** `generate`: the main job. */
export async function runGenerate(
  session: Session,
  printer: Printer,
  options: GenerateOptions,
): Promise<number> {
  const out = resolve(session.cwd, options.out);
  await assertOwnDefault(options.out, out);
  return withWorkshop(session, options.repo, async (workshop) => {
    const results = await renderSeries(workshop, options, ({ ref, done, total }) =>
      printer.progress(`${done}/${total}  ${ref}`),
    );
    stopIfNothingStarted(results);
    for (const note of new Set(results.flatMap((result) => result.note ?? []))) printer.note(note);

    const generated = results.flatMap(({ outcome }) =>
      outcome.status === "generated" ? [outcome.series] : [],
    );
    const checked = options.check ? await checkFolders(out, generated) : null;
    if (!options.check && !options.dryRun && generated.length > 0)
      await writeSeriesTo(out, generated, workshop);

    const value = toValue(workshop, out, results, checked);
    const differing = (checked ?? []).flatMap(({ files }) => files);
    const found = differing.map(({ path, state }) => `${path}: ${stateWords[state]}`);
    printer.result(
      value,
      () => words(value, generated, options, printer),
      () => [...refusalLines(value), ...found],
    );
    for (const line of found) printer.note(line);
    return exitCodeOf(results, differing.length > 0);
  });
}

/**
 * The default output folder may be in a clone of somebody else's, who may have put a link there.
 *
 * @param typed the folder as typed, or the default.
 */
export async function assertOwnDefault(typed: string, out: string): Promise<void> {
  if (typed !== "./patches" || (await kindAt(out)) !== "a symbolic link") return;
  throw new PatchkitError(
    "environment/not-writable",
    `expected a folder or nothing at ${out}, found a symbolic link`,
    {
      hint: "Nothing was changed. If you want to write where it leads, name it: --out patches.",
    },
  );
}

/** 2 for a ref that names no commit, alone or beside others; 1 for findings. */
export function exitCodeOf(results: readonly GenerateResult[], hasFindings: boolean): number {
  const refused = results.filter(({ outcome }) => outcome.status === "refused");
  if (refused.some(({ sha }) => sha === null)) return exit.environment;
  return refused.length > 0 || hasFindings ? 1 : 0;
}

/** One bad ref never stops the others; if no ref could be resolved, the command fails. */
export function stopIfNothingStarted(results: readonly GenerateResult[]): void {
  const errors = results.flatMap(({ outcome, sha }) =>
    outcome.status === "refused" && sha === null ? [outcome.error] : [],
  );
  const [first] = errors;
  if (!first || errors.length < results.length) return;
  throw new PatchkitError("usage/bad-argument", first.message, {
    cause: first,
    ...(first.hint === undefined ? {} : { hint: first.hint }),
  });
}

/** Writes series below an output folder, and the manifest that lists them. */
export async function writeSeriesTo(
  out: string,
  series: readonly Series[],
  workshop: Workshop,
): Promise<void> {
  const versions = { tool: workshop.toolVersion, templates: templatesDigest(workshop.templates) };
  const ignore = await needsIgnoreFile(workshop, out);
  const folders = async (read: ReadBelow) => {
    const content = new Map<string, ReadonlyMap<string, string>>();
    for (const one of series)
      content.set(one.folder, new Map([...seriesFiles(one, versions), ...(await keptEvidence(read, one))]));
    return content;
  };
  await writeFolders(out, folders, async (read) => {
    const files = new Map([["manifest.json", updateManifest(await read("manifest.json"), series)]]);
    if (ignore && (await read(".gitignore")) === undefined) files.set(".gitignore", "*\n");
    return files;
  });
}

/** The existing evidence file, if it is about the same patches. */
async function keptEvidence(read: ReadBelow, { folder, digest }: Series): Promise<[string, string][]> {
  const name = "evidence.json";
  const text = await read(`${folder}/${name}`);
  return text?.includes(`"digest": "${digest}"`) ? [[name, text]] : [];
}

/**
 * Whether the output folder is inside a git work tree and needs a .gitignore of its own: not at its root and not
 * where tracked files are, which it would hide with their neighbours.
 */
async function needsIgnoreFile({ repository }: Workshop, out: string): Promise<boolean> {
  const { git } = repository;
  for (let dir = out; ; dir = resolve(dir, "..")) {
    if (await isFolder(dir)) {
      const asked = ["rev-parse", "--is-inside-work-tree", "--show-prefix"];
      const { status, stdout } = await git.attempt(asked, { cwd: dir });
      const [isInside, prefix] = stdout.toString().split("\n");
      if (status !== 0 || isInside !== "true") return false;
      // A folder that is still to be made holds nothing.
      if (dir !== out) return true;
      return (
        prefix !== "" && (await git.attempt(["ls-files", "--error-unmatch", "."], { cwd: dir })).status !== 0
      );
    }
    if (dir === resolve(dir, "..")) return false;
  }
}

/** sha256 over names and sources of all templates. */
function templatesDigest(templates: TemplateSet): string {
  const hash = createHash("sha256");
  const add = (name: string, source: string) => hash.update(`${name}\0${source}\0`);
  for (const { partials } of templates.proposals.values())
    for (const [name, source] of partials) add(name, source);
  for (const { spec, coverLetter, commits } of templates.variants) {
    add(spec.id, JSON.stringify(spec));
    add(coverLetter.name, coverLetter.source);
    for (const { message, edits } of commits)
      for (const { name, source } of [message, ...edits]) add(name, source);
  }
  return hash.digest("hex");
}
