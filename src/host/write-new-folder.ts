import { mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PatchkitError } from "../errors.ts";
import { kindAt } from "./file-kind.ts";
import { takeLock } from "./file-lock.ts";
import { makeFolders } from "./files.ts";
import { asWriteError } from "./write-error.ts";

/** Files by path below a folder. */
export type FileTree = ReadonlyMap<string, string | Uint8Array>;

/**
 * Writes things into a folder, each in one step: files, and whole folders. They are first written next to their places, so
 * that an interruption or a full disk leaves what was there. Only one run writes at a time; what a killed run left is
 * removed, and what it had moved away is put back.
 *
 * @param content by name: the bytes of a file, or the files of a folder by path.
 * @param isOurs whether an existing folder of that path may be replaced.
 * @throws PatchkitError `environment/not-writable`, `environment/disk-full`, `environment/busy`.
 */
export async function writeWhole(
  folder: string,
  content: ReadonlyMap<string, FileTree | Uint8Array>,
  isOurs: (path: string) => Promise<boolean>,
): Promise<void> {
  try {
    const assertFree = async () => {
      for (const [name, one] of content) await assertReplaceable(join(folder, name), one, isOurs);
    };
    await assertFree();
    await makeFolders(folder);
    const held = await takeLock(join(folder, ".lock"), {
      waitMs: 30_000,
      what: folder,
      hint: "Wait for the other run, or choose another folder with --to DIR.",
    });
    try {
      await sweep(folder);
      await assertFree();
      await writeStaged(folder, content);
    } finally {
      await held.release();
    }
  } catch (cause) {
    throw asWriteError(folder, cause, {
      place: "a folder with --to DIR",
      kept: "; nothing there was changed half",
    });
  }
}

const stagingPrefix = ".patchkit-staging-";
const oldPrefix = "old-";

/** Puts back what a killed run had moved away and not replaced, and removes the rest. Call it while the folder is locked. */
async function sweep(folder: string): Promise<void> {
  for (const left of (await readdir(folder)).filter((name) => name.startsWith(stagingPrefix))) {
    const staging = join(folder, left);
    for (const name of (await readdir(staging)).filter((one) => one.startsWith(oldPrefix))) {
      const place = join(folder, name.slice(oldPrefix.length));
      if ((await kindAt(place)) === undefined) await rename(join(staging, name), place);
    }
    await rm(staging, { recursive: true, force: true });
  }
}

async function writeStaged(
  folder: string,
  content: ReadonlyMap<string, FileTree | Uint8Array>,
): Promise<void> {
  const staging = await mkdtemp(join(folder, stagingPrefix));
  try {
    for (const [name, one] of content) await stage(join(staging, name), one);
    for (const name of content.keys())
      await put(join(staging, name), join(folder, name), join(staging, `${oldPrefix}${name}`));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function stage(path: string, content: FileTree | Uint8Array): Promise<void> {
  if (content instanceof Uint8Array) return writeFile(path, content);
  for (const [name, bytes] of content) {
    await makeFolders(dirname(join(path, name)));
    await writeFile(join(path, name), bytes);
  }
}

async function put(from: string, to: string, old: string): Promise<void> {
  const wasThere = (await kindAt(to)) !== undefined;
  if (wasThere) await rename(to, old);
  await rename(from, to).catch(async (reason: unknown) => {
    if (wasThere) await rename(old, to);
    throw reason;
  });
}

async function assertReplaceable(
  path: string,
  content: FileTree | Uint8Array,
  isOurs: (path: string) => Promise<boolean>,
): Promise<void> {
  const expected = content instanceof Uint8Array ? "a file" : "a folder";
  const found = await kindAt(path);
  if (found === undefined || (found === expected && (expected === "a file" || (await isOurs(path))))) return;
  throw new PatchkitError(
    "environment/not-writable",
    `expected an earlier bundle or nothing at ${path}, found ${found === expected ? "a folder of another kind" : found}`,
    { hint: "Nothing was changed. Move it away, or choose another folder with --to DIR." },
  );
}
