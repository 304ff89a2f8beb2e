import { buffer } from "node:stream/consumers";
import { type Entry, fromBuffer, type ZipFile } from "yauzl";
import { PatchkitError } from "../errors.ts";

/** A bundle of many refs has some thousand files and some 100 MB of evidence. */
const limits = { entries: 10_000, totalBytes: 512 * 1024 ** 2, entryBytes: 64 * 1024 ** 2, ratio: 200 };
/** Below this size, any ratio is harmless. */
const smallBytes = 1024 ** 2;

const kindMask = 0o170000;
const regularFile = 0o100000;

/**
 * The files of a zip by path, in order of the zip. All names, kinds and sizes are judged before anything is unpacked:
 * paths stay below one folder, are different also where case does not count, and nothing is a link.
 *
 * @param where the zip's name, for errors.
 * @throws PatchkitError `publish/not-a-bundle`.
 */
export async function readZip(bytes: Buffer, where: string): Promise<Map<string, Uint8Array>> {
  try {
    const zip = await open(bytes);
    const entries = await list(zip, where);
    const problem = problemOf(entries);
    if (problem !== undefined) throw refused(where, problem);
    const files = new Map<string, Uint8Array>();
    for (const entry of entries.filter(({ fileName }) => !fileName.endsWith("/")))
      files.set(entry.fileName, await unpack(zip, entry));
    return files;
  } catch (cause) {
    if (cause instanceof PatchkitError) throw cause;
    throw refused(where, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function open(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true, strictFileNames: true }, (error, zip) => {
      if (error) reject(error);
      else resolve(zip);
    });
  });
}

function list(zip: ZipFile, where: string): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on("entry", (entry: Entry) => {
      entries.push(entry);
      if (entries.length > limits.entries) reject(refused(where, `more than ${limits.entries} files`));
      else zip.readEntry();
    });
    zip.on("end", () => resolve(entries));
    zip.on("error", reject);
    zip.readEntry();
  });
}

/** The sizes were judged, and yauzl ends a stream that is longer than its entry says. */
function unpack(zip: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) reject(error);
      else buffer(stream).then(resolve, reject);
    });
  });
}

function problemOf(entries: readonly Entry[]): string | undefined {
  let totalBytes = 0;
  const seen = new Set<string>();
  const folders = new Set<string>();
  for (const entry of entries) {
    const own = entryProblem(entry);
    if (own !== undefined) return `${own}: ${JSON.stringify(entry.fileName.slice(0, 200))}`;
    const key = keyOf(entry.fileName);
    if (seen.has(key)) return `a name twice: ${JSON.stringify(entry.fileName.slice(0, 200))}`;
    if (!entry.fileName.endsWith("/")) seen.add(key);
    for (let at = key.lastIndexOf("/"); at > 0; at = key.lastIndexOf("/", at - 1))
      folders.add(key.slice(0, at));
    totalBytes += entry.uncompressedSize;
    if (totalBytes > limits.totalBytes) return `more than ${limits.totalBytes / 1024 ** 2} MB unpacked`;
  }
  const both = [...seen].find((key) => folders.has(key));
  return both === undefined ? undefined : `a file and a folder of one name: ${JSON.stringify(both)}`;
}

/** As file systems compare names that do not tell apart case, or forms of Unicode. */
function keyOf(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

function entryProblem(entry: Entry): string | undefined {
  const { fileName, externalFileAttributes, uncompressedSize, compressedSize } = entry;
  const parts = fileName.replace(/\/$/, "").split("/");
  if (fileName.startsWith("/") || /^[A-Za-z]:/.test(fileName) || fileName.includes("\\"))
    return "an absolute name";
  if (parts.some((part) => part === "" || part === "." || part === ".."))
    return "a name that may leave its folder";
  if (/[\p{Cc}\p{Cf}]/u.test(fileName) || fileName.length > 400) return "a name that cannot be shown";
  const kind = (externalFileAttributes >>> 16) & kindMask;
  if (!fileName.endsWith("/") && kind !== 0 && kind !== regularFile) return "a link or a device";
  if (entry.isEncrypted()) return "an encrypted file";
  if (uncompressedSize > limits.entryBytes) return `a file of more than ${limits.entryBytes / 1024 ** 2} MB`;
  if (uncompressedSize > smallBytes && uncompressedSize > compressedSize * limits.ratio)
    return `a file that is packed more than ${limits.ratio}-fold`;
  return undefined;
}

function refused(where: string, found: string, cause?: unknown): PatchkitError {
  return new PatchkitError("publish/not-a-bundle", `${where}: expected the zip of a bundle, found ${found}`, {
    cause,
    hint: "Nothing was unpacked. Get the bundle again from whoever made it.",
  });
}
