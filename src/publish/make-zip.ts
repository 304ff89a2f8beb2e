import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";

/** A zip of these files, in this order: the same bytes for the same files, with one release of zlib. */
export async function makeZip(files: ReadonlyMap<string, Uint8Array>): Promise<Buffer> {
  const zip = new ZipFile();
  // The first moment that a zip can name, in local time as its entries have it: no clock and no time zone counts.
  const noTime = new Date(1980, 0, 1);
  for (const [path, bytes] of files)
    zip.addBuffer(Buffer.from(bytes), path, { mtime: noTime, mode: 0o100644, forceDosTimestamp: true });
  zip.end();
  // Its type is of an older stream.
  return buffer(zip.outputStream as unknown as AsyncIterable<Buffer>);
}
