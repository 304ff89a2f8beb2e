import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { archiveSeries } from "../../src/folder/index.ts";
import { digestOf, readSeriesBelow, seriesFiles } from "../../src/series/index.ts";
import { makeFolder } from "../helpers/folder.ts";
import { makeSeries } from "../helpers/series.ts";

const versions = { tool: "0.1.0", templates: "t" };

function withDigest(series: ReturnType<typeof makeSeries>) {
  return { ...series, digest: digestOf(series.commits.map(({ patch }) => patch)) };
}

const former = withDigest(makeSeries());
const later = withDigest(
  makeSeries({
    base: "7".repeat(40),
    commits: former.commits.map((one) => ({ ...one, patch: `new ${one.patch}` })),
  }),
);

async function folderWith(extra: Readonly<Record<string, string>> = {}): Promise<string> {
  const files = [...seriesFiles(former, versions)].map(([name, text]) => [`${former.folder}/${name}`, text]);
  return makeFolder({ ...Object.fromEntries(files), ...extra });
}

const diff = {
  text: "1:  a ! 1:  b subject\n",
  commits: [{ change: "changed" as const, before: 1, after: 1, subject: "subject" }],
};

describe("archiveSeries", () => {
  it("writes the series, and keeps the former one with how they differ", async () => {
    const out = await folderWith({ [`${former.folder}/evidence.json`]: "{}" });
    const folder = { out, versions, needsIgnore: false };
    expect(await archiveSeries(folder, { series: later, former: former.folder, diff })).toBe(1);
    const kept = join(out, ".revisions", former.folder, "v1");
    for (const [name, text] of seriesFiles(former, versions))
      expect(readFileSync(join(kept, name), "utf8")).toBe(text);
    expect(readFileSync(join(kept, "range-diff.txt"), "utf8")).toBe(diff.text);
    expect(JSON.parse(readFileSync(join(kept, "range-diff.json"), "utf8"))).toEqual(diff.commits);
    expect(existsSync(join(kept, "evidence.json"))).toBe(true);
    expect(existsSync(join(out, later.folder, "evidence.json"))).toBe(false);
    expect((await readSeriesBelow(out)).map(({ file }) => file.base)).toEqual([later.base]);
  });

  it("counts on from the revisions that are kept", async () => {
    const out = await folderWith();
    const folder = { out, versions, needsIgnore: false };
    await archiveSeries(folder, { series: later, former: former.folder, diff });
    expect(await archiveSeries(folder, { series: former, former: later.folder, diff: undefined })).toBe(2);
    expect(readdirSync(join(out, ".revisions", former.folder))).toEqual(["v1", "v2"]);
    expect(existsSync(join(out, ".revisions", former.folder, "v2", "range-diff.txt"))).toBe(false);
  });
});
