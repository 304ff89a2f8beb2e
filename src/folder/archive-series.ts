import { join } from "node:path";
import { readForeignText } from "../host/file-kind.ts";
import { listNames } from "../host/files.ts";
import { type ReadBelow, writeFolders } from "../host/output-folder.ts";
import { type RangeDiff, type Series, seriesFiles, updateManifest } from "../series/index.ts";
import type { OutputFolder } from "./write-series.ts";

/** A series that replaces a former revision of itself. */
export interface RenewedSeries {
  readonly series: Series;
  /** Folder of the former revision: that of the series itself, or of another ref, which stays. */
  readonly former: string;
  /** How the two differ; undefined if the former one's base is not in the clone. */
  readonly diff: RangeDiff | undefined;
}

/** Folder of former revisions below the output folder; readers of series pass over names that begin with a dot. */
const revisionsFolder = ".revisions";

/**
 * Writes a series, and keeps the former revision with how they differ below `.revisions/<slug>/<variant>/v<number>`,
 * in one step.
 *
 * @returns number of the kept revision, from 1.
 * @throws PatchkitError as `writeSeries`.
 */
export async function archiveSeries(
  { out, versions }: OutputFolder,
  { series, former, diff }: RenewedSeries,
): Promise<number> {
  let number = 0;
  const folders = async (read: ReadBelow) => {
    number = await firstFree(read, series.folder);
    const kept = new Map(await readFolder(join(out, former)));
    if (diff) {
      kept.set("range-diff.txt", diff.text);
      kept.set("range-diff.json", `${JSON.stringify(diff.commits, null, 2)}\n`);
    }
    return new Map([
      [`${revisionsFolder}/${series.folder}/v${number}`, kept],
      [series.folder, seriesFiles(series, versions)],
    ]);
  };
  await writeFolders(
    out,
    folders,
    async (read) => new Map([["manifest.json", updateManifest(await read("manifest.json"), [series])]]),
  );
  return number;
}

async function firstFree(read: ReadBelow, folder: string): Promise<number> {
  let number = 1;
  while ((await read(`${revisionsFolder}/${folder}/v${number}/series.json`)) !== undefined) number++;
  return number;
}

async function readFolder(dir: string): Promise<[string, string][]> {
  const names = await listNames(dir);
  return Promise.all(
    names.map(
      async (name): Promise<[string, string]> => [name, (await readForeignText(join(dir, name))) ?? ""],
    ),
  );
}
