import type { Repository } from "./repository.ts";

/**
 * The commit that an object is or, for tags, leads to; undefined if the repository does not have it. Git itself
 * would make a partial clone fetch a missing object.
 *
 * @throws PatchkitError `checkout/damaged-object`.
 */
export async function commitOf(repository: Repository, oid: string): Promise<string | undefined> {
  let at = oid;
  for (;;) {
    const object = await repository.readObject(at);
    if (object?.type === "commit") return at;
    const tagged =
      object?.type === "tag" ? /^object ([0-9a-f]{40})/.exec(object.data.toString())?.[1] : undefined;
    if (tagged === undefined) return undefined;
    at = tagged;
  }
}
