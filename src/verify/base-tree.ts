import { join } from "node:path";
import { z } from "zod";
import type { Repository } from "../checkout/index.ts";
import { takeLock } from "../host/file-lock.ts";
import { copyFileTo, isFolder, makeFolder, readTextIfThere, removeFolder, writeText } from "../host/files.ts";
import { exportTree, listMissingFiles, type MissingFile, removeStaging } from "../host/git-tree.ts";
import { compareTree, restoreTree } from "../host/kept-tree.ts";
import type { ProgramResult } from "../host/run-program.ts";

/** A commit's files on disk, shared by all checks of its series and never changed. */
export interface BaseTree {
  readonly sha: string;
  /** The folder, laid out as in a GOPATH. */
  readonly root: string;
  /** Files missing from the clone that could not be restored. */
  readonly absent: readonly string[];
  /** Files missing from the clone that were restored. */
  readonly restored: readonly string[];
}

/** Fetches a Go module and returns its folder; undefined if it is not available. */
export type ModuleFetcher = (module: string) => Promise<string | undefined>;

const modulePath = "src/github.com/cilium/cilium";

/** What a tree is made from. */
export interface TreeSources {
  readonly repository: Repository;
  /** Folder that is kept between runs. */
  readonly cacheDir: string;
  readonly fetchModule: ModuleFetcher;
  readonly note?: (text: string) => void;
  readonly signal?: AbortSignal;
}

/** Another run may be writing the tree, which takes a minute on a slow disk. */
const lockWaitMs = 1_800_000;

/**
 * Returns the tree of a commit in the cache, and adds it if necessary. Runs that need the same tree wait for the
 * one that makes it. A tree that is there is compared with the commit and put right where it differs: in place,
 * because another run may be reading it.
 *
 * @throws PatchkitError `environment/busy`, `environment/interrupted`, `environment/disk-full`.
 */
export async function prepareBaseTree(sources: TreeSources, sha: string): Promise<BaseTree> {
  const trees = join(sources.cacheDir, "trees");
  await makeFolder(trees);
  const held = await takeLock(join(trees, `${sha}.lock`), {
    waitMs: lockWaitMs,
    what: `the tree of ${sha.slice(0, 12)} in ${sources.cacheDir}`,
    hint: "Wait for the other run, or choose another folder with --cache.",
    signal: sources.signal,
  });
  try {
    const home = join(trees, sha);
    const root = join(home, modulePath);
    const record = join(home, "missing.json");
    await removeStaging(join(root, ".."));
    const known = parseRecord(await readTextIfThere(record));
    const made = known ? await putRight(sources, sha, root, known) : await makeTree(sources, sha, root);
    if (JSON.stringify(made) !== JSON.stringify(known)) await writeText(record, JSON.stringify(made));
    return { sha, root, ...made };
  } finally {
    await held.release();
  }
}

/** What is known of a tree in the cache. */
const recordSchema = z.strictObject({ absent: z.array(z.string()), restored: z.array(z.string()) });
type TreeRecord = z.infer<typeof recordSchema>;

