import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { PatchkitError } from "../errors.ts";
import type { GenerateResult, Workshop } from "../generate.ts";
import { isFolder, listNames, readText } from "../host/files.ts";
import { type ReadBelow, writeFolders } from "../host/output-folder.ts";
import type { TemplateSet } from "../plan/index.ts";
import { type Series, seriesFiles, updateManifest } from "../series/index.ts";
import { type Printer, table } from "./printer.ts";
import { type RenderOptions, renderSeries } from "./render-series.ts";
import { schemaVersion } from "./schema-version.ts";
import type { GenerateValue } from "./values.ts";
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
  return withWorkshop(session, options.repo, async (workshop) => {
    const results = await renderSeries(workshop, options, ({ ref, done, total }) =>
      printer.progress(`${done}/${total}  ${ref}`),
    );
    stopIfNothingStarted(results);
    for (const note of new Set(results.flatMap((result) => result.note ?? []))) printer.note(note);

    const generated = results.flatMap(({ outcome }) =>
      outcome.status === "generated" ? [outcome.series] : [],
    );
    const stale = options.check ? await staleFolders(out, generated) : [];
    if (!options.check && !options.dryRun && generated.length > 0)
      await writeSeriesTo(out, generated, workshop);

    const value = toValue(workshop, out, results);
    printer.result(value, () => words(value, generated, options, printer));
    for (const folder of stale) printer.note(`${folder} differs from what this version renders`);
    const refused = results.some(({ outcome }) => outcome.status === "refused");
    return refused || stale.length > 0 ? 1 : 0;
  });
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

/** Folders whose patches on disk differ from the rendered ones. */
async function staleFolders(out: string, series: readonly Series[]): Promise<string[]> {
  const stale: string[] = [];
  for (const { folder, commits } of series) {
    const dir = join(out, folder);
    const names = (await isFolder(dir))
      ? (await listNames(dir)).filter((name) => name.endsWith(".patch"))
      : [];
    const texts = await Promise.all(names.map((name) => readText(join(dir, name))));
    const rendered = commits.map(({ patchName, patch }) => [patchName, patch]);
    if (JSON.stringify(rendered) !== JSON.stringify(names.map((name, index) => [name, texts[index]])))
      stale.push(folder);
  }
  return stale;
}

/** sha256 over names and sources of all templates. */
function templatesDigest(templates: TemplateSet): string {
  const hash = createHash("sha256");
  const add = (name: string, source: string) => hash.update(`${name}\0${source}\0`);
  for (const [name, source] of templates.partials) add(name, source);
  for (const { spec, coverLetter, commits } of templates.variants) {
    add(spec.id, JSON.stringify(spec));
    add(coverLetter.name, coverLetter.source);
    for (const { message, edits } of commits)
      for (const { name, source } of [message, ...edits]) add(name, source);
  }
  return hash.digest("hex");
}

function toValue(workshop: Workshop, out: string, results: readonly GenerateResult[]): GenerateValue {
  return {
    schema: schemaVersion,
    repo: workshop.repository.dir,
    out,
    results: results.map(({ ref, sha, release, slug, variant, params, outcome }) => {
      const series = outcome.status === "generated" ? outcome.series : undefined;
      return {
        ref,
        sha,
        release,
        slug,
        variant,
        params: { ...params } as GenerateValue["results"][number]["params"],
        status: outcome.status,
        patches: series?.commits.map(({ patchName }) => `${series.folder}/${patchName}`) ?? [],
        files: series?.files.map((file) => ({ ...file })) ?? [],
        tree: series?.tree ?? null,
        digest: series?.digest ?? null,
        code: outcome.status === "refused" ? outcome.error.code : null,
        reason: reasonOf(outcome),
      };
    }),
  };
}

function reasonOf(outcome: GenerateResult["outcome"]): string | null {
  switch (outcome.status) {
    case "refused":
      return outcome.error.hint === undefined
        ? outcome.error.message
        : `${outcome.error.message}. ${outcome.error.hint}`;
    case "not-applicable":
      return outcome.reason;
    case "generated":
      return outcome.series.untested === "" ? null : `no tests of its own: ${outcome.series.untested}`;
    default:
      return null;
  }
}

function words(
  value: GenerateValue,
  series: readonly Series[],
  options: GenerateOptions,
  { color }: Printer,
): string {
  const paint = {
    generated: color.green,
    "already-applied": color.cyan,
    "not-applicable": color.yellow,
    refused: color.red,
  };
  const rows = value.results.map((result) => {
    const [added, removed] = [
      sum(result.files.map((file) => file.added)),
      sum(result.files.map((file) => file.removed)),
    ];
    const what =
      result.status === "generated"
        ? `${result.patches.length} ${result.patches.length === 1 ? "patch" : "patches"}, ${result.files.length} files, +${added} -${removed}${result.reason === null ? "" : `; ${result.reason}`}`
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
  const where =
    series.length === 0 || options.dryRun || options.check
      ? ""
      : `\n${color.dim("in")} ${value.out}\n${color.dim("try")} git am ${join(value.out, series[0]?.folder ?? "")}/*.patch`;
  const diff = options.diff
    ? `\n${series.flatMap((one) => one.commits.map(({ patch }) => patch)).join("\n")}`
    : "";
  return `${table(rows)}${where}${diff}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
