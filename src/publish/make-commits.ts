import { openCheckout, type Repository } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import { neutralIdentity, type SeriesOnDisk } from "../series/index.ts";
import { applyPatches, subjectOnDisk } from "../verify/index.ts";

/**
 * Makes the commits of a series on disk again, in the repository's separate store: exactly those that series.json
 * names, which are the ones that were verified.
 *
 * @returns the last commit.
 * @throws PatchkitError `checkout/missing-object` if the clone lacks the base; `series/digest-mismatch` if the patches
 *   make other commits.
 */
export async function makeCommits(
  repository: Repository,
  series: SeriesOnDisk,
  tempDir: string,
): Promise<string> {
  const { file, folder } = series;
  if ((await repository.fetchObject(file.base)) === undefined) {
    throw new PatchkitError(
      "checkout/missing-object",
      `${folder}: expected a clone with its base ${file.base.slice(0, 12)}, found none at ${repository.dir}`,
      { hint: "Name the clone that it was rendered from with -C DIR, or fetch that commit." },
    );
  }
  const subject = subjectOnDisk(series);
  const checkout = await openCheckout(repository, { ref: file.base, sha: file.base, slug: subject.slug });
  const committer = file.identity ?? neutralIdentity;
  const { commits, log } = await applyPatches(repository, checkout, subject, tempDir, { committer });
  const head = commits.at(-1)?.sha ?? file.base;
  if (head === file.head) return head;
  throw new PatchkitError(
    "series/digest-mismatch",
    `${folder}: expected patches that make the commit ${file.head.slice(0, 12)} of series.json, found ${head.slice(0, 12)}${log === "" ? "" : `: ${log.slice(0, 200)}`}`,
    { hint: "Render and verify the series again." },
  );
}
