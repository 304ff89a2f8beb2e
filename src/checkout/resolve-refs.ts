import { PatchkitError } from "../errors.ts";
import { commitOf } from "./commit-of.ts";
import { folderNameOf, listRefs, type NamedRef, shortNames } from "./named-refs.ts";
import type { Repository } from "./repository.ts";
import { unknownRefHint } from "./similar-refs.ts";

/** A ref as the user typed it, and its commit. */
export interface ResolvedRef {
  readonly ref: string;
  readonly sha: string;
  /** Folder name for it: tag name, else branch, else the sha's first 12 digits. No other ref's folder has it. */
  readonly slug: string;
  /** Message for the user if the ref was not used as typed. */
  readonly note?: string;
}

/** One resolved ref, or why it could not be resolved. */
export type RefResult = ResolvedRef | { readonly ref: string; readonly error: PatchkitError };

/** Resolves each ref separately: a bad one never stops the others. The result has the order of `refs`. */
export async function resolveRefs(repository: Repository, refs: readonly string[]): Promise<RefResult[]> {
  const isSha = (ref: string) => /^[0-9a-f]{40}$/.test(ref);
  const [all, ids] = await Promise.all([
    refs.every(isSha) ? [] : listRefs(repository),
    lookUp(
      repository,
      refs.filter((ref) => !isSha(ref) && isSafe(ref)),
    ),
  ]);
  return Promise.all(
    refs.map(async (ref) => {
      try {
        return await resolveRef(repository, ref, all, ids.get(ref));
      } catch (error) {
        if (error instanceof PatchkitError && !error.stopsTheRun) return { ref, error };
        throw error;
      }
    }),
  );
}

async function resolveRef(
  repository: Repository,
  ref: string,
  all: readonly NamedRef[],
  oid: string | undefined,
): Promise<ResolvedRef> {
  if (!isSafe(ref)) throw unsafe(ref);
  const candidates = all.filter(({ fullName }) => shortNames(fullName).includes(ref));
  const local = candidates.filter(({ fullName }) => !fullName.startsWith("refs/remotes/"));
  const named = local.length > 0 ? local : candidates;
  await assertOneCommit(repository, ref, named);
  const [first] = named;
  const isRemoteOnly =
    first?.fullName.startsWith("refs/remotes/") === true &&
    ![ref, `refs/${ref}`, `refs/remotes/${ref}`].includes(first.fullName);
  const found = oid !== undefined && !isRemoteOnly ? await commitOf(repository, oid) : undefined;
  const sha = found ?? (await readCommit(repository, isRemoteOnly ? first.fullName : ref, ref));
  // Git takes a name such as HEAD for something else than the branch.
  const isNamed = first !== undefined && (await commitOf(repository, first.oid)) === sha;
  const slug = isNamed ? await folderNameOf(repository, first, sha, all) : sha.slice(0, 12);
  if (!isRemoteOnly) return { ref, sha, slug };
  const name = first.fullName.slice("refs/remotes/".length);
  return { ref, sha, slug, note: `${ref} is not a branch or tag here; using ${name}` };
}

/**
 * The objects that git finds under the names, by one process for all. What has none, or several, is for
 * {@link readCommit} to tell.
 */
async function lookUp(repository: Repository, names: readonly string[]): Promise<Map<string, string>> {
  if (names.length < 2) return new Map();
  const { stdout } = await repository.git.attempt(["cat-file", "--batch-check=%(objectname)"], {
    env: { GIT_DIR: repository.gitDir },
    input: names.map((name) => `${name}\n`).join(""),
  });
  const answers = stdout.toString().split("\n");
  return new Map(
    names.flatMap((name, index): [string, string][] => {
      const answer = answers[index] ?? "";
      return /^[0-9a-f]{40}$/.test(answer) ? [[name, answer]] : [];
    }),
  );
}

function isSafe(ref: string): boolean {
  return ref !== "" && !ref.startsWith("-") && !/[\0-\x1f]/.test(ref);
}

function unsafe(ref: string): PatchkitError {
  return new PatchkitError("checkout/bad-ref", `expected a ref, found ${JSON.stringify(ref)}`, {
    hint: "A ref is a tag, a branch, a sha or an expression, and does not start with '-'.",
  });
}

async function assertOneCommit(
  repository: Repository,
  ref: string,
  named: readonly NamedRef[],
): Promise<void> {
  if (new Set(named.map(({ oid }) => oid)).size < 2) return;
  const commits = await Promise.all(
    named.map(async ({ fullName, oid }) => ({ fullName, sha: (await commitOf(repository, oid)) ?? oid })),
  );
  if (new Set(commits.map(({ sha }) => sha)).size > 1) throw ambiguous(ref, commits);
}

/** The commit of a name. Git only looks up the name, so that a partial clone fetches nothing. */
async function readCommit(repository: Repository, name: string, ref: string): Promise<string> {
  const { status, stdout, stderr } = await repository.git.attempt(
    ["rev-parse", "--verify", "--end-of-options", name],
    { env: { GIT_DIR: repository.gitDir } },
  );
  if (status !== 0 && /ambiguous/.test(stderr)) throw ambiguous(ref, []);
  const oid = stdout.toString().trim();
  const sha = status === 0 ? await commitOf(repository, oid) : undefined;
  if (sha !== undefined) return sha;
  const found = status === 0 && oid !== ref ? await wordsFor(repository, oid) : "none";
  throw new PatchkitError(
    "checkout/unknown-ref",
    `expected a commit called ${JSON.stringify(ref)} in ${repository.dir}, found ${found}`,
    {
      hint: await unknownRefHint(repository, ref),
    },
  );
}

/** What an object is that leads to no commit. */
async function wordsFor(repository: Repository, oid: string): Promise<string> {
  const object = await repository.readObject(oid);
  const kinds: Readonly<Record<string, string>> = { blob: "a file", tree: "a folder" };
  return kinds[object?.type ?? ""] ?? `a name of object ${oid.slice(0, 12)}, which leads to no commit here`;
}

function ambiguous(
  ref: string,
  candidates: readonly { readonly fullName: string; readonly sha: string }[],
): PatchkitError {
  const found = candidates.map(({ fullName, sha }) => `${fullName} (${sha.slice(0, 12)})`).join(", ");
  return new PatchkitError(
    "checkout/ambiguous-ref",
    `expected one commit called ${JSON.stringify(ref)}, found ${found || "several"}`,
    { hint: "Use the full name, for example refs/tags/NAME, or the full sha." },
  );
}
