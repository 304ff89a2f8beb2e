import { readPart, type SeriesOnDisk } from "../series/index.ts";

/** The last revision that a series replaced, and how the two differ. */
export interface Revision {
  /** As in `v2`. */
  readonly number: number;
  /** Output of git-range-diff(1) from that revision to the series. */
  readonly rangeDiff: string;
}

/**
 * The last revision that `refresh` kept of a series, below `.revisions/<slug>/<variant>`; null where there is none, or
 * the series was rendered anew since, so that the kept comparison is of other commits.
 */
export async function readRevision(
  out: string,
  { folder, file }: Pick<SeriesOnDisk, "folder" | "file">,
): Promise<Revision | null> {
  const partOf = (number: number, name: string) => readPart(out, `.revisions/${folder}/v${number}`, name);
  let number = 0;
  while ((await partOf(number + 1, "series.json")) !== undefined) number++;
  const rangeDiff = number === 0 ? undefined : await partOf(number, "range-diff.txt");
  if (rangeDiff === undefined || !isOf(rangeDiff, file.commits)) return null;
  return { number, rangeDiff };
}

/** Lines that pair commits name those of the later revision by their position and the first digits of their sha. */
function isOf(rangeDiff: string, commits: readonly { readonly sha: string }[]): boolean {
  const pairs = [...rangeDiff.matchAll(/^ {0,3}(?:\d+|-): +[0-9a-f-]+ [=!>] +(\d+): +([0-9a-f]+) /gm)];
  return (
    pairs.length === commits.length &&
    pairs.every(([, position, sha = ""]) => commits[Number(position) - 1]?.sha.startsWith(sha))
  );
}
