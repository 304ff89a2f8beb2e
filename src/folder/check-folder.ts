import { join } from "node:path";
import { NoRegularFile, readForeignText } from "../host/file-kind.ts";
import { isFolder, listNames, readTextIfThere } from "../host/files.ts";
import { assertNoLinks } from "../host/output-folder.ts";
import { digestOf, type Series } from "../series/index.ts";

/** How a patch of an output folder differs from the rendered one. */
export interface CheckedFile {
  /** Below the output folder. */
  readonly path: string;
  readonly state: "stale" | "edited" | "missing" | "extra";
}

/** A series of an output folder, and its patches that differ from the rendered ones. */
export interface CheckedSeries {
  readonly folder: string;
  readonly files: readonly CheckedFile[];
}

/** Compares the patches of an output folder with rendered series; writes nothing. One entry per series. */
export async function checkFolders(out: string, series: readonly Series[]): Promise<CheckedSeries[]> {
  return Promise.all(series.map((one) => checkFolder(out, one)));
}

async function checkFolder(out: string, { folder, commits }: Series): Promise<CheckedSeries> {
  await assertNoLinks(out, folder);
  const dir = join(out, folder);
  const names = (await isFolder(dir)) ? (await listNames(dir)).filter((name) => name.endsWith(".patch")) : [];
  const texts = await Promise.all(names.map((name) => readPatch(join(dir, name))));
  const onDisk = new Map(names.map((name, index) => [name, texts[index]]));
  // Patches that are as series.json recorded them were rendered by another version, or with other input.
  const isAsWritten = (await recordedDigest(dir)) === digestOf(texts);
  const files: CheckedFile[] = [];
  for (const { patchName, patch } of commits) {
    const found = onDisk.get(patchName);
    onDisk.delete(patchName);
    if (found === undefined) files.push({ path: `${folder}/${patchName}`, state: "missing" });
    else if (found !== patch)
      files.push({ path: `${folder}/${patchName}`, state: isAsWritten ? "stale" : "edited" });
  }
  for (const name of onDisk.keys()) files.push({ path: `${folder}/${name}`, state: "extra" });
  return { folder, files };
}

/** The text of a patch, nothing where a link, a folder, a pipe or a device is in its place. */
async function readPatch(path: string): Promise<string> {
  const text = await readForeignText(path).catch((cause: unknown) => {
    if (cause instanceof NoRegularFile) return undefined;
    throw cause;
  });
  return text ?? "";
}

async function recordedDigest(dir: string): Promise<unknown> {
  try {
    const record: unknown = JSON.parse((await readTextIfThere(join(dir, "series.json"))) ?? "null");
    return typeof record === "object" && record !== null && "digest" in record ? record.digest : undefined;
  } catch {
    return undefined;
  }
}
