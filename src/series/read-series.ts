import { join } from "node:path";
import { PatchkitError } from "../errors.ts";
import { kindAt, NoRegularFile, readForeignText } from "../host/file-kind.ts";
import { isFolder, listNames } from "../host/files.ts";
import { digestOf } from "./build-series.ts";
import { isPatchName, parseSeriesFile, type SeriesFile } from "./series-files.ts";

/** A series that an output folder has. */
export interface FoundSeries {
  /** Folder below the output folder: `<slug>/<variant>`. */
  readonly folder: string;
  readonly file: SeriesFile;
}

/** A series on disk. */
export interface SeriesOnDisk extends FoundSeries {
  /** In the order of the file `series`. */
  readonly patches: readonly { readonly name: string; readonly text: string }[];
  /** sha256 of the patches. */
  readonly digest: string;
}

/**
 * Reads every series below an output folder, in order of folder. The folder may come from anywhere: names are
 * names of patches, files are regular files, and the patches are those that series.json was written for.
 *
 * @param isWanted leaves series out before their patches are read.
 * @throws PatchkitError `series/not-a-series` where there is none or it has another form;
 *   `series/digest-mismatch` where patches were changed.
 */
export async function readSeriesBelow(
  out: string,
  isWanted: (series: FoundSeries) => boolean = () => true,
): Promise<SeriesOnDisk[]> {
  const found = await readEachSeriesBelow(out, isWanted);
  return found.map((one) => {
    if ("error" in one) throw one.error;
    return one;
  });
}

/** A folder whose series cannot be read. */
export interface UnreadSeries {
  readonly folder: string;
  readonly error: PatchkitError;
}

/**
 * Like {@link readSeriesBelow}, for callers that go on with the others where one has another form or was changed.
 *
 * @throws PatchkitError `series/not-a-series` where there is none.
 */
export async function readEachSeriesBelow(
  out: string,
  isWanted: (series: FoundSeries) => boolean = () => true,
): Promise<(SeriesOnDisk | UnreadSeries)[]> {
  const wanted: (SeriesOnDisk | UnreadSeries)[] = [];
  let hasAny = false;
  for (const slug of await foldersIn(out)) {
    for (const name of await foldersIn(join(out, slug))) {
      const folder = `${slug}/${name}`;
      try {
        const found = await findSeries(out, folder);
        hasAny ||= found !== undefined;
        if (found && isWanted(found)) wanted.push(await readSeries(out, found));
      } catch (error) {
        if (!(error instanceof PatchkitError) || error.stopsTheRun) throw error;
        hasAny = true;
        wanted.push({ folder, error });
      }
    }
  }
  if (hasAny) return wanted;
  throw new PatchkitError("series/not-a-series", `expected series below ${out}, found none`, {
    hint: "Use the folder that `cilium-patchkit generate --out DIR` wrote.",
  });
}

async function findSeries(out: string, folder: string): Promise<FoundSeries | undefined> {
  const text = await readPart(out, folder, "series.json");
  return text === undefined ? undefined : { folder, file: parseSeriesFile(text, `${folder}/series.json`) };
}

async function readSeries(out: string, { folder, file }: FoundSeries): Promise<SeriesOnDisk> {
  const names = ((await readPart(out, folder, "series")) ?? "").split("\n").filter(Boolean);
  const patches: { name: string; text: string }[] = [];
  for (const name of names) patches.push({ name, text: await readPatch(out, folder, name) });
  const digest = digestOf(patches.map((patch) => patch.text));
  if (digest === file.digest) return { folder, file, patches, digest };
  throw new PatchkitError(
    "series/digest-mismatch",
    `${folder}: expected patches with the digest ${file.digest.slice(0, 12)} that series.json names, found ${digest.slice(0, 12)}`,
    {
      hint: "The patches were changed after they were rendered: render the series again with `cilium-patchkit generate`.",
    },
  );
}

async function readPatch(out: string, folder: string, name: string): Promise<string> {
  const text = isPatchName(name) ? await readPart(out, folder, name) : undefined;
  if (text !== undefined) return text;
  throw new PatchkitError(
    "series/not-a-series",
    `${folder}/series: expected names of patches in that folder, found ${JSON.stringify(name.slice(0, 200))}`,
    { hint: renderAgain },
  );
}

const renderAgain = "Render the series again with `cilium-patchkit generate`.";

/**
 * A file of a series, undefined where there is none.
 *
 * @throws PatchkitError `series/not-a-series` where something else is in its place.
 */
export async function readPart(out: string, folder: string, name: string): Promise<string | undefined> {
  try {
    return await readForeignText(join(out, folder, name));
  } catch (cause) {
    if (!(cause instanceof NoRegularFile)) throw cause;
    throw new PatchkitError(
      "series/not-a-series",
      `${folder}/${name}: expected a file, found ${cause.found}`,
      { cause, hint: renderAgain },
    );
  }
}

/** Names of folders below a folder; links are not followed. */
async function foldersIn(path: string): Promise<string[]> {
  if (!(await isFolder(path))) return [];
  const names = (await listNames(path)).filter((name) => !name.startsWith("."));
  const kinds = await Promise.all(names.map((name) => kindAt(join(path, name))));
  return names.filter((_, index) => kinds[index] === "a folder");
}
