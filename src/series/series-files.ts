import { z } from "zod";
import { PatchkitError } from "../errors.ts";
import type { Series } from "./series.ts";

/** Version of the format of series.json and manifest.json. */
export const seriesSchemaVersion = 1;

/** `0001-subject.patch` as git names it, `v2-0001-subject.patch` of a later revision. */
const patchNamePattern = /^(v\d+-)?\d{4,}-[\w.-]+\.patch$/;

export function isPatchName(name: string): boolean {
  return patchNamePattern.test(name);
}

const sha = z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
/** Letters, digits and what releases and variants are written with: it becomes part of paths. */
const word = z.string().regex(/^\w[\w.-]*$/);
/** Id of a variant, or of a stack of variants: `a+b`. */
const variant = z.string().regex(/^\w[\w.-]*(\+\w[\w.-]*)*$/);
const line = z.string().regex(/^\P{Cc}*$/u);
/** Path from the root of a repository. */
const repoPath = line.refine((path) =>
  path.split("/").every((part) => !["", ".", "..", ".git"].includes(part)),
);

const editSchema = z.object({
  start: z.number(),
  end: z.number(),
  text: z.string(),
  replaced: z.string(),
});

/** `series.json`: everything about a series except its patches. Nothing in it depends on the machine. */
export const seriesFileSchema = z.object({
  schema: z.literal(seriesSchemaVersion),
  variant,
  /** Of a stack, each with its variant: `a.flag`. */
  params: z.record(word, z.union([z.string(), z.boolean(), z.array(z.string())])),
  identity: z.object({ name: line, mail: line, signsOff: z.boolean() }).nullable(),
  tool: line,
  templates: line,
  base: sha,
  release: word,
  head: sha,
  tree: sha,
  digest,
  files: z.array(z.object({ path: repoPath, added: z.number(), removed: z.number() })),
  /** Why the series has no tests of its own, "" if it has them. */
  untested: z.string().default(""),
  facts: z.array(z.object({ name: word, value: z.unknown(), path: line, line: z.number().nullable() })),
  commits: z.array(
    z.object({
      patch: z.string().regex(patchNamePattern),
      sha,
      tree: sha,
      subject: line,
      edits: z.array(z.object({ path: repoPath, created: z.boolean(), edits: z.array(editSchema) })),
    }),
  ),
});

/** `manifest.json`: one line per series of an output folder, by folder. */
export const manifestSchema = z.object({
  schema: z.literal(seriesSchemaVersion),
  series: z.record(z.string(), z.object({ base: sha, variant, release: word, tree: sha, digest })),
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
    ...(series.answers === "" ? [] : [["answers.md", series.answers] as const]),
    ["series", patches.map(([name]) => `${name}\n`).join("")],
    ["series.json", formatJson(file)],
  ]);
}

/** The manifest with these series added to its existing entries. */
export function updateManifest(
  text: string | undefined,
  series: readonly Pick<Series, "folder" | "base" | "variant" | "release" | "tree" | "digest">[],
): string {
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

/** @param name of the file, for errors. @throws PatchkitError `series/not-a-series`. */
export function parseSeriesFile(text: string, name: string): SeriesFile {
  return parseJson(name, text, seriesFileSchema);
}

function parseJson<T>(name: string, text: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(asJson(text));
  if (parsed.success) return parsed.data;
  const at = parsed.error.issues[0]?.path.join(".") || "its beginning";
  throw new PatchkitError(
    "series/not-a-series",
    `${name}: expected the format of cilium-patchkit, found something else at ${at}`,
    { cause: parsed.error, hint: "Move the folder away, or choose another one with --out DIR." },
  );
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function formatJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
