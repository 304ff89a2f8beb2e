import type { Repository } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import type { Series } from "./series.ts";

/** The result of applying a series. */
export interface Applied {
  readonly branch: string;
  readonly head: string;
  readonly state: "created" | "unchanged" | "removed";
  readonly worktree?: string;
}

/** Default branch of a series. */
export function branchOf(series: Series): string {
  return `patchkit/${series.folder.slice(series.folder.indexOf("/") + 1)}/${series.slug}`;
}

/**
 * Puts a series on a branch of the user's clone: its objects as one pack, then one ref, which must not exist
 * or already be the same. Work tree, index and HEAD do not change.
 *
 * @throws PatchkitError `series/branch-exists` if the branch has other commits.
 */
export async function applySeries(
  repository: Repository,
  series: Series,
  options: { readonly branch: string; readonly worktree?: string | undefined },
): Promise<Applied> {
  const { git, gitDir, store } = repository;
  const ref = `refs/heads/${options.branch}`;
  await assertBranchName(repository, options.branch);
  const existing = await readRef(repository, ref);
  if (existing !== undefined && existing !== series.head)
    throw branchExists(options.branch, existing, series.head);
  if (existing === undefined) {
    const pack = await git.attempt(["pack-objects", "--stdout", "--revs", "--quiet"], {
      env: { GIT_DIR: store.gitDir },
      input: `${series.head}\n^${series.base}\n`,
    });
    if (pack.status !== 0)
      throw new PatchkitError("environment/git-failed", `git pack-objects: ${pack.stderr}`);
    const unpacked = await git.attempt(["unpack-objects", "-q"], {
      env: { GIT_DIR: gitDir },
      input: pack.stdout,
    });
    if (unpacked.status !== 0) throw notWritable(repository, unpacked.stderr);
    const updated = await git.attempt(["update-ref", "--stdin"], {
      env: { GIT_DIR: gitDir, ...reflogIdentity },
      input: `create ${ref} ${series.head}\n`,
    });
    if (updated.status !== 0) throw notWritable(repository, updated.stderr);
  }
  const applied: Applied = {
    branch: options.branch,
    head: series.head,
    state: existing === undefined ? "created" : "unchanged",
  };
  if (options.worktree === undefined) return applied;
  const config = await withoutFilters(repository);
  await git.run(["worktree", "add", options.worktree, options.branch], { cwd: repository.dir, config });
  return { ...applied, worktree: options.worktree };
}

/** Undoes {@link applySeries}: removes the branch if it is exactly the series. */
export async function undoSeries(repository: Repository, series: Series, branch: string): Promise<Applied> {
  const ref = `refs/heads/${branch}`;
  const existing = await readRef(repository, ref);
  if (existing === undefined) return { branch, head: series.head, state: "unchanged" };
  if (existing !== series.head) throw branchExists(branch, existing, series.head);
  const worktree = await worktreeOf(repository, ref);
  if (worktree !== undefined)
    await repository.git.run(["worktree", "remove", worktree], { cwd: repository.dir });
  const updated = await repository.git.attempt(["update-ref", "--stdin"], {
    env: { GIT_DIR: repository.gitDir, ...reflogIdentity },
    input: `delete ${ref} ${series.head}\n`,
  });
  if (updated.status !== 0) throw notWritable(repository, updated.stderr);
  return { branch, head: series.head, state: "removed" };
}

/** Identity for reflog entries; it is not part of any commit. */
const reflogIdentity = {
  GIT_COMMITTER_NAME: "cilium-patchkit",
  GIT_COMMITTER_EMAIL: "cilium-patchkit@example.invalid",
};

async function readRef(repository: Repository, ref: string): Promise<string | undefined> {
  const { status, stdout } = await repository.git.attempt(["rev-parse", "--verify", "--quiet", ref], {
    env: { GIT_DIR: repository.gitDir },
  });
  return status === 0 ? stdout.toString().trim() : undefined;
}

async function worktreeOf(repository: Repository, ref: string): Promise<string | undefined> {
  const list = await repository.git.run(["worktree", "list", "--porcelain"], { cwd: repository.dir });
  const entry = list.split("\n\n").find((part) => part.includes(`\nbranch ${ref}`));
  return entry && /^worktree (.*)$/m.exec(entry)?.[1];
}

/** Settings that turn off all filters in the clone's configuration, so that a checkout runs none of them. */
async function withoutFilters({ git, gitDir }: Repository): Promise<[string, string][]> {
  const { stdout } = await git.attempt(["config", "--name-only", "--get-regexp", "^filter\\."], {
    env: { GIT_DIR: gitDir },
  });
  const drivers = new Set(
    stdout
      .toString()
      .split("\n")
      .filter(Boolean)
      .map((key) => key.slice(0, key.lastIndexOf("."))),
  );
  return [...drivers].flatMap((driver) => [
    [`${driver}.smudge`, ""],
    [`${driver}.clean`, ""],
    [`${driver}.process`, ""],
    [`${driver}.required`, "false"],
  ]);
}

async function assertBranchName(repository: Repository, branch: string): Promise<void> {
  const { status } = await repository.git.attempt(["check-ref-format", "--branch", branch], {
    cwd: repository.dir,
  });
  if (status === 0 && !branch.startsWith("-")) return;
  throw new PatchkitError("usage/bad-argument", `expected a branch name, found ${JSON.stringify(branch)}`, {
    hint: "See git-check-ref-format(1).",
  });
}

function branchExists(branch: string, found: string, expected: string): PatchkitError {
  return new PatchkitError(
    "series/branch-exists",
    `expected branch ${branch} to be absent or at ${expected.slice(0, 12)}, found it at ${found.slice(0, 12)}`,
    { hint: "The branch is unchanged. Choose another name with --branch NAME, or delete it yourself." },
  );
}

function notWritable(repository: Repository, stderr: string): PatchkitError {
  return new PatchkitError(
    "environment/not-writable",
    `expected to write to ${repository.gitDir}: ${stderr.slice(0, 300)}`,
    {
      hint: "`generate` needs no write access to the clone; `apply` does.",
    },
  );
}
