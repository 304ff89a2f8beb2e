import { constants } from "node:fs";
import { access, lstat, mkdir, mkdtemp, open, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PatchkitError } from "../errors.ts";
import { asWriteError, kindAt, readTextIfThere } from "./files.ts";

/** Folders to write below an output folder: content by path below it and file name. */
export type FolderContent = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Writes whole folders below `out`, each in one step: they are first written next to it, so that a full
 * disk or an interruption leaves the old folders unchanged. Only one run writes at a time; others wait
 * for the lock.
 *
 * @param files computes the files of `out` itself from the existing ones; they are written last.
 * @throws PatchkitError `environment/not-writable`, `environment/disk-full`, `environment/busy`.
 */
export async function writeFolders(
  out: string,
  folders: FolderContent,
  files: (read: (name: string) => Promise<string | undefined>) => Promise<ReadonlyMap<string, string>>,
): Promise<void> {
  try {
    await makeFolder(out);
    const release = await lock(out);
    let staging: string | undefined;
    try {
      staging = await mkdtemp(join(out, ".staging-"));
      for (const folder of folders.keys()) await assertNoLinks(out, folder);
      for (const folder of folders.keys()) await assertOurs(join(out, folder));
      for (const [folder, content] of folders) await stage(join(staging, folder), content);
      const top = await files((name) => readTextIfThere(join(out, name)));
      await stage(join(staging, ".top"), top);
      for (const folder of folders.keys())
        await swap(join(staging, folder), join(out, folder), join(staging, ".old"));
      for (const name of top.keys()) await rename(join(staging, ".top", name), join(out, name));
    } finally {
      if (staging !== undefined) await rm(staging, { recursive: true, force: true });
      await release();
    }
  } catch (cause) {
    throw asWriteError(out, cause, {
      place: "a folder with --out DIR",
      kept: "; nothing there was changed half",
    });
  }
}

async function makeFolder(out: string): Promise<void> {
  const found = await lstat(out).catch(() => undefined);
  if (found && !found.isDirectory() && !found.isSymbolicLink()) {
    throw new PatchkitError("environment/not-writable", `expected a folder at ${out}, found a file`, {
      hint: "Choose another folder with --out DIR.",
    });
  }
  await mkdir(out, { recursive: true });
  await access(out, constants.W_OK);
}

async function stage(folder: string, content: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const written = await Promise.allSettled(
    [...content].map(([name, text]) => writeFile(join(folder, name), text)),
  );
  for (const outcome of written) if (outcome.status === "rejected") throw outcome.reason;
}

/** Files that are read and written in a series' folder and next to the folders. */
const ownFiles = ["series.json", "evidence.json", "series", "cover-letter.txt"];

/**
 * Only folders and regular files of the output folder are read and written: a link would lead out of it, and a pipe
 * would be waited for.
 *
 * @param folder `<slug>/<variant>` below `out`.
 * @throws PatchkitError `environment/not-writable`.
 */
export async function assertNoLinks(out: string, folder: string): Promise<void> {
  const slug = dirname(folder);
  for (const path of [slug, folder]) await assertKind(join(out, path), "a folder");
  const files = [...ownFiles.map((name) => join(folder, name)), "manifest.json", ".gitignore"];
  for (const path of files) await assertKind(join(out, path), "a file");
}

async function assertKind(path: string, expected: string): Promise<void> {
  const found = await kindAt(path);
  if (found === undefined || found === expected) return;
  throw new PatchkitError(
    "environment/not-writable",
    `expected ${expected} or nothing at ${path}, found ${found}`,
    {
      hint: "Nothing was changed. Move it away, or choose another folder with --out DIR.",
    },
  );
}

/** An existing folder may be replaced only if it is an earlier revision of the series. */
async function assertOurs(folder: string): Promise<void> {
  const names = await readdir(folder).catch((reason: unknown) => {
    if (isCode(reason, "ENOENT")) return [];
    if (isCode(reason, "ENOTDIR")) return ["a file"];
    throw reason;
  });
  const foreign = names.find(
    (name) => !/\.patch$|^(cover-letter\.txt|series|series\.json|evidence\.json)$/.test(name),
  );
  if (foreign === undefined) return;
  throw new PatchkitError(
    "environment/not-writable",
    `expected an earlier series or nothing at ${folder}, found ${foreign}`,
    {
      hint: "Move it away, or choose another folder with --out DIR.",
    },
  );
}

/** Moves `from` to `to`. An existing `to` is moved to `old` first, and back if the move fails. */
async function swap(from: string, to: string, old: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await rm(old, { recursive: true, force: true });
  await rename(to, old).catch(ignoreMissing);
  try {
    await rename(from, to);
  } catch (reason) {
    await rename(old, to).catch(ignoreMissing);
    throw reason;
  }
}

function ignoreMissing(reason: unknown): undefined {
  if (!isCode(reason, "ENOENT")) throw reason;
  return undefined;
}

const lockName = ".lock";
const lockAttempts = 300;
const lockPauseMs = 100;

/** A lock without a process id that is older than this was left by a process that died while creating it. */
const lockGraceMs = 500;

/** Takes the folder's lock, also if a dead process left it. */
async function lock(out: string): Promise<() => Promise<void>> {
  const path = join(out, lockName);
  for (let attempt = 0; attempt < lockAttempts; attempt++) {
    if (await takeLock(path)) return () => rm(path, { force: true });
    if (await isStale(path)) await removeStale(path);
    else await new Promise((resolve) => setTimeout(resolve, lockPauseMs));
  }
  throw new PatchkitError(
    "environment/busy",
    `expected ${out} to be free, found ${lockName} held by another run for ${(lockAttempts * lockPauseMs) / 1000} seconds`,
    { hint: "Wait for the other run, or choose another folder with --out DIR." },
  );
}

async function takeLock(path: string): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    try {
      await file.writeFile(String(process.pid));
    } catch (reason) {
      await rm(path, { force: true });
      throw reason;
    } finally {
      await file.close();
    }
    return true;
  } catch (reason) {
    if (isCode(reason, "EEXIST")) return false;
    throw reason;
  }
}

/** If several runs see the same stale lock, only the one that gets this second lock removes it. */
async function removeStale(path: string): Promise<void> {
  const guard = `${path}.stale`;
  if (!(await takeLock(guard))) {
    const age = await ageMs(guard);
    if (age !== undefined && age > lockAttempts * lockPauseMs) await rm(guard, { force: true });
    await new Promise((resolve) => setTimeout(resolve, lockPauseMs));
    return;
  }
  try {
    if (await isStale(path)) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

async function ageMs(path: string): Promise<number | undefined> {
  const found = await lstat(path).catch(ignoreMissing);
  return found && Date.now() - found.mtimeMs;
}

async function isStale(path: string): Promise<boolean> {
  const pid = Number(await readTextIfThere(path));
  if (!pid) return ((await ageMs(path)) ?? 0) > lockGraceMs;
  try {
    process.kill(pid, 0);
    return false;
  } catch (reason) {
    return isCode(reason, "ESRCH");
  }
}

function isCode(reason: unknown, code: string): boolean {
  return reason instanceof Error && "code" in reason && reason.code === code;
}