/** The record of a complete tree; undefined if there is none, or if it is not as this program writes it. */
function parseRecord(text: string | undefined): TreeRecord | undefined {
  try {
    return text === undefined ? undefined : recordSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function makeTree(sources: TreeSources, sha: string, root: string): Promise<TreeRecord> {
  const { git, store } = sources.repository;
  const missing = await fetchWhatIsMissing(sources.repository, sha);
  const record: TreeRecord = { absent: [], restored: [] };
  await exportTree(git, store.gitDir, {
    sha,
    folder: root,
    leftOut: missing.map(({ path }) => path),
    async finish(folder) {
      for (const file of missing) {
        const isThere = await restoreVendored(sources, folder, file);
        (isThere ? record.restored : record.absent).push(file.path);
      }
    },
  });
  return record;
}

/** A changed .gitattributes may hide other changes from git, which then show at the next look. */
const mostLooks = 3;

/** Compares a tree with its commit, and restores what differs. */
async function putRight(
  sources: TreeSources,
  sha: string,
  root: string,
  known: TreeRecord,
): Promise<TreeRecord> {
  const { git, store } = sources.repository;
  if (!(await isFolder(root))) return makeTree(sources, sha, root);
  let record = known;
  const changed = new Set<string>();
  for (let look = 0; look < mostLooks; look++) {
    const found = await compareTree(git, store.gitDir, { sha, folder: root, leftOut: record.absent });
    const differing = [...found.changed.map(({ path }) => path), ...found.added];
    if (differing.length === 0) {
      if (changed.size > 0) sources.note?.(changedWords(changed.size, root));
      return record;
    }
    for (const path of differing) changed.add(path);
    const vendored = found.changed.filter(({ path }) => record.restored.includes(path));
    const others = found.changed.filter(({ path }) => !record.restored.includes(path));
    await restoreTree(git, store.gitDir, { sha, folder: root, changed: others, added: found.added });
    record = await restoreAgain(sources, root, vendored, record);
  }
  sources.note?.(changedWords(changed.size, root));
  return makeTree(sources, sha, root);
}

function changedWords(count: number, root: string): string {
  return `${count} ${count === 1 ? "file" : "files"} of the tree at ${root} had been changed; made anew`;
}
/** The files whose content is also not available from the clone's remote. */
async function fetchWhatIsMissing(repository: Repository, sha: string): Promise<MissingFile[]> {
  const { git, store } = repository;
  const missing = await listMissingFiles(git, store.gitDir, sha);
  if (missing.length === 0) return [];
  const came = await repository.fetchObjects([...new Set(missing.map(({ oid }) => oid))]);
  return came ? listMissingFiles(git, store.gitDir, sha) : missing;
}

/** Restores vendored files that differ; what cannot be restored again is absent. */
async function restoreAgain(
  sources: TreeSources,
  root: string,
  files: readonly MissingFile[],
  record: TreeRecord,
): Promise<TreeRecord> {
  const lost: string[] = [];
  for (const file of files) {
    await removeFolder(join(root, file.path));
    if (!(await restoreVendored(sources, root, file))) lost.push(file.path);
  }
  return {
    absent: [...record.absent, ...lost],
    restored: record.restored.filter((path) => !lost.includes(path)),
  };
}

/** Restores a vendored file from its module, if the content is that of the commit. */
async function restoreVendored(
  { repository: { git, store }, fetchModule }: TreeSources,
  folder: string,
  { path, oid }: MissingFile,
): Promise<boolean> {
  const list = await readTextIfThere(join(folder, "vendor", "modules.txt"));
  const module = list === undefined ? undefined : moduleOf(list, path);
  const source = module && (await fetchModule(module.source));
  if (!module || !source) return false;
  const file = join(source, path.slice(`vendor/${module.path}/`.length));
  const hashed = await git.attempt(["hash-object", "--no-filters", file], { env: { GIT_DIR: store.gitDir } });
  if (hashed.status !== 0 || hashed.stdout.toString().trim() !== oid) return false;
  await copyFileTo(file, join(folder, path));
  return true;
}

/**
 * The module of a vendored file: the one in modules.txt with the longest matching path.
 *
 * @returns its path, and `path@version` of its replacement, if any.
 */
export function moduleOf(list: string, file: string): { path: string; source: string } | undefined {
  const modules = [...list.matchAll(/^# (\S+) (v\S+)(?: => (\S+) (v\S+))?$/gm)].flatMap(
    ([, path = "", version, otherPath, otherVersion]) =>
      file.startsWith(`vendor/${path}/`)
        ? [{ path, source: `${otherPath ?? path}@${otherVersion ?? version}` }]
        : [],
  );
  return modules.sort((a, b) => b.path.length - a.path.length)[0];
}

/** The text of a file of the base, undefined if it has none. */
export function readBaseText({ root }: BaseTree, path: string): Promise<string | undefined> {
  return readTextIfThere(join(root, path));
}

/** The folder of a module, from the output of `go mod download -json`. */
export function moduleFolder({ status, stdout }: ProgramResult): string | undefined {
  if (status !== 0) return undefined;
  const answer: unknown = JSON.parse(stdout);
  return typeof answer === "object" && answer !== null && "Dir" in answer ? String(answer.Dir) : undefined;
}
