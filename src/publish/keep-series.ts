import { join } from "node:path";
import { PatchkitError } from "../errors.ts";
import { kindAt, readForeignText } from "../host/file-kind.ts";
import { listNames } from "../host/files.ts";
import { writeFolders } from "../host/output-folder.ts";
import { parseSeriesFile, updateManifest } from "../series/index.ts";
import type { TakenSeries } from "./take-series.ts";

/** What was done with a series. */
export type Kept = "written" | "unchanged";

/**
 * Writes series into an output folder, all or none of them; a series that is there already, with the same patches, is
 * left as it is.
 *
 * @param needsIgnore whether the folder needs a .gitignore of its own.
 * @throws PatchkitError `environment/not-writable` where another series, or something else, has its place;
 *   `environment/disk-full`, `environment/busy`.
 */
export async function keepSeries(
  out: string,
  series: readonly TakenSeries[],
  needsIgnore = false,
): Promise<Map<string, Kept>> {
  const states = await Promise.all(series.map((one) => stateOf(out, one)));
  const fresh = series.filter((_, index) => states[index] === "written");
  if (fresh.length > 0) {
    const content = new Map(fresh.map(({ folder, files }) => [folder, files]));
    const listed = fresh.flatMap(({ folder, files }) => {
      const text = files.get("series.json");
      return text === undefined ? [] : [{ ...parseSeriesFile(text, `${folder}/series.json`), folder }];
    });
    await writeFolders(out, content, async (read) => {
      const files = new Map<string, string>();
      if (listed.length > 0) files.set("manifest.json", updateManifest(await read("manifest.json"), listed));
      if (needsIgnore && (await read(".gitignore")) === undefined) files.set(".gitignore", "*\n");
      return files;
    });
  }
  return new Map(series.map(({ folder }, index) => [folder, states[index] ?? "written"]));
}

async function stateOf(out: string, { folder, files }: TakenSeries): Promise<Kept> {
  const path = join(out, folder);
  const kind = await kindAt(path);
  if (kind === undefined) return "written";
  const patches = [...files].filter(([name]) => name.endsWith(".patch"));
  const names = kind === "a folder" ? (await listNames(path)).filter((name) => name.endsWith(".patch")) : [];
  const texts = await Promise.all(patches.map(([name]) => readForeignText(join(path, name))));
  const isSame = names.length === patches.length && patches.every(([, text], index) => text === texts[index]);
  if (kind === "a folder" && isSame) return "unchanged";
  throw new PatchkitError(
    "environment/not-writable",
    `expected nothing, or the same series, at ${path}, found ${kind === "a folder" ? "another series" : kind}`,
    { hint: "Nothing was written. Choose another folder with --to DIR." },
  );
}
