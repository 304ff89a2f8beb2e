import { createHash } from "node:crypto";
import { join } from "node:path";
import { kindAt, NoRegularFile, readForeignText } from "../host/file-kind.ts";
import { listNames } from "../host/files.ts";
import { openTextStore } from "../host/text-store.ts";
import {
  type Identity,
  parseSeriesFile,
  type Series,
  type SeriesFile,
  seriesFiles,
  type Versions,
} from "../series/index.ts";

/** All that the bytes of a series depend on. */
export interface SeriesInput {
  /** `<slug>/<variant>[+<hash>]`. */
  readonly folder: string;
  readonly base: string;
  readonly params: Series["params"];
  readonly identity: Identity | undefined;
}

/** Which series this user's runs wrote, and as which bytes. */
export interface KnownSeries {
  /** The series of an input, if it stands in the output folder as a run wrote it; undefined otherwise. */
  find(out: string, input: SeriesInput): Promise<SeriesFile | undefined>;
  /** Remembers a series that was written. */
  remember(series: Series): Promise<void>;
}

/**
 * What is known is kept in the user's own cache: an output folder may come from a stranger, who can write a
 * series.json with any base and digest, but not what a run of ours wrote for them.
 *
 * @param program sha256 of the program: builds of one version may render differently.
 */
export function openKnownSeries(cacheDir: string, program: string, versions: Versions): KnownSeries {
  const store = openTextStore(join(cacheDir, "series"));
  const keyOf = ({ folder, base, params, identity }: SeriesInput) =>
    JSON.stringify([program, versions, folder, base, Object.entries(params).sort(), identity ?? null]);
  let listed: Promise<string> | undefined;
  return {
    async find(out, input) {
      const written = await store.get(keyOf(input));
      if (written === undefined) return undefined;
      // What the manifest does not list is written again, with the manifest.
      listed ??= readForeignText(join(out, "manifest.json")).then(
        (text) => text ?? "",
        () => "",
      );
      if (!(await listed).includes(`${JSON.stringify(input.folder)}: {`)) return undefined;
      const files = await readFolder(out, input.folder);
      if (files === undefined || digestOfFiles(files) !== written) return undefined;
      return parseSeriesFile(files.get("series.json") ?? "", `${input.folder}/series.json`);
    },
    async remember(series) {
      const input = { ...series, identity: series.identity ?? undefined };
      await store.set(keyOf(input), digestOfFiles(seriesFiles(series, versions)));
    },
  };
}

/** sha256 over names and texts, whatever their order. */
function digestOfFiles(files: ReadonlyMap<string, string>): string {
  const hash = createHash("sha256");
  for (const [name, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(JSON.stringify([name, text]));
  return hash.digest("hex");
}

/** The files of a series' folder without its evidence; undefined if it is none, or holds something else than files. */
async function readFolder(out: string, folder: string): Promise<Map<string, string> | undefined> {
  const [slug = ""] = folder.split("/");
  if ((await kindAt(join(out, slug))) !== "a folder" || (await kindAt(join(out, folder))) !== "a folder")
    return undefined;
  const names = (await listNames(join(out, folder))).filter((name) => name !== "evidence.json");
  try {
    const texts = await Promise.all(names.map((name) => readForeignText(join(out, folder, name))));
    return new Map(names.map((name, index) => [name, texts[index] ?? ""]));
  } catch (cause) {
    if (cause instanceof NoRegularFile) return undefined;
    throw cause;
  }
}
