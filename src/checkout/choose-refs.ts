import { PatchkitError } from "../errors.ts";
import { suggestion } from "../text/index.ts";
import { branchHistory } from "./branch-history.ts";
import { commitOf } from "./commit-of.ts";
import { folderNameOf, listRefs, type NamedRef, shortNames } from "./named-refs.ts";
import { compareReleases, parseRelease } from "./release-order.ts";
import type { Repository } from "./repository.ts";
import { type RefResult, type ResolvedRef, resolveRefs } from "./resolve-refs.ts";

/** Refs as the user chose them: one by one, by patterns, and as a range. */
export interface RefChoice {
  /** Refs and patterns, as in {@link isPattern}. */
  readonly refs: readonly string[];
  /** First and last release of a range, both included; with `everyDays` any two commits of a branch's history. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** Days between two commits of a branch. */
  readonly everyDays?: number | undefined;
}

/**
 * Whether a ref as typed is a pattern: no name holds `*`, `?` or `[` (git-check-ref-format(1)), but an expression
 * such as `HEAD^{/fix [a-z]*}` may.
 */
export function isPattern(ref: string): boolean {
  return /[*?[]/.test(ref) && !/[\^~:]|@\{/.test(ref);
}

/**
 * The chosen refs, each once: those of `refs` in the order given, what a pattern matches in the order of releases,
 * then the range. A ref or pattern that leads to nothing is a result with an error and never stops the others.
 *
 * @throws PatchkitError `checkout/unknown-ref`, `usage/bad-argument` where the ends of the range are none.
 */
export async function chooseRefs(repository: Repository, choice: RefChoice): Promise<RefResult[]> {
  const typed = [...new Set(choice.refs)];
  const resolved = await resolveRefs(
    repository,
    typed.filter((ref) => !isPattern(ref)),
  );
  const byName = new Map(resolved.map((result) => [result.ref, result]));
  const found: RefResult[] = [];
  for (const ref of typed) {
    const result = byName.get(ref);
    found.push(...(result ? [result] : await matchesOf(repository, ref)));
  }
  found.push(...(await rangeOf(repository, choice)));
  return [...new Map(found.map((result) => [result.ref, result])).values()];
}

async function matchesOf(repository: Repository, pattern: string): Promise<RefResult[]> {
  const full = pattern.startsWith("refs/") ? pattern : `refs/tags/${pattern}`;
  const [all, names] = await Promise.all([listRefs(repository), namesLike(repository, full)]);
  const matching = await resolveNamed(repository, inOrder(all.filter((ref) => names.has(ref.fullName))), all);
  if (matching.length > 0) return matching;
  const branches = await namesLike(repository, `refs/heads/${pattern}`);
  return [{ ref: pattern, error: nothingLike(pattern, repository.dir, all, branches) }];
}

/** Full names of refs that a pattern of `git for-each-ref` matches. */
async function namesLike({ git, gitDir }: Repository, pattern: string): Promise<ReadonlySet<string>> {
  const { status, stdout } = await git.attempt(["for-each-ref", "--format=%(refname)", "--", pattern], {
    env: { GIT_DIR: gitDir },
  });
  return new Set(status === 0 ? stdout.toString().split("\n").filter(Boolean) : []);
}

function nothingLike(
  pattern: string,
  dir: string,
  all: readonly NamedRef[],
  branches: ReadonlySet<string>,
): PatchkitError {
  const [branch] = branches;
  const tags = all.flatMap(({ fullName }) =>
    fullName.startsWith("refs/tags/") ? [fullName.slice("refs/tags/".length)] : [],
  );
  const advice = "A pattern is matched with tags, and `*` with anything but `/`; `git tag` lists them.";
  const hint =
    branch === undefined
      ? suggestion(pattern.replace(/^refs\/tags\//, "").replace(/[*?[\]]/g, ""), tags, advice)
      : `It matches branches, such as ${branch}: use refs/heads/${pattern}.`;
  return new PatchkitError(
    "checkout/unknown-ref",
    `expected ${pattern.startsWith("refs/") ? "refs" : "tags"} like ${JSON.stringify(pattern)} in ${dir}, found none`,
    { hint },
  );
}

/** Tags in the order of releases, then the others. */
function inOrder(refs: readonly NamedRef[]): NamedRef[] {
  const isTag = ({ fullName }: NamedRef) => fullName.startsWith("refs/tags/");
  const short = ({ fullName }: NamedRef) => fullName.replace(/^refs\/[^/]+\//, "");
  return [...refs].sort((a, b) => Number(isTag(b)) - Number(isTag(a)) || compareReleases(short(a), short(b)));
}

/** The refs with their commits; one that leads to no commit is left out. */
async function resolveNamed(
  repository: Repository,
  refs: readonly NamedRef[],
  all: readonly NamedRef[],
): Promise<ResolvedRef[]> {
  const found = await Promise.all(
    refs.map(async (named): Promise<ResolvedRef[]> => {
      const sha = await commitOf(repository, named.oid).catch(() => undefined);
      if (sha === undefined) return [];
      const slug = await folderNameOf(repository, named, sha, all);
      return [{ ref: typedName(named, all), sha, slug }];
    }),
  );
  return found.flat();
}

/** What a user would type for a ref: a tag's name where no other ref has it, else the full name. */
function typedName({ fullName }: NamedRef, all: readonly NamedRef[]): string {
  if (!fullName.startsWith("refs/tags/")) return fullName;
  const name = fullName.slice("refs/tags/".length);
  return all.every((other) => other.fullName === fullName || !shortNames(other.fullName).includes(name))
    ? name
    : fullName;
}

async function rangeOf(repository: Repository, choice: RefChoice): Promise<RefResult[]> {
  const { since, until, everyDays } = choice;
  if (everyDays !== undefined) return historyOf(repository, since, until, everyDays);
  if (since === undefined && until === undefined) return [];
  const all = await listRefs(repository);
  const tags = all.filter(({ fullName }) => fullName.startsWith("refs/tags/"));
  const nameOf = ({ fullName }: NamedRef) => fullName.slice("refs/tags/".length);
  const names = tags.map(nameOf);
  for (const end of [since, until]) if (end !== undefined) assertRelease(repository, end, names);
  const prefix = parseRelease(since ?? until ?? "")?.prefix;
  const within = tags.filter((tag) => {
    const name = nameOf(tag);
    return (
      parseRelease(name)?.prefix === prefix &&
      (since === undefined || compareReleases(name, since) >= 0) &&
      (until === undefined || compareReleases(name, until) <= 0)
    );
  });
  if (within.length > 0) return resolveNamed(repository, inOrder(within), all);
  throw new PatchkitError(
    "usage/bad-argument",
    `expected releases from ${since ?? "the first"} to ${until ?? "the last"}, found none`,
    { hint: "Name the older one with --since and the newer one with --until, both with or both without v." },
  );
}

function assertRelease({ dir }: Repository, name: string, tags: readonly string[]): void {
  if (parseRelease(name) && tags.includes(name)) return;
  const releases = tags.filter((tag) => parseRelease(tag));
  throw new PatchkitError(
    "checkout/unknown-ref",
    `expected the tag of a release, found ${JSON.stringify(name)}, which is none in ${dir}`,
    { hint: suggestion(name, releases, "For commits of a branch, add --every, such as --every 14d.") },
  );
}

async function historyOf(
  repository: Repository,
  since: string | undefined,
  until: string | undefined,
  everyDays: number,
): Promise<ResolvedRef[]> {
  if (since === undefined) {
    throw new PatchkitError("usage/bad-argument", "expected --since with --every, found none", {
      hint: "Name the commit, tag or branch to begin with: --since v1.14.0 --until main --every 14d.",
    });
  }
  const ends = await resolveRefs(repository, [since, until ?? "HEAD"]);
  const [first, last] = ends.map((end) => {
    if ("error" in end) throw end.error;
    return end;
  });
  if (!first || !last) throw new Error("two refs gave fewer results");
  const shas = await branchHistory(repository, { from: first.sha, to: last.sha, everyDays });
  if (shas.length > 0) return shas.map((sha) => ({ ref: sha.slice(0, 12), sha, slug: sha.slice(0, 12) }));
  throw new PatchkitError(
    "usage/bad-argument",
    `expected commits after ${since} in ${last.ref}, found none`,
    {
      hint: "Name the older one with --since and the newer one with --until.",
    },
  );
}
