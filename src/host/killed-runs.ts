import { lstat, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { codeOf } from "./error-code.ts";
import { makeFolders } from "./files.ts";

/** Folders below an output folder in which a run prepares what it writes. */
export const stagingPrefix = ".staging-";
/** Below a staging folder: the folders that were replaced, by their paths below the output folder. */
export const oldFolder = ".old";
/** Below a staging folder: the files of the output folder itself. */
export const topFolder = ".top";
/** Below a staging folder: there once everything in it is complete, before the first move. */
export const readyFile = ".ready";

/**
 * Finishes what killed runs left in an output folder: moves of complete files are carried out, a folder that
 * was moved away and not replaced is put back, and the rest is removed. Call it while the folder is locked.
 */
export async function finishKilledRuns(out: string): Promise<void> {
  for (const name of await readdir(out)) {
    if (!name.startsWith(stagingPrefix)) continue;
    const staging = join(out, name);
    const old = join(staging, oldFolder);
    if (await exists(join(staging, readyFile))) await carryOut(staging, out);
    for (const path of await seriesBelow(old))
      if (!(await exists(join(out, path)))) await move(join(old, path), join(out, path));
    await rm(staging, { recursive: true, force: true });
  }
}

/** Files of a series' folder beside its patches. */
export const seriesFileNames = ["series.json", "evidence.json", "series", "cover-letter.txt", "answers.md"];

/** A name in the folder that is no part of a series, `a file` where no folder is, undefined if there is none. */
export async function foreignNameIn(folder: string): Promise<string | undefined> {
  const names = await readdir(folder).catch((reason: unknown) => {
    if (isCode(reason, "ENOENT")) return [];
    if (isCode(reason, "ENOTDIR")) return ["a file"];
    throw reason;
  });
  return names.find((name) => !name.endsWith(".patch") && !seriesFileNames.includes(name));
}

/** Moves `from` to `to`, whose parents are created; nothing happens where there is no `from`. */
export async function move(from: string, to: string): Promise<void> {
  await makeFolders(dirname(to));
  await rename(from, to).catch((reason: unknown) => {
    if (!isCode(reason, "ENOENT")) throw reason;
  });
}

/** Moves the staged folders to their places, then the files of the output folder. */
async function carryOut(staging: string, out: string): Promise<void> {
  for (const path of await seriesBelow(staging)) {
    // The user may have put something there since.
    if ((await foreignNameIn(join(out, path))) !== undefined) continue;
    await move(join(out, path), join(staging, oldFolder, path));
    await move(join(staging, path), join(out, path));
  }
  const top = join(staging, topFolder);
  for (const entry of await entriesOf(top)) await move(join(top, entry.name), join(out, entry.name));
}

/** Paths of the folders with files below a folder, without what a staging folder holds beside them. */
async function seriesBelow(folder: string, path = ""): Promise<string[]> {
  const others = path === "" ? [oldFolder, topFolder, readyFile] : [];
  const entries = (await entriesOf(join(folder, path))).filter(({ name }) => !others.includes(name));
  if (path !== "" && entries.some((entry) => entry.isFile())) return [path];
  const found: string[] = [];
  for (const entry of entries)
    if (entry.isDirectory()) found.push(...(await seriesBelow(folder, join(path, entry.name))));
  return found;
}

async function entriesOf(folder: string) {
  return readdir(folder, { withFileTypes: true }).catch((reason: unknown) => {
    if (isCode(reason, "ENOENT")) return [];
    throw reason;
  });
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function isCode(reason: unknown, code: string): boolean {
  return codeOf(reason) === code;
}
