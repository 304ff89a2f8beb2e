import { join } from "node:path";
import type { Checkout, Repository } from "../checkout/index.ts";
import { makeTempFolder, removeFolder } from "../host/files.ts";
import type { Git, GitOptions } from "../host/git.ts";
import { writeTexts } from "../host/git-tree.ts";
import { quotePath } from "../host/object-store.ts";
import { type MadeCommit, parseCommit } from "./compare-commits.ts";
import type { Subject } from "./subject.ts";

/** Who commits, and when: someone neutral, or the author, which gives the commits that a series promises. */
interface Committing {
  readonly committer?: { readonly name: string; readonly mail: string };
}

/** The result of `git am` for a series. */
export interface AppliedPatches {
  /** Whether git applied every patch. */
  readonly taken: boolean;
  /** Output of git. */
  readonly log: string;
  /** The created commits, in order; they are in the repository's separate store. */
  readonly commits: readonly MadeCommit[];
  /** What the series makes of paths that are no regular files, which no check can read; undefined if there are none. */
  readonly irregular: string | undefined;
}

/** Files outside the series may be missing from the clone; git must then know that it is partial. */
const settings = [
  "extensions.partialClone=origin",
  "remote.origin.promisor=true",
  "core.sparseCheckout=true",
];

/**
 * Applies a series to a clean checkout of its base with plain `git am`. The checkout only contains the touched
 * files, uses the objects of the repository, and is removed afterwards.
 */
export async function applyPatches(
  repository: Repository,
  checkout: Checkout,
  subject: Subject,
  tempDir: string,
  { committer }: Committing = {},
): Promise<AppliedPatches> {
  const { git, store, cloneObjectsDir } = repository;
  const dir = await makeTempFolder(tempDir, "cilium-patchkit-am-");
  try {
    const gitDir = join(dir, ".git");
    const env = {
      GIT_OBJECT_DIRECTORY: store.objectsDir,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: quotePath(cloneObjectsDir),
      GIT_COMMITTER_NAME: committer?.name ?? "cilium-patchkit",
      GIT_COMMITTER_EMAIL: committer?.mail ?? "cilium-patchkit@localhost",
      GIT_COMMITTER_DATE: "1970-01-01T00:00:00Z",
    };
    const options = { cwd: dir, env };
    await git.run(["init", "--quiet", dir], { env });
    for (const setting of settings) {
      const [key = "", value = ""] = setting.split("=");
      await git.run(["config", key, value], options);
    }
    const patches = subject.patches.map(({ name }) => join(dir, ".git", "series", name));
    await writeTexts(join(gitDir, "series"), new Map(subject.patches.map(({ name, text }) => [name, text])));
    const touched = [...new Set(subject.patches.flatMap(({ text }) => touchedPaths(text)))];
    // Fetches these from a partial clone's remote first, because git has no remote here.
    await Promise.all(touched.map((path) => checkout.readText(path).catch(() => undefined)));
    await writeTexts(join(gitDir, "info"), new Map([["sparse-checkout", sparsePatterns(touched)]]));
    await git.run(["checkout", "--quiet", "--force", "--detach", subject.sha], options);
    const dates = committer ? ["--committer-date-is-author-date"] : [];
    const { taken, log } = await amEach(git, patches, dates, options);
    const listed = await git.run(["rev-list", "--reverse", `${subject.sha}..HEAD`], options);
    const commits = await readCommits(repository, listed.split("\n").filter(Boolean));
    const irregular = await findIrregular(repository, subject.sha, commits);
    return { taken, log, commits, irregular };
  } finally {
    await removeFolder(dir);
  }
}

/**
 * A process for each patch: in a partial clone, git takes objects that the same process made for missing ones where it
 * had listed their folder before (cache-tree.c, prefetch_cache_entries), and then reads all packs to find out whether
 * they were promised, which takes half a minute for Cilium.
 */
async function amEach(
  git: Git,
  patches: readonly string[],
  flags: readonly string[],
  options: GitOptions,
): Promise<Pick<AppliedPatches, "taken" | "log">> {
  const said: string[] = [];
  for (const patch of patches) {
    const { status, stdout, stderr } = await git.attempt(["am", "--quiet", ...flags, patch], options);
    said.push(stdout.toString(), stderr);
    if (status !== 0) return { taken: false, log: said.join("\n").trim() };
  }
  return { taken: true, log: said.join("\n").trim() };
}

async function readCommits(repository: Repository, shas: readonly string[]): Promise<MadeCommit[]> {
  return Promise.all(
    shas.map(async (sha) => {
      const object = await repository.readObject(sha);
      if (!object) throw new Error(`the commit ${sha} was made a moment ago`);
      return parseCommit(sha, object.data);
    }),
  );
}

/** The first path that a commit makes a link or a submodule, or that was one. */
async function findIrregular(
  { git, store }: Repository,
  base: string,
  commits: readonly MadeCommit[],
): Promise<string | undefined> {
  const trees = [base, ...commits.map(({ tree }) => tree)];
  for (const [index, tree] of trees.entries()) {
    const before = trees[index - 1];
    if (before === undefined) continue;
    const output = await git.run(["diff-tree", "-r", "-z", "--no-renames", before, tree], {
      env: { GIT_DIR: store.gitDir },
    });
    const fields = output.split("\0");
    const at = fields.findIndex((field, place) => place % 2 === 0 && /^:(\d+ )?(120000|160000) /.test(field));
    if (at === -1) continue;
    const path = fields[at + 1];
    const kind = fields[at]?.slice(0, 15).includes("120000") ? "a symbolic link" : "a submodule";
    return `expected changes of regular files only, found ${kind} at ${JSON.stringify(path)}`;
  }
  return undefined;
}

/** Paths in a patch's diff. */
function touchedPaths(patch: string): string[] {
  return [...patch.matchAll(/^diff --git a\/.* b\/(.*)$/gm)].map(([, path = ""]) => path);
}

/** One pattern per path, at the root; a sparse checkout without patterns would contain everything. */
function sparsePatterns(paths: readonly string[]): string {
  const escaped = paths.map((path) => `/${path.replace(/[\\*?[\]]/g, "\\$&")}\n`);
  return escaped.length === 0 ? "/.nothing\n" : escaped.join("");
}
