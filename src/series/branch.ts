import type { Repository } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";

/** A branch of the user's clone, and what its reflog says about who made it. */
export interface Branch {
  readonly ref: string;
  /** Undefined where there is no such branch. */
  readonly tip: string | undefined;
}

/** Default branch of a series. @param name its variant, with the suffix of its params. */
export function branchOf(name: string, slug: string): string {
  return `patchkit/${name}/${slug}`;
}

/** Identity for reflog entries; it is not part of any commit. */
const recorder = { name: "cilium-patchkit", mail: "cilium-patchkit@example.invalid" };

export const reflogIdentity = {
  GIT_COMMITTER_NAME: recorder.name,
  GIT_COMMITTER_EMAIL: recorder.mail,
};

/** Messages of reflog entries: the record of what `apply` did to a branch. */
const messages = {
  created: "cilium-patchkit apply: created",
  updated: "cilium-patchkit apply: moved with --force",
};

/** @throws PatchkitError `usage/bad-argument` if git takes no branch of that name. */
export async function assertBranchName({ git, dir }: Repository, branch: string): Promise<void> {
  const { status, stdout } = await git.attempt(["check-ref-format", "--branch", branch], { cwd: dir });
  // Git prints the branch that it takes the name for: another one for `@{-1}`.
  const isMeant = status === 0 && stdout.toString() === `${branch}\n`;
  if (isMeant && branch !== "@" && !/^(-|refs\/)/.test(branch)) return;
  throw new PatchkitError("usage/bad-argument", `expected a branch name, found ${JSON.stringify(branch)}`, {
    hint: "See git-check-ref-format(1).",
  });
}

/** @throws PatchkitError `series/branch-exists` if the name is that of a symbolic ref. */
export async function readBranch({ git, gitDir }: Repository, branch: string): Promise<Branch> {
  const ref = `refs/heads/${branch}`;
  const env = { GIT_DIR: gitDir };
  const symbolic = await git.attempt(["symbolic-ref", "--quiet", ref], { env });
  if (symbolic.status === 0) {
    throw new PatchkitError(
      "series/branch-exists",
      `expected ${branch} to be a branch, found a symbolic ref to ${symbolic.stdout.toString().trim()}`,
      { hint: "Nothing was changed. Choose another name with --branch NAME." },
    );
  }
  const { status, stdout } = await git.attempt(["rev-parse", "--verify", "--quiet", ref], { env });
  return { ref, tip: status === 0 ? stdout.toString().trim() : undefined };
}

/** Creates a branch, or moves it, and records that in its reflog. @throws PatchkitError. */
export async function moveBranch(repository: Repository, { ref, tip }: Branch, to: string): Promise<void> {
  const none = "0".repeat(to.length);
  const message = tip === undefined ? messages.created : messages.updated;
  await changeRef(repository, `update ${ref} ${to} ${tip ?? none}\n`, ["--create-reflog", "-m", message]);
}

/** Deletes a branch that is at `tip`. @throws PatchkitError. */
export async function deleteBranch(repository: Repository, ref: string, tip: string): Promise<void> {
  await changeRef(repository, `delete ${ref} ${tip}\n`, []);
}

async function changeRef(repository: Repository, input: string, flags: readonly string[]): Promise<void> {
  const { status, stderr } = await repository.git.attempt(["update-ref", "--no-deref", ...flags, "--stdin"], {
    env: { GIT_DIR: repository.gitDir, ...reflogIdentity },
    input,
  });
  if (status !== 0) throw refFailure(repository, stderr);
}

function refFailure(repository: Repository, stderr: string): PatchkitError {
  const lock = /Unable to create '(.*\.lock)': File exists/.exec(stderr)?.[1];
  if (lock !== undefined) {
    return new PatchkitError("environment/busy", `expected to change a ref, found the lock ${lock}`, {
      hint: "Another git process is running there; if none is, one was killed: remove that file, then run this again.",
    });
  }
  if (
    /exists; cannot create|is at [0-9a-f]+ but expected|reference already exists|unable to resolve reference/.test(
      stderr,
    )
  ) {
    return new PatchkitError(
      "series/branch-exists",
      `expected a name that is free for a branch: ${stderr.slice(0, 300)}`,
      {
        hint: "No branch was changed. Choose another name with --branch NAME.",
      },
    );
  }
  return notWritable(repository, stderr);
}

/** Whether `apply` created a branch and nobody else has changed it since, by its reflog; otherwise what was found. */
export async function foreignHand(repository: Repository, { ref, tip }: Branch): Promise<string | undefined> {
  const entries = await readReflog(repository, repository.gitDir, ref);
  if (entries === undefined) return "a reflog that git cannot read";
  if (entries.length === 0) return "no record of that in its reflog";
  const ours = Object.values(messages).map((message) => `${recorder.name}\t${recorder.mail}\t${message}`);
  const other = entries.find(({ about }) => !ours.includes(about));
  if (other !== undefined)
    return `${JSON.stringify(other.about.split("\t").slice(2).join(" "))} in its reflog`;
  if (!entries.at(-1)?.about.endsWith(messages.created)) return "that it was there before";
  return entries[0]?.sha === tip ? undefined : "another commit there than its reflog names";
}

/** One entry of a reflog: the commit that the ref got, and who did it and what, separated by tabs. */
interface ReflogEntry {
  readonly sha: string;
  readonly about: string;
}

/** The reflog of a ref, latest entry first; undefined if git cannot read it. */
export async function readReflog(
  { git }: Repository,
  gitDir: string,
  ref: string,
): Promise<ReflogEntry[] | undefined> {
  const flags = ["--walk-reflogs", "--no-show-signature", "--no-notes", "--no-mailmap", "--no-color"];
  const { status, stdout } = await git.attempt(
    ["log", ...flags, "--format=%H%x09%gn%x09%ge%x09%gs", ref, "--"],
    { env: { GIT_DIR: gitDir } },
  );
  if (status !== 0) return undefined;
  const lines = stdout.toString().split("\n").filter(Boolean);
  return lines.map((line) => ({
    sha: line.slice(0, line.indexOf("\t")),
    about: line.slice(line.indexOf("\t") + 1),
  }));
}

/** What git could not write, and where. */
export function notWritable(repository: Repository, stderr: string): PatchkitError {
  return new PatchkitError(
    "environment/not-writable",
    `expected to write to ${repository.gitDir}: ${stderr.slice(0, 300)}`,
    { hint: "`generate` needs no write access to the clone; `apply` does." },
  );
}
