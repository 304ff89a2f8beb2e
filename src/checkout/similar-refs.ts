import { suggestion } from "../text/index.ts";
import type { Repository } from "./repository.ts";

const hint = "List refs with `git tag` and `git branch -a`; fetch the ref if it is missing.";

/** What to do about a ref that the repository does not have, with the name that it probably means. */
export async function unknownRefHint(repository: Repository, ref: string): Promise<string> {
  if (!/^[\w./+-]+$/.test(ref)) return hint;
  const { status, stdout } = await repository.git.attempt(["for-each-ref", "--format=%(refname)"], {
    env: { GIT_DIR: repository.gitDir },
  });
  if (status !== 0) return hint;
  const names = stdout
    .toString()
    .split("\n")
    .map((name) => name.replace(/^refs\/(tags|heads|remotes\/[^/]+)\//, ""));
  return suggestion(ref, [...new Set(names.filter(Boolean))], hint);
}
