import { open, readdir } from "node:fs/promises";
import { join, sep } from "node:path";
import type { Readable } from "node:stream";
import { codeOf } from "./error-code.ts";

/** Bytes of an input that somebody names or pipes in. */
export interface GivenBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Folder below the one that was named; null for a file named by itself. */
  readonly folder: string | null;
}

/** More bytes than that are not read: the objects of 5,000 nodes have a quarter of it. */
export const mostInputBytes = 256 * 1024 ** 2;

/** Why a path could not be read. */
export class UnreadableInput extends Error {
  readonly found: string;

  constructor(path: string, found: string) {
    super(`${path}: expected a file or folder, found ${found}`);
    this.found = found;
  }
}

/** Bytes of a file; pipes and links are followed, as the user named them. @throws UnreadableInput */
export async function readGivenFile(path: string): Promise<GivenBytes> {
  try {
    const file = await open(path, "r");
    try {
      return {
        name: path,
        bytes: await collect(file.createReadStream({ autoClose: false }), path),
        folder: null,
      };
    } finally {
      await file.close();
    }
  } catch (reason) {
    if (reason instanceof UnreadableInput) throw reason;
    throw new UnreadableInput(path, codeWords(reason));
  }
}

/** All bytes of a stream. @throws UnreadableInput where there are too many. */
export async function collect(stream: Readable, name: string): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const buffer = Buffer.from(chunk as Buffer | string);
    size += buffer.length;
    if (size > mostInputBytes) throw new UnreadableInput(name, `more than ${mostInputBytes / 1024 ** 2} MiB`);
    chunks.push(buffer);
  }
  return Buffer.concat(chunks);
}

/** How much of a file in a folder is looked at before it is read as a whole. */
const headBytes = 64 * 1024;

/**
 * Files below a folder that `wants` asks for by their name and first 64 KiB, in byte order. Links are not followed: the folder is
 * somebody else's dump.
 */
export async function readGivenFolder(
  folder: string,
  wants: (name: string, head: Uint8Array) => boolean,
): Promise<{ readonly wanted: GivenBytes[]; readonly others: number }> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => ({ path: join(parentPath, name), parentPath }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const wanted: GivenBytes[] = [];
  let others = 0;
  for (const { path, parentPath } of files) {
    const name = path
      .slice(folder.length)
      .replace(/^[/\\]+/, "")
      .split(sep)
      .join("/");
    const bytes = await readIfWanted(path, (head) => wants(name, head));
    if (bytes) wanted.push({ name, bytes, folder: parentPath });
    else others++;
  }
  return { wanted, others };
}

async function readIfWanted(
  path: string,
  wants: (head: Uint8Array) => boolean,
): Promise<Uint8Array | undefined> {
  const file = await open(path, "r").catch(() => undefined);
  if (!file) return undefined;
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    const head = buffer.subarray(0, bytesRead);
    if (size > mostInputBytes || !wants(head)) return undefined;
    return size <= bytesRead ? head : await file.readFile();
  } finally {
    await file.close();
  }
}

function codeWords(reason: unknown): string {
  const code = codeOf(reason) || String(reason);
  const words: Readonly<Record<string, string>> = {
    ENOENT: "nothing there",
    EACCES: "one that this user may not read",
  };
  return words[code] ?? code;
}
