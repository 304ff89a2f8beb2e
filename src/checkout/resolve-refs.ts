import { PatchkitError } from "../errors.ts";
import type { Repository } from "./repository.ts";
import { unknownRefHint } from "./similar-refs.ts";

/** A ref as the user typed it, and its commit. */
export interface ResolvedRef {
  readonly ref: string;
  readonly sha: string;
  /** Folder name for it: tag name, else branch, else the sha's first 12 digits. */
  readonly slug: string;
  /** Message for the user if the ref was not used as typed. */
  readonly note?: string;
}

/** One resolved ref, or why it could not be resolved. */
export type RefResult = ResolvedRef | { readonly ref: string; readonly error: PatchkitError };

/** Resolves each ref separately: a bad one never stops the others. The result has the order of `refs`. */
export async function resolveRefs(repository: Repository, refs: readonly string[]): Promise<RefResult[]> {
  const named = await readNamedRefs(repository, refs);
  return Promise.all(
    refs.map(async (ref) => {
      try {
        return await resolveRef(repository, ref, named);
      } catch (error) {
        if (error instanceof PatchkitError && !error.stopsTheRun) return { ref, error };
        throw error;
      }
    }),
  );
}

interface NamedRef {
  readonly fullName: string;
  readonly sha: string;
}

async function resolveRef(
  repository: Repository,
  ref: string,
  named: readonly NamedRef[],
): Promise<ResolvedRef> {
  assertSafe(ref);
  const candidates = named.filter(({ fullName }) => shortNames(fullName).includes(ref));
  const local = candidates.filter(({ fullName }) => !fullName.startsWith("refs/remotes/"));
  const exact = local.length > 0 ? local : candidates;
  if (new Set(exact.map(({ sha }) => sha)).size > 1) throw ambiguous(ref, exact);
  const [only] = exact;
  const remoteOnly =
    only?.fullName.startsWith("refs/remotes/") === true &&
    ![ref, `refs/${ref}`, `refs/remotes/${ref}`].includes(only.fullName);
  const sha = await readCommit(repository, remoteOnly ? only.fullName : ref, ref);
  const slug = only ? slugOf(only.fullName) : sha.slice(0, 12);
  return remoteOnly
    ? {
        ref,
        sha,
        slug,
        note: `${ref} is not a branch or tag here; using ${only.fullName.slice("refs/remotes/".length)}`,
      }
    : { ref, sha, slug };
}

function assertSafe(ref: string): void {
  if (ref !== "" && !ref.startsWith("-") && !/[\0-\x1f]/.test(ref)) return;
  throw new PatchkitError("checkout/bad-ref", `expected a ref, found ${JSON.stringify(ref)}`, {
    hint: "A ref is a tag, a branch, a sha or an expression, and does not start with '-'.",
  });
}

/** One git process for all names: tags, branches and remote branches named like one of the refs. */
async function readNamedRefs(repository: Repository, refs: readonly string[]): Promise<NamedRef[]> {
  const names = [...new Set(refs)].filter((ref) => /^[\w./+-]+$/.test(ref) && !ref.startsWith("-"));
  if (names.length === 0) return [];
  const patterns = names.flatMap((name) => [
    name,
    `refs/tags/${name}`,
    `refs/heads/${name}`,
    `refs/remotes/${name}`,
    `refs/remotes/*/${name}`,
  ]);
  const output = await repository.git.run(
    ["for-each-ref", "--format=%(refname) %(objectname) %(*objectname)", ...patterns],
    { env: { GIT_DIR: repository.gitDir } },
  );
  return output
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [fullName = "", oid = "", peeled] = line.split(" ");
      return { fullName, sha: peeled || oid };
    })
    .filter(({ fullName }) => !/^refs\/remotes\/.*\/HEAD$/.test(fullName));
}

/** All short forms of a full ref name. */
function shortNames(fullName: string): string[] {
  const [, kind = "", ...rest] = fullName.split("/");
  const name = rest.join("/");
  return [fullName, name, ...(kind === "remotes" ? [rest.slice(1).join("/")] : [])];
}

/**
 * The commit of a name. Git only looks up the name: resolving the commit would make a partial clone fetch a
 * missing object.
 */
async function readCommit(repository: Repository, name: string, ref: string): Promise<string> {
  const { status, stdout, stderr } = await repository.git.attempt(
    ["rev-parse", "--verify", "--end-of-options", name],
    { env: { GIT_DIR: repository.gitDir } },
  );
  if (status !== 0 && /ambiguous/.test(stderr)) throw ambiguous(ref, []);
  let oid = stdout.toString().trim();
  while (status === 0) {
    const object = await repository.readObject(oid);
    if (object?.type === "commit") return oid;
    const tagged =
      object?.type === "tag" ? /^object ([0-9a-f]{40})/.exec(object.data.toString())?.[1] : undefined;
    if (tagged === undefined) break;
    oid = tagged;
  }
  throw new PatchkitError(
    "checkout/unknown-ref",
    `expected a commit called ${JSON.stringify(ref)} in ${repository.dir}, found none`,
    {
      hint: await unknownRefHint(repository, ref),
    },
  );
}

function ambiguous(ref: string, candidates: readonly NamedRef[]): PatchkitError {
  const found = candidates.map(({ fullName, sha }) => `${fullName} (${sha.slice(0, 12)})`).join(", ");
  return new PatchkitError(
    "checkout/ambiguous-ref",
    `expected one commit called ${JSON.stringify(ref)}, found ${found || "several"}`,
    { hint: "Use the full name, for example refs/tags/NAME, or the full sha." },
  );
}

function slugOf(fullName: string): string {
  const name = fullName.replace(/^refs\/(remotes\/[^/]+|[^/]+)\//, "");
  return name.replace(/[^\w.+-]+/g, "-").replace(/^[.-]+/, "_");
}
