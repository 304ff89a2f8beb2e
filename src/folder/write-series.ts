import { resolve } from "node:path";
import { isFolder } from "../host/files.ts";
import type { Git } from "../host/git.ts";
import { type ReadBelow, writeFolders } from "../host/output-folder.ts";
import { type Series, seriesFiles, updateManifest, type Versions } from "../series/index.ts";

/** An output folder that series are written to. */
export interface OutputFolder {
  readonly out: string;
  /** What series.json names as its makers. */
  readonly versions: Versions;
  /** Whether the folder needs a .gitignore of its own. */
  readonly needsIgnore: boolean;
}

/** Looks at an output folder; nothing is written yet. */
export async function openOutputFolder(git: Git, out: string, versions: Versions): Promise<OutputFolder> {
  return { out, versions, needsIgnore: await needsIgnoreFile(git, out) };
}

/**
 * Writes series below an output folder, and the manifest that lists them, in one step: may be called again and again
 * while a run goes on, and by several runs at once.
 *
 * @throws PatchkitError `environment/not-writable`, `environment/disk-full`, `environment/busy`,
 *   `series/not-a-series` where there is another manifest.
 */
export async function writeSeries(
  { out, versions, needsIgnore }: OutputFolder,
  series: readonly Series[],
): Promise<void> {
  const folders = async (read: ReadBelow) => {
    const content = new Map<string, ReadonlyMap<string, string>>();
    for (const one of series)
      content.set(one.folder, new Map([...seriesFiles(one, versions), ...(await keptEvidence(read, one))]));
    return content;
  };
  await writeFolders(out, folders, async (read) => {
    const files = new Map([["manifest.json", updateManifest(await read("manifest.json"), series)]]);
    if (needsIgnore && (await read(".gitignore")) === undefined) files.set(".gitignore", "*\n");
    return files;
  });
}

/** The existing evidence file, if it is about the same patches. */
async function keptEvidence(read: ReadBelow, { folder, digest }: Series): Promise<[string, string][]> {
  const name = "evidence.json";
  const text = await read(`${folder}/${name}`);
  return text?.includes(`"digest": "${digest}"`) ? [[name, text]] : [];
}

/**
 * Whether the output folder is inside a git work tree and needs a .gitignore of its own: not at its root and not
 * where tracked files are, which it would hide with their neighbours.
 */
export async function needsIgnoreFile(git: Git, out: string): Promise<boolean> {
  for (let dir = out; ; dir = resolve(dir, "..")) {
    if (await isFolder(dir)) {
      const asked = ["rev-parse", "--is-inside-work-tree", "--show-prefix"];
      const { status, stdout } = await git.attempt(asked, { cwd: dir });
      const [isInside, prefix] = stdout.toString().split("\n");
      if (status !== 0 || isInside !== "true") return false;
      // A folder that is still to be made holds nothing.
      if (dir !== out) return true;
      return (
        prefix !== "" && (await git.attempt(["ls-files", "--error-unmatch", "."], { cwd: dir })).status !== 0
      );
    }
    if (dir === resolve(dir, "..")) return false;
  }
}
