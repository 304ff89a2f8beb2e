import type { Source } from "./find-source.ts";
import type { PostedSeries } from "./post-marker.ts";
import { readZip } from "./read-zip.ts";
import { getArchive, type SourceSetting } from "./source-downloads.ts";
import { type TakenSeries, takeSeries } from "./take-series.ts";

/**
 * The series of a commit, whose files are below one folder of GitHub's zip.
 *
 * @param said what names the commit says of the series.
 * @throws PatchkitError `environment/network`, `publish/not-a-bundle`, `publish/digest-mismatch`, `series/...`.
 */
export async function readArchive(
  { repository, ref }: Extract<Source, { kind: "tree" }>,
  setting: SourceSetting,
  said: readonly PostedSeries[] = [],
): Promise<TakenSeries[]> {
  const where = `${repository} at ${ref.slice(0, 40)}`;
  const files = await readZip(await getArchive(repository, ref, setting), where);
  return takeSeries(files, where, said, setting.tempDir);
}
