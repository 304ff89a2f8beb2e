import { z } from "zod";
import { PatchkitError } from "../errors.ts";
import type { Series } from "./series.ts";

/** Version of the format of series.json and manifest.json. */
export const seriesSchemaVersion = 1;

const editSchema = z.object({
  start: z.number(),
  end: z.number(),
  text: z.string(),
  replaced: z.string(),
});

/** `series.json`: everything about a series except its patches. Nothing in it depends on the machine. */
export const seriesFileSchema = z.object({
  schema: z.literal(seriesSchemaVersion),
  variant: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())])),
  identity: z.object({ name: z.string(), mail: z.string(), signsOff: z.boolean() }).nullable(),
  tool: z.string(),
  templates: z.string(),
  base: z.string(),
  release: z.string(),
  head: z.string(),
  tree: z.string(),
  digest: z.string(),
  files: z.array(z.object({ path: z.string(), added: z.number(), removed: z.number() })),
  /** Why the series has no tests of its own, "" if it has them. */
  untested: z.string().default(""),
  facts: z.array(z.object({ name: z.string(), value: z.unknown(), path: z.string(), line: z.number() })),
  commits: z.array(
    z.object({
      patch: z.string(),
      sha: z.string(),
      tree: z.string(),
      subject: z.string(),
      edits: z.array(z.object({ path: z.string(), created: z.boolean(), edits: z.array(editSchema) })),
    }),
  ),
});

/** `manifest.json`: one line per series of an output folder, by folder. */
export const manifestSchema = z.object({
  schema: z.literal(seriesSchemaVersion),
  series: z.record(
    z.string(),
    z.object({
      base: z.string(),
      variant: z.string(),
      release: z.string(),
      tree: z.string(),
      digest: z.string(),
    }),
  ),
});

export type SeriesFile = z.infer<typeof seriesFileSchema>;
type Manifest = z.infer<typeof manifestSchema>;

/** Versions recorded in series.json. */
export interface Versions {
  readonly tool: string;
  /** sha256 over the templates folder. */
  readonly templates: string;
}

/** The files of one series' folder by name, patches first. */
export function seriesFiles(series: Series, versions: Versions): Map<string, string> {
  const patches = series.commits.map(({ patchName, patch }): [string, string] => [patchName, patch]);
  const file: SeriesFile = {
    schema: seriesSchemaVersion,
    variant: series.variant,
    params: series.params as SeriesFile["params"],
    identity: series.identity,
    ...versions,
    base: series.base,
    release: series.release,
    head: series.head,
    tree: series.tree,
    digest: series.digest,
    files: [...series.files],
    untested: series.untested,
    facts: series.facts.map((fact) => ({ ...fact })),
    commits: series.commits.map(({ patchName, sha, tree, subject, edits }) => ({
      patch: patchName,
      sha,
      tree,
      subject,
      edits: edits.map((entry) => ({ ...entry, edits: [...entry.edits] })),
    })),
  };
  return new Map([
    ...patches,
    ["cover-letter.txt", series.coverLetter],
    ["series", patches.map(([name]) => `${name}\n`).join("")],
    ["series.json", formatJson(file)],
  ]);
}

/** The manifest with these series added to its existing entries. */
export function updateManifest(text: string | undefined, series: readonly Series[]): string {
  const known: Manifest["series"] = text === undefined ? {} : parseManifest(text).series;
  const added = series.map(({ folder, base, variant, release, tree, digest }) => [
    folder,
    { base, variant, release, tree, digest },
  ]);
  const all = Object.entries({ ...known, ...Object.fromEntries(added) }).sort(([a], [b]) => (a < b ? -1 : 1));
  return formatJson({ schema: seriesSchemaVersion, series: Object.fromEntries(all) });
}

/** @throws PatchkitError `series/not-a-series`. */
export function parseManifest(text: string): Manifest {
  return parseJson("manifest.json", text, manifestSchema);
}

/** @throws PatchkitError `series/not-a-series`. */
export function parseSeriesFile(text: string): SeriesFile {
  return parseJson("series.json", text, seriesFileSchema);
}

function parseJson<T>(name: string, text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new PatchkitError(
      "series/not-a-series",
      `${name}: expected the format of cilium-patchkit, found something else`,
      {
        cause,
        hint: "Move the folder away, or choose another one with --out DIR.",
      },
    );
  }
}

function formatJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
