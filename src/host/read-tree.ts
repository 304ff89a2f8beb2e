import { lstat, readFile } from "node:fs/promises";
import { join } from "node:path";
import { PatchkitError } from "../errors.ts";
import { listTree } from "./files.ts";

/** The bytes of a file. @throws PatchkitError `usage/bad-argument` where it is larger, or no file. */
export async function readBytes(path: string, mostBytes: number): Promise<Buffer> {
  const found = await lstat(path);
  if (found.isFile() && found.size <= mostBytes) return readFile(path);
  const what = found.isFile() ? `one of ${found.size} bytes` : "something else";
  throw new PatchkitError(
    "usage/bad-argument",
    `${path}: expected a file of at most ${mostBytes / 1024 ** 2} MB, found ${what}`,
    { hint: "Give the zip or the folder of a bundle." },
  );
}

/** The bytes of all files below a folder, by path with slashes; links are left out. */
export async function readTree(folder: string, mostBytes: number): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  let left = mostBytes;
  for (const path of await listTree(folder)) {
    const bytes = await readBytes(join(folder, path), left);
    left -= bytes.length;
    files.set(path.replaceAll("\\", "/"), bytes);
  }
  return files;
}
