import { z } from "zod";
import type { Source } from "./find-source.ts";
import { pathOfFlatName } from "./flat-name.ts";
import { parsePost } from "./parse-post.ts";
import type { PostedSeries } from "./post-marker.ts";
import { askGitHub, getFile, type SourceSetting } from "./source-downloads.ts";
import { type TakenSeries, takeSeries } from "./take-series.ts";

const gist = z.object({
  files: z.record(
    z.string(),
    z.object({ raw_url: z.string(), truncated: z.boolean().optional(), content: z.string().optional() }),
  ),
  description: z.string().nullable().optional(),
});

/**
 * The series of a gist, whose files are named without folders.
 *
 * @param said what names the gist says of the series.
 * @throws PatchkitError `environment/network`, `publish/not-a-bundle`, `publish/digest-mismatch`, `series/...`.
 */
export async function readGist(
  { id, revision }: Extract<Source, { kind: "gist" }>,
  setting: SourceSetting,
  said: readonly PostedSeries[] = [],
): Promise<TakenSeries[]> {
  const { files } = await askGitHub(
    `/gists/${id}${revision === undefined ? "" : `/${revision}`}`,
    gist,
    setting,
  );
  const found = new Map<string, Uint8Array>();
  for (const [name, { raw_url, truncated, content }] of Object.entries(files)) {
    const whole = truncated || content === undefined ? await getFile(raw_url, setting) : Buffer.from(content);
    found.set(pathOfFlatName(name), whole);
  }
  return takeSeries(found, `gist ${id}`, [...said, ...saidIn(found)], setting.tempDir);
}

/** A gist may have a text of its own that names the series. */
function saidIn(files: ReadonlyMap<string, Uint8Array>): readonly PostedSeries[] {
  return [...files].flatMap(([path, bytes]) =>
    path.endsWith(".md") && !path.includes("/") ? parsePost(Buffer.from(bytes).toString()).series : [],
  );
}
