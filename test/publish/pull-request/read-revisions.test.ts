import { expect, it } from "vitest";
import { readRevisions } from "../../../src/publish/pull-request/read-revisions.ts";
import { seriesFiles } from "../../../src/series/index.ts";
import { makeFolder } from "../../helpers/folder.ts";
import { makeSeries } from "../../helpers/series.ts";

it("reads the kept revisions in order, with what changed where that was noted", async () => {
  const series = makeSeries();
  const text = seriesFiles(series, { tool: "0.1.0", templates: "e".repeat(64) }).get("series.json") ?? "";
  const out = await makeFolder({
    ".revisions/v1/a/v1/series.json": text,
    ".revisions/v1/a/v1/range-diff.txt": "1:  a = 1:  b subject\n",
    ".revisions/v1/a/v2/series.json": text,
    ".revisions/v1/a/v4/series.json": text,
  });
  const { base, head } = JSON.parse(text);
  expect(await readRevisions(out, "v1/a")).toEqual([
    { base, head, diff: "1:  a = 1:  b subject\n" },
    { base, head, diff: null },
  ]);
  expect(await readRevisions(out, "v1/b")).toEqual([]);
});
