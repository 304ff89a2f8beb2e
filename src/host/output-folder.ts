import { constants } from "node:fs";
import { access, lstat, mkdir, mkdtemp, open, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PatchkitError } from "../errors.ts";
import { readTextIfThere } from "./files.ts";

/** A folder of files to be put below an output folder: path below it, then file name, then content. */
export type FolderContent = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Puts whole folders below `out`, each in one step: they are written beside it first, so that a
 * full disk or an interruption leaves the old folders as they were. One run at a time: the others
 * wait for the lock.
 *
 * @param files files of `out` itself, made from what stands there: they are written last.
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
    const staging = await mkdtemp(join(out, ".staging-"));
    try {
      for (const [folder, content] of folders) await stage(join(staging, folder), content);
      const top = await files((name) => readTextIfThere(join(out, name)));
      await stage(join(staging, ".top"), top);
      for (const folder of folders.keys())
        await swap(join(staging, folder), join(out, folder), `${staging}/.old`);
      for (const name of top.keys()) await rename(join(staging, ".top", name), join(out, name));
    } finally {
      await rm(staging, { recursive: true, force: true });
      await release();
    }
  } catch (cause) {
    throw asEnvironment(out, cause);
  }
}

async function makeFolder(out: string): Promise<void> {
  const found = await lstat(out).catch(() => undefined);
  if (found && !found.isDirectory() && !found.isSymbolicLink()) {
    throw new PatchkitError("environment/not-writable", `expected a folder at ${out}, found a file`, {
      hint: "Name another folder with --out DIR.",
    });
  }
  await mkdir(out, { recursive: true });
  await access(out, constants.W_OK);
}

async function stage(folder: string, content: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of content) await writeFile(join(folder, name), text);
}

/** Puts `from` where `to` is; what was there goes to `old`. */
async function swap(from: string, to: string, old: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await rm(old, { recursive: true, force: true });
  await rename(to, old).catch(ignoreMissing);
  await rename(from, to);
}

function ignoreMissing(reason: unknown): void {
  if (!isCode(reason, "ENOENT")) throw reason;
}

const lockName = ".lock";
const lockAttempts = 300;
const lockPauseMs = 100;

/** Takes the folder's lock; one that a dead process left is taken over. */
async function lock(out: string): Promise<() => Promise<void>> {
  const path = join(out, lockName);
  for (let attempt = 0; attempt < lockAttempts; attempt++) {
    try {
      const file = await open(path, "wx");
      await file.writeFile(String(process.pid));
      await file.close();
      return () => rm(path, { force: true });
    } catch (reason) {
      if (!isCode(reason, "EEXIST")) throw reason;
      if (await isStale(path)) await rm(path, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, lockPauseMs));
    }
  }
  throw new PatchkitError(
    "environment/busy",
    `expected ${out} to be free, found ${lockName} held by another run for ${(lockAttempts * lockPauseMs) / 1000} seconds`,
    {
      hint: "Wait for the other run, or name another folder with --out DIR.",
    },
  );
}

async function isStale(path: string): Promise<boolean> {
  const pid = Number(await readTextIfThere(path));
  if (!pid) return false;
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

function asEnvironment(out: string, cause: unknown): unknown {
  if (cause instanceof PatchkitError) return cause;
  if (isCode(cause, "ENOSPC") || isCode(cause, "EDQUOT")) {
    return new PatchkitError(
      "environment/disk-full",
      `no space left while writing to ${out}; nothing there was changed half`,
      {
        cause,
        hint: "Free some space, or name a folder on another disk with --out DIR.",
      },
    );
  }
  const writing = ["EACCES", "EROFS", "EPERM", "ENOTDIR", "EISDIR"].find((code) => isCode(cause, code));
  if (!writing) return cause;
  return new PatchkitError("environment/not-writable", `expected to write to ${out}, found ${writing}`, {
    cause,
    hint: "Name a folder you may write to with --out DIR.",
  });
}
