import { join } from "node:path";
import { PatchkitError } from "../errors.ts";
import { makeTempFolder, removeFolder } from "../host/files.ts";
import { writeWhole } from "../host/write-new-folder.ts";
import { digestOf, readSeriesBelow } from "../series/index.ts";
import { assertChecksums, checksumsName } from "./checksums.ts";
import type { PostedSeries } from "./post-marker.ts";

/** A series that was fetched, with its digest checked. */
export interface TakenSeries extends PostedSeries {
  /** Texts by name: those of a series' folder, or of a post the patches and their order alone. */
  readonly files: ReadonlyMap<string, string>;
  /** Whether series.json is among them. */
  readonly isWhole: boolean;
}

/** Files of a series' folder that are taken; anything else in a bundle is for readers. */
const taken =
  /^(v\d+-)?\d{4,}-[\w.-]+\.patch$|^(series|series\.json|cover-letter\.txt|answers\.md|evidence\.json)$/;

/**
 * The series in the files of a bundle, of an output folder, or of a gist, by path.
 *
 * @param where they are from, for errors.
 * @param said series that the post around them names: each must be there with the digest that it says.
 * @param tempDir for a folder in which they are read like any series on disk.
 * @throws PatchkitError `publish/digest-mismatch`, `publish/not-a-bundle`, `series/digest-mismatch`,
 *   `series/not-a-series`.
 */
export async function takeSeries(
  found: ReadonlyMap<string, Uint8Array>,
  where: string,
  said: readonly PostedSeries[],
  tempDir: string,
): Promise<TakenSeries[]> {
  const files = withoutTop(found);
  const sums = files.get(checksumsName);
  if (sums) assertChecksums(files, Buffer.from(sums).toString(), where);
  const own = new Map([...files].filter(([path]) => isOfSeries(path)));
  if (![...own.keys()].some((path) => path.endsWith("/series.json"))) throw noSeries(where);
  const series = await readBack(own, tempDir);
  for (const one of said) {
    const match = series.find(({ folder }) => folder === one.folder);
    if (match?.digest !== one.digest) throw otherThanSaid(where, one, match?.digest);
  }
  return series;
}

async function readBack(files: ReadonlyMap<string, Uint8Array>, tempDir: string): Promise<TakenSeries[]> {
  const folder = await makeTempFolder(tempDir, "cilium-patchkit-fetch-");
  try {
    await writeWhole(folder, new Map([["out", files]]), async () => false);
    const series = await readSeriesBelow(join(folder, "out"));
    return series.map(({ folder: own, file, digest }) => ({
      folder: own,
      base: file.base,
      digest,
      files: new Map(
        [...files]
          .filter(([path]) => path.startsWith(`${own}/`))
          .map(([path, bytes]) => [path.slice(own.length + 1), Buffer.from(bytes).toString()]),
      ),
      isWhole: true,
    }));
  } finally {
    await removeFolder(folder);
  }
}

/** The series whose patches stand in a post. @throws PatchkitError `publish/digest-mismatch`. */
export function takePosted(
  said: readonly PostedSeries[],
  patches: ReadonlyMap<string, string>,
  where: string,
): TakenSeries[] {
  return said.flatMap((one): TakenSeries[] => {
    if (!isSeriesFolder(one.folder)) return [];
    const own = [...patches]
      .filter(([path]) => path.startsWith(`${one.folder}/`))
      .map(([path, text]): [string, string] => [path.slice(one.folder.length + 1), text]);
    if (own.length === 0) return [];
    const digest = digestOf(own.map(([, text]) => text));
    if (digest !== one.digest || own.some(([name]) => !taken.test(name)))
      throw otherThanSaid(where, one, digest);
    const order = own.map(([name]) => `${name}\n`).join("");
    return [{ ...one, files: new Map([...own, ["series", order]]), isWhole: false }];
  });
}

/** A bundle's zip has its files in one folder. */
function withoutTop(files: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> {
  const tops = new Set([...files.keys()].map((path) => path.slice(0, path.indexOf("/") + 1)));
  const [top = ""] = tops;
  const isBundle =
    tops.size === 1 &&
    top !== "" &&
    (files.has(`${top}${checksumsName}`) || files.has(`${top}manifest.json`));
  return isBundle ? new Map([...files].map(([path, bytes]) => [path.slice(top.length), bytes])) : files;
}

/** `<slug>/<variant>/<name>` of a file that is taken. A gist's names are as hostile as a zip's. */
function isOfSeries(path: string): boolean {
  const at = path.lastIndexOf("/");
  return isSeriesFolder(path.slice(0, Math.max(0, at))) && taken.test(path.slice(at + 1));
}

/** Two names that begin with no dot, of what slugs and variants are written with. */
function isSeriesFolder(folder: string): boolean {
  const parts = folder.split("/");
  return parts.length === 2 && parts.every((part) => /^[\p{L}\p{N}_+@-][\p{L}\p{N}\p{M}_.+@-]*$/u.test(part));
}

function noSeries(where: string): PatchkitError {
  return new PatchkitError(
    "publish/not-a-bundle",
    `${where}: expected series with a series.json each, in folders <ref>/<variant>, found none`,
    {
      hint: "Give the zip or the folder that `cilium-patchkit bundle` wrote, or a post that has one attached.",
    },
  );
}

function otherThanSaid(
  where: string,
  { folder, digest }: PostedSeries,
  found: string | undefined,
): PatchkitError {
  const what = found === undefined ? "no such series" : found.slice(0, 12);
  return new PatchkitError(
    "publish/digest-mismatch",
    `${where}: expected ${folder} with the digest ${digest.slice(0, 12)} that the post says, found ${what}`,
    { hint: "Nothing was written. Ask whoever posted it which one is meant." },
  );
}
