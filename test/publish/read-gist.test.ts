import { expect, it } from "vitest";
import { sha256 } from "../../src/publish/checksums.ts";
import { flatName } from "../../src/publish/flat-name.ts";
import { formatMarker } from "../../src/publish/post-marker.ts";
import { readGist } from "../../src/publish/read-gist.ts";
import { failureOf } from "../helpers/failure.ts";
import { postedSeries, seriesBytes, serveSources } from "../helpers/source-web.ts";

const { folder } = postedSeries;
const id = "0123456789abcdef0123456789abcdef";
const gist = { kind: "gist", id, revision: undefined } as const;

/** The files of a gist, as the API gives them. */
function filesOf(texts: Iterable<readonly [string, string]>) {
  return Object.fromEntries([...texts].map(([name, content]) => [name, { raw_url: "ORIGIN/raw", content }]));
}

const texts = [...seriesBytes()].map(
  ([path, bytes]) => [flatName(folder, path.slice(folder.length + 1)), bytes.toString()] as const,
);

it("finds the folders in the names of files, and asks for cut ones by their own URL, without a token", async () => {
  const files = filesOf(texts);
  const [name = "", content = ""] = texts.find(([one]) => one.endsWith("series.json")) ?? [];
  const cut = { ...files, [name]: { raw_url: "ORIGIN/raw", truncated: true, content: "{" } };
  const { web, setting } = await serveSources({
    [`/api/v3/gists/${id}`]: JSON.stringify({ files: cut }),
    "/raw": content,
  });
  expect(await readGist(gist, setting)).toEqual([
    expect.objectContaining({ ...postedSeries, isWhole: true }),
  ]);
  expect(web.asked.map(({ path, headers }) => [path, headers.authorization])).toEqual([
    [`/api/v3/gists/${id}`, "Bearer ghp_secret"],
    ["/raw", undefined],
  ]);
});

it("reads one revision, where the link names it", async () => {
  const revision = "a".repeat(40);
  const { setting } = await serveSources({
    [`/api/v3/gists/${id}/${revision}`]: JSON.stringify({ files: filesOf(texts) }),
  });
  expect(await readGist({ ...gist, revision }, setting)).toHaveLength(1);
});

it("refuses patches other than the gist's own text, or the post that names it, says", async () => {
  const other = { ...postedSeries, digest: sha256("x") };
  const { setting } = await serveSources({
    [`/api/v3/gists/${id}`]: JSON.stringify({ files: filesOf([...texts, ["post.md", formatMarker(other)]]) }),
    "/api/v3/gists/b": JSON.stringify({ files: filesOf(texts) }),
  });
  expect((await failureOf(() => readGist(gist, setting))).code).toBe("publish/digest-mismatch");
  expect((await failureOf(() => readGist({ ...gist, id: "b" }, setting, [other]))).code).toBe(
    "publish/digest-mismatch",
  );
});
