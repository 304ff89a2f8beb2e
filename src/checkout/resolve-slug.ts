import { commitOf } from "./commit-of.ts";
import { folderNameOf, listRefs, shortNames } from "./named-refs.ts";
import type { Repository } from "./repository.ts";
import { type RefResult, resolveRefs } from "./resolve-refs.ts";

/**
 * The refs whose folders have these names, as they are now: a branch may have moved since the folder was written.
 * A folder named by a commit leads to that commit, and a name that no ref has any more is a result with an error.
 */
export async function resolveSlugs(
  repository: Repository,
  slugs: readonly string[],
): Promise<ReadonlyMap<string, RefResult>> {
  const all = await listRefs(repository);
  const found = new Map<string, RefResult>();
  for (const ref of all) {
    const wanted = slugs.filter((slug) => slug === ref.slug || slug.startsWith(`${ref.slug}-`));
    const sha = wanted.length === 0 ? undefined : await commitOf(repository, ref.oid);
    if (sha === undefined) continue;
    const slug = await folderNameOf(repository, ref, sha, all);
    if (!wanted.includes(slug) || found.has(slug)) continue;
    const name = shortNames(ref.fullName)[1] ?? ref.fullName;
    found.set(slug, { ref: slug === ref.slug ? name : ref.fullName, sha, slug });
  }
  const others = slugs.filter((slug) => !found.has(slug));
  for (const result of await resolveRefs(repository, others)) found.set(result.ref, result);
  return found;
}
