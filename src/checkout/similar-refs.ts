import { suggestion } from "../text/index.ts";
import { listRefs, shortNames } from "./named-refs.ts";
import type { Repository } from "./repository.ts";

const hint = "List refs with `git tag` and `git branch -a`; fetch the ref if it is missing.";

/** What to do about a ref that the repository does not have, with the name that it probably means. */
export async function unknownRefHint(repository: Repository, ref: string): Promise<string> {
  const names = (await listRefs(repository)).flatMap(({ fullName }) => shortNames(fullName).slice(-1));
  return suggestion(ref, [...new Set(names)], hint);
}
