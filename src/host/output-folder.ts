import { constants } from "node:fs";
import { access, lstat, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PatchkitError } from "../errors.ts";
import { kindAt } from "./file-kind.ts";
import { type HeldLock, takeLock } from "./file-lock.ts";
import { makeFolders, readTextIfThere } from "./files.ts";
import {
  finishKilledRuns,
  foreignNameIn,
  move,
  oldFolder,
  readyFile,
  seriesFileNames,
  stagingPrefix,
  topFolder,
} from "./killed-runs.ts";
import { asWriteError } from "./write-error.ts";

/** Folders to write below an output folder: content by path below it and file name. */
export type FolderContent = ReadonlyMap<string, ReadonlyMap<string, string>>;

const lockWaitMs = 30_000;
const advice = { place: "a folder with --out DIR", kept: "; nothing there was changed half" };

/**
 * Writes whole folders below `out`, each in one step: they are first written next to it, so that a full
 * disk or an interruption leaves the old folders unchanged. Only one run writes at a time; others wait
 * for the lock. What a killed run left is finished or put back first.
 *
 * @param folders computes the folders from existing files, by their paths below `out`.
 * @param files computes the files of `out` itself likewise; they are written last.
 * @throws PatchkitError `environment/not-writable`, `environment/disk-full`, `environment/busy`.
 */
export async function writeFolders(
  out: string,
  folders: FolderContent | ((read: ReadBelow) => Promise<FolderContent>),
  files: (read: ReadBelow) => Promise<ReadonlyMap<string, string>>,
): Promise<void> {
  await whileLocked(out, async (held) => {
    const read: ReadBelow = async (path) => {
      await assertNoLinks(out, dirname(path));
      return readTextIfThere(join(out, path));
    };
    const content = typeof folders === "function" ? await folders(read) : folders;
    const staging = await mkdtemp(join(out, stagingPrefix));
    try {
      for (const folder of content.keys()) await assertNoLinks(out, folder);
      for (const folder of content.keys()) await assertOurs(join(out, folder));
      for (const [folder, texts] of content) await stage(join(staging, folder), texts);
      const top = await files(read);
      await stage(join(staging, topFolder), top);
      await writeFile(join(staging, readyFile), "");
      held.assertHeld();
      for (const folder of content.keys())
        await swap(join(staging, folder), join(out, folder), join(staging, oldFolder, folder));
      for (const name of top.keys()) await rename(join(staging, topFolder, name), join(out, name));
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  });
}

/** The text of a file below the output folder, undefined if there is none. */
export type ReadBelow = (path: string) => Promise<string | undefined>;

/**
 * Writes one file below `out` in one step, while no other run writes there.
 *
 * @throws PatchkitError `environment/not-writable`, `environment/disk-full`, `environment/busy`.
 */
export async function writeBelow(out: string, path: string, text: string): Promise<void> {
  await whileLocked(out, async () => {
    await assertNoLinks(out, dirname(path));
    const staging = await mkdtemp(join(out, stagingPrefix));
    try {
      await writeFile(join(staging, "file"), text);
      await makeFolders(dirname(join(out, path)));
      await rename(join(staging, "file"), join(out, path));
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  });
}

async function whileLocked(out: string, work: (held: HeldLock) => Promise<void>): Promise<void> {
  try {
    await makeFolder(out);
    const held = await takeLock(join(out, ".lock"), {
      waitMs: lockWaitMs,
      what: out,
      hint: "Wait for the other run, or choose another folder with --out DIR.",
    });
    try {
      await finishKilledRuns(out);
      await work(held);
    } finally {
      await held.release();
    }
  } catch (cause) {
    throw asWriteError(out, cause, advice);
  }
}

async function makeFolder(out: string): Promise<void> {
  const found = await lstat(out).catch(() => undefined);
  if (found && !found.isDirectory() && !found.isSymbolicLink()) {
    throw new PatchkitError("environment/not-writable", `expected a folder at ${out}, found a file`, {
      hint: "Choose another folder with --out DIR.",
    });
  }
  await makeFolders(out);
  await access(out, constants.W_OK);
}

async function stage(folder: string, content: ReadonlyMap<string, string>): Promise<void> {
  await makeFolders(folder);
  const written = await Promise.allSettled(
    [...content].map(([name, text]) => writeFile(join(folder, name), text)),
  );
  for (const outcome of written) if (outcome.status === "rejected") throw outcome.reason;
}

/**
 * Only folders and regular files of the output folder are read and written: a link would lead out of it, and a pipe
 * would be waited for.
 *
 * @param folder path below `out`, or `.`.
 * @throws PatchkitError `environment/not-writable`.
 */
export async function assertNoLinks(out: string, folder: string): Promise<void> {
  // The output folder itself may be a link that the user named.
  for (let path = folder; path !== "."; path = dirname(path)) await assertKind(join(out, path), "a folder");
  const files = [...seriesFileNames.map((name) => join(folder, name)), "manifest.json", ".gitignore"];
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
  const foreign = await foreignNameIn(folder);
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
  await makeFolders(dirname(to));
  await move(to, old);
  try {
    await rename(from, to);
  } catch (reason) {
    await move(old, to);
    throw reason;
  }
}
