import { join } from "node:path";
import { PatchkitError } from "../errors.ts";
import { isFolder, listNames, readTextIfThere } from "../host/files.ts";
import { digestOf } from "./build-series.ts";
import { parseSeriesFile, type SeriesFile } from "./series-files.ts";

/** A series on disk. */
export interface SeriesOnDisk {
  /** Folder below the output folder: `<slug>/<variant>`. */
  readonly folder: string;
  readonly file: SeriesFile;
  /** In the order of the file `series`. */
  readonly patches: readonly { readonly name: string; readonly text: string }[];
  /** sha256 of the current patches, which may differ from series.json. */
  readonly digest: string;
}

/** Reads every series below an output folder, in order of folder. @throws PatchkitError `series/not-a-series` if there is none. */
export async function readSeriesBelow(out: string): Promise<SeriesOnDisk[]> {
  const found: SeriesOnDisk[] = [];
  for (const slug of await foldersIn(out)) {
    for (const name of await foldersIn(join(out, slug))) {
      const series = await readSeries(out, `${slug}/${name}`);
      if (series) found.push(series);
    }
  }
  if (found.length > 0) return found;
  throw new PatchkitError("series/not-a-series", `expected series below ${out}, found none`, {
    hint: "Use the folder that `cilium-patchkit generate --out DIR` wrote.",
  });
}

async function readSeries(out: string, folder: string): Promise<SeriesOnDisk | undefined> {
  const text = await readTextIfThere(join(out, folder, "series.json"));
  if (text === undefined) return undefined;
  const file = parseSeriesFile(text);
  const order = await readTextIfThere(join(out, folder, "series"));
  const names = (order ?? "").split("\n").filter(Boolean);
  const patches = await Promise.all(
    names.map(async (name) => ({ name, text: await readPatch(out, folder, name) })),
  );
  return { folder, file, patches, digest: digestOf(patches.map((patch) => patch.text)) };
}

/** @throws PatchkitError `series/not-a-series` if the file `series` lists a file outside its folder. */
async function readPatch(out: string, folder: string, name: string): Promise<string> {
  const isInside = !/[/\\]/.test(name);
  const text = isInside ? await readTextIfThere(join(out, folder, name)) : undefined;
  if (text !== undefined) return text;
  throw new PatchkitError(
    "series/not-a-series",
    `${folder}/series: expected names of patches in that folder, found ${JSON.stringify(name)}`,
    { hint: "Render the series again with `cilium-patchkit generate`." },
  );
}

async function foldersIn(path: string): Promise<string[]> {
  if (!(await isFolder(path))) return [];
  const names = (await listNames(path)).filter((name) => !name.startsWith("."));
  const folders = await Promise.all(names.map((name) => isFolder(join(path, name))));
  return names.filter((_, index) => folders[index]);
}
