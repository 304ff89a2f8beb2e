import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PatchkitError } from "../errors.ts";
import { kindAt } from "./file-kind.ts";
import { makeFolders } from "./files.ts";
import { asWriteError } from "./write-error.ts";

/** Files by path below a folder. */
export type FileTree = ReadonlyMap<string, string | Uint8Array>;

/**
 * Writes things into a folder, each in one step: files, and whole folders. They are first written next to their places, so
 * that an interruption or a full disk leaves what was there.
 *
 * @param content by name: the bytes of a file, or the files of a folder by path.
 * @param isOurs whether an existing folder of that path may be replaced.
 * @throws PatchkitError `environment/not-writable`, `environment/disk-full`.
 */
export async function writeWhole(
  folder: string,
  content: ReadonlyMap<string, FileTree | Uint8Array>,
  isOurs: (path: string) => Promise<boolean>,
): Promise<void> {
  try {
    for (const name of content.keys()) await assertReplaceable(join(folder, name), content.get(name), isOurs);
    await makeFolders(folder);
    const staging = await mkdtemp(join(folder, ".patchkit-"));
    try {
      for (const [name, one] of content) await stage(join(staging, name), one);
      for (const name of content.keys())
        await put(join(staging, name), join(folder, name), join(staging, `old-${name}`));
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  } catch (cause) {
    throw asWriteError(folder, cause, {
      place: "a folder with --to DIR",
      kept: "; nothing there was changed half",
    });
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
  content: FileTree | Uint8Array | undefined,
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
