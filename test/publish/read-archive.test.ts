import { expect, it } from "vitest";
import { sha256 } from "../../src/publish/checksums.ts";
import { makeZip } from "../../src/publish/index.ts";
import { readArchive } from "../../src/publish/read-archive.ts";
import { failureOf } from "../helpers/failure.ts";
import { postedSeries, seriesBytes, serveSources } from "../helpers/source-web.ts";

const commit = { kind: "tree", repository: "jane/tool", ref: "patches" } as const;

/** The zip of the commit, with all files below one folder, as GitHub makes it. */
async function serveArchive() {
  const committed = [...seriesBytes(), ["manifest.json", Buffer.from("{}")] as const];
  const files = committed.map(([path, bytes]) => [`jane-tool-aaaaaaa/${path}`, bytes] as const);
  return serveSources({
    "/api/v3/repos/jane/tool/zipball/patches": await makeZip(new Map(files)),
  });
}

it("reads the series of a commit below the folder of its zip", async () => {
  const { setting } = await serveArchive();
  expect(await readArchive(commit, setting)).toEqual([
    expect.objectContaining({ ...postedSeries, isWhole: true }),
  ]);
});

it("refuses patches other than what names the commit says", async () => {
  const { setting } = await serveArchive();
  const said = [{ ...postedSeries, digest: sha256("x") }];
  const { code, message } = await failureOf(() => readArchive(commit, setting, said));
  expect([code, message]).toEqual([
    "publish/digest-mismatch",
    expect.stringContaining("jane/tool at patches"),
  ]);
});
