import { basename } from "node:path";
import { PatchkitError } from "../errors.ts";
import { kindAt } from "../host/file-kind.ts";
import { readBytes, readTree } from "../host/read-tree.ts";
import { findSource, type Source } from "./find-source.ts";
import { type ParsedPost, parsePost } from "./parse-post.ts";
import { readArchive } from "./read-archive.ts";
import { readGist } from "./read-gist.ts";
import { readThreadText } from "./read-thread-text.ts";
import { readZip } from "./read-zip.ts";
import { getFile, mostBytes, type SourceSetting } from "./source-downloads.ts";
import { type TakenSeries, takePosted, takeSeries } from "./take-series.ts";

/**
 * The series at a source, their digests checked. Of a post, those of the zip that is attached to it, else of the gist or
 * the commit that it names for its files, else those whose patches stand in it.
 *
 * @throws PatchkitError `environment/network`, `publish/not-a-bundle`, `publish/digest-mismatch`, `series/...`.
 */
export async function readSource(source: Source, setting: SourceSetting): Promise<TakenSeries[]> {
  switch (source.kind) {
    case "path":
      return readPath(source.path, setting);
    case "file":
      return readFile(await getFile(source.url, setting), new URL(source.url).pathname, setting);
    case "gist":
      return readGist(source, setting);
    case "tree":
      return readArchive(source, setting);
    case "issue":
    case "discussion": {
      const { host } = setting;
      const where = `${source.repository}#${source.number}`;
      const post = parsePost(await readThreadText(source, setting));
      const zips = post.zips.filter((url) => new URL(url).origin === new URL(host.webUrl).origin);
      return readPost({ ...post, zips }, where, setting);
    }
  }
}

async function readPath(path: string, setting: SourceSetting): Promise<TakenSeries[]> {
  const kind = await kindAt(path);
  if (kind === "a folder") return takeSeries(await readTree(path, 8 * mostBytes), path, [], setting.tempDir);
  if (kind === "a file") return readFile(await readBytes(path, mostBytes), path, setting);
  throw new PatchkitError(
    "usage/bad-argument",
    `expected a file, a folder or a URL, found ${kind ?? "none"} at ${path}`,
    {
      hint: "Give the zip or the folder of a bundle, or the link to a post or a gist.",
    },
  );
}

/** A zip by its first bytes; any other file is a post. */
async function readFile(bytes: Buffer, path: string, setting: SourceSetting): Promise<TakenSeries[]> {
  const where = basename(path);
  if (bytes.subarray(0, 2).toString("latin1") === "PK")
    return takeSeries(await readZip(bytes, where), where, [], setting.tempDir);
  return readPost({ ...parsePost(bytes.toString()), zips: [], files: [] }, where, setting);
}

async function readPost(post: ParsedPost, where: string, setting: SourceSetting): Promise<TakenSeries[]> {
  for (const url of post.zips) {
    const bytes = await getFile(url, setting);
    return takeSeries(await readZip(bytes, basename(url)), basename(url), post.series, setting.tempDir);
  }
  for (const url of post.files) {
    const source = findSource(url, setting.host);
    if (source.kind === "gist") return readGist(source, setting, post.series);
    if (source.kind === "tree") return readArchive(source, setting, post.series);
  }
  const taken = takePosted(post.series, post.patches, where);
  if (taken.length > 0) return taken;
  throw new PatchkitError(
    "publish/not-a-bundle",
    `${where}: expected a bundle's zip attached, a gist or a commit named for the files, or patches in the text, found none of them`,
    { hint: "Give the link to the comment that has them, with its part after #, or download the zip." },
  );
}
