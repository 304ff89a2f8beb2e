import { join } from "node:path";
import type { Repository } from "../checkout/index.ts";
import { copyFileTo, readTextIfThere, writeText } from "../host/files.ts";
import { exportTree, listMissingFiles, type MissingFile } from "../host/git-tree.ts";
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

/** Returns the tree of a commit in the cache, and adds it if necessary. */
export async function prepareBaseTree(
  repository: Repository,
  sha: string,
  cacheDir: string,
  fetchModule: ModuleFetcher,
): Promise<BaseTree> {
  const home = join(cacheDir, "trees", sha);
  const root = join(home, modulePath);
  const record = join(home, "missing.json");
  const known = await readTextIfThere(record);
  if (known !== undefined)
    return { sha, root, ...(JSON.parse(known) as Pick<BaseTree, "absent" | "restored">) };
  const { git, store } = repository;
  const missing = await fetchWhatIsMissing(repository, sha);
  const absent: string[] = [];
  const restored: string[] = [];
  await exportTree(git, store.gitDir, {
    sha,
    folder: root,
    leftOut: missing.map(({ path }) => path),
    async finish(folder) {
      for (const file of missing)
        ((await restoreVendored(repository, folder, file, fetchModule)) ? restored : absent).push(file.path);
    },
  });
  await writeText(record, JSON.stringify({ absent, restored }));
  return { sha, root, absent, restored };
}

/** The files whose content is also not available from the clone's remote. */
async function fetchWhatIsMissing(repository: Repository, sha: string): Promise<MissingFile[]> {
  const { git, store } = repository;
  const missing = await listMissingFiles(git, store.gitDir, sha);
  if (missing.length === 0) return [];
  const came = await repository.fetchObjects([...new Set(missing.map(({ oid }) => oid))]);
  return came ? listMissingFiles(git, store.gitDir, sha) : missing;
}

/** Restores a vendored file from its module, if the content is that of the commit. */
async function restoreVendored(
  { git, store }: Repository,
  folder: string,
  { path, oid }: MissingFile,
  fetchModule: ModuleFetcher,
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
