import { parseSeriesFile, readPart } from "../../series/index.ts";
import type { FormerRevision } from "./change-text.ts";

/** The revisions of a series that `refresh` has kept below `.revisions/`, the oldest first. */
export async function readRevisions(out: string, folder: string): Promise<FormerRevision[]> {
  const found: FormerRevision[] = [];
  for (let number = 1; ; number++) {
    const at = `.revisions/${folder}/v${number}`;
    const text = await readPart(out, at, "series.json");
    if (text === undefined) return found;
    const { base, head } = parseSeriesFile(text, `${at}/series.json`);
    found.push({ base, head, diff: (await readPart(out, at, "range-diff.txt")) ?? null });
  }
}
