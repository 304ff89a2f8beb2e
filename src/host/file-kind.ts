import { constants, type Stats } from "node:fs";
import { lstat, open } from "node:fs/promises";
import { codeOf } from "./error-code.ts";

/** What stands where a regular file was expected, in words. */
export class NoRegularFile extends Error {
  readonly found: string;

  constructor(path: string, found: string) {
    super(`${path}: expected a file, found ${found}`);
    this.found = found;
  }
}

/** Most bytes that {@link readForeignText} takes: a series with all its edits has far less. */
const mostForeignBytes = 64 * 1024 ** 2;

/**
 * The text of a file that somebody else may have put there, undefined where there is none. Links are not
 * followed, and nothing is waited for.
 *
 * @throws NoRegularFile where a link, a folder, a pipe or a device is in its place, or far too many bytes.
 */
export async function readForeignText(path: string): Promise<string | undefined> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(path, flags).catch((reason: unknown) => {
    const code = codeOf(reason);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    if (code === "ELOOP") throw new NoRegularFile(path, "a symbolic link");
    if (code === "ENXIO") throw new NoRegularFile(path, "a socket");
    throw reason;
  });
  if (!file) return undefined;
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new NoRegularFile(path, kindOf(found));
    if (found.size > mostForeignBytes) throw new NoRegularFile(path, `one of ${found.size} bytes`);
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return "a folder";
  if (found.isFIFO()) return "a pipe";
  return found.isSocket() ? "a socket" : "a device";
}

/** What stands at a path, in words, links not followed; undefined where there is nothing. */
export async function kindAt(path: string): Promise<string | undefined> {
  const found = await lstat(path).catch(() => undefined);
  if (!found) return undefined;
  if (found.isSymbolicLink()) return "a symbolic link";
  return found.isFile() ? "a file" : kindOf(found);
}
