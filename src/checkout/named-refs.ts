import { commitOf } from "./commit-of.ts";
import type { Repository } from "./repository.ts";

/** A ref of a repository. */
export interface NamedRef {
  /** Such as `refs/heads/main`. */
  readonly fullName: string;
  /** What it points to: a commit, or a tag that leads to one. */
  readonly oid: string;
  /** Folder name that is this ref's own, unless another has the same. */
  readonly slug: string;
}

/** All tags, branches and remote branches; a broken one is left out. */
export async function listRefs(repository: Repository): Promise<NamedRef[]> {
  // Asking for more than name and object would read objects, one of which may be missing.
  const output = await repository.git.run(
    ["for-each-ref", "--format=%(objectname) %(refname)", "refs/tags", "refs/heads", "refs/remotes"],
    { env: { GIT_DIR: repository.gitDir } },
  );
  return output
    .split("\n")
    .filter(Boolean)
    .map((line) => ({ oid: line.slice(0, line.indexOf(" ")), fullName: line.slice(line.indexOf(" ") + 1) }))
    .filter(({ fullName }) => !/^refs\/remotes\/.*\/HEAD$/.test(fullName))
    .map((ref) => ({ ...ref, slug: slugOf(ref.fullName) }));
}

/** All names under which a user may know a ref, best first. */
export function shortNames(fullName: string): string[] {
  const [, kind = "", ...rest] = fullName.split("/");
  const name = rest.join("/");
  return [fullName, name, ...(kind === "remotes" ? [rest.slice(1).join("/")] : [])];
}

/** A name that several refs have in common is that of the tag, then the branch, then the remote's branch. */
const ranks = ["refs/tags/", "refs/heads/", "refs/remotes/"];

function rankOf(fullName: string): number {
  return ranks.findIndex((prefix) => fullName.startsWith(prefix));
}

/**
 * Folder name of a ref: its slug, and the commit behind it if another ref of the same or a better kind has that
 * slug and another commit. File systems may not tell upper case from lower case: refs of one commit whose slugs differ
 * in nothing else have the folder of the first.
 */
export async function folderNameOf(
  repository: Repository,
  ref: NamedRef,
  sha: string,
  all: readonly NamedRef[],
): Promise<string> {
  const folded = foldCase(ref.slug);
  const rank = rankOf(ref.fullName);
  const others = all.filter(({ slug, fullName }) => foldCase(slug) === folded && rankOf(fullName) <= rank);
  let first = ref;
  let isUnique = true;
  for (const other of others) {
    if (other.oid !== ref.oid && (await commitOf(repository, other.oid)) !== sha) isUnique = false;
    else if (isBefore(other, first)) first = other;
  }
  return isUnique ? first.slug : `${first.slug}-${sha.slice(0, 12)}`;
}

/** As file systems compare names that do not tell apart case: `ß` is `ss` to them. */
function foldCase(slug: string): string {
  return slug.toUpperCase().toLowerCase();
}

function isBefore(one: NamedRef, other: NamedRef): boolean {
  const byRank = rankOf(one.fullName) - rankOf(other.fullName);
  return byRank < 0 || (byRank === 0 && one.fullName < other.fullName);
}

/** Longest slug in bytes; file systems allow 255, and branches and temporary files add to it. */
const longestSlug = 100;

/** A ref's name as a folder: letters and digits of any script and `_ . + @ -`. */
function slugOf(fullName: string): string {
  const name = fullName.replace(/^refs\/(remotes\/[^/]+|[^/]+)\//, "").normalize("NFC");
  const slug = name.replace(/[^\p{L}\p{N}\p{M}_.+@-]+/gu, "-").replace(/^[.-]+/, "_");
  let short = slug;
  while (Buffer.byteLength(short) > longestSlug) short = [...short].slice(0, -1).join("");
  return short;
}
