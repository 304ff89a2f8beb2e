import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { parseGitHubHost } from "../../src/host/github-host.ts";
import { formatChecksums, sha256 } from "../../src/publish/checksums.ts";
import { findSource, makeZip, readSource } from "../../src/publish/index.ts";
import {
  exactBlock,
  formatFilesMarker,
  formatMarker,
  formatPatchMarker,
} from "../../src/publish/post-marker.ts";
import { outputFiles } from "../helpers/evidence.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { postedMarker, postedSeries, seriesBytes, serveSources } from "../helpers/source-web.ts";
import { serveWeb } from "../helpers/web.ts";

const { folder, base, digest } = postedSeries;
const marker = postedMarker;

async function bundleZip(): Promise<Buffer> {
  const files = seriesBytes();
  files.set("SHA256SUMS", Buffer.from(formatChecksums(files)));
  return makeZip(new Map([...files].map(([path, bytes]) => [`patchkit-v1.10.12/${path}`, bytes])));
}

function postedText(): string {
  const patches = [1, 2].map((at) => {
    const path = formatPatchMarker(`${folder}/000${at}-subject-${at}.patch`);
    return `${path}\n\n${exactBlock(`patch ${at}\n`, "diff")}`;
  });
  return [marker, ...patches].join("\n\n");
}

/** Reads what a URL of a GitHub leads to, which answers these paths. */
async function github(answers: Parameters<typeof serveSources>[0]) {
  const { web, host, setting } = await serveSources(answers);
  return { web, read: (path: string) => readSource(findSource(`${web.origin}${path}`, host), setting) };
}

const whole = [expect.objectContaining({ folder, base, digest, isWhole: true })];

describe("readSource", () => {
  it("reads a zip and a folder on disk, and a post's text in a file", async () => {
    const dir = await makeFolder({ "post.md": postedText() });
    await writeFile(`${dir}/b.zip`, await bundleZip());
    await mkdir(`${dir}/out`);
    const setting = {
      host: parseGitHubHost("https://api.github.com"),
      token: undefined,
      signal: new AbortController().signal,
      tempDir: tmpdir(),
    };
    const read = (path: string) => readSource({ kind: "path", path }, setting);
    expect(await read(`${dir}/b.zip`)).toEqual(whole);
    expect(await read(await makeFolder(outputFiles({})))).toEqual(whole);
    expect(await read(`${dir}/post.md`)).toEqual([
      expect.objectContaining({ folder, digest, isWhole: false }),
    ]);
    expect((await failureOf(() => read(`${dir}/none`))).code).toBe("usage/bad-argument");
    expect((await failureOf(() => read(`${dir}/out`))).code).toBe("publish/not-a-bundle");
  });

  it("reads a file by its URL, without a token", async () => {
    const { web, read } = await github({ "/x.zip": await bundleZip() });
    expect(await read("/x.zip")).toEqual(whole);
    expect(web.asked[0]?.headers.authorization).toBeUndefined();
  });

  it("reads the bundle that is attached to a comment; the token goes to the API alone", async () => {
    const body = `${marker}\n[patchkit.zip](ORIGIN/user-attachments/files/1/patchkit.zip)`;
    const { web, read } = await github({
      "/api/v3/repos/a/b/issues/comments/9": JSON.stringify({ body }),
      "/user-attachments/files/1/patchkit.zip": await bundleZip(),
    });
    expect(await read("/a/b/issues/7#issuecomment-9")).toEqual(whole);
    expect(web.asked.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ["/api/v3/repos/a/b/issues/comments/9", "Bearer ghp_secret"],
      ["/user-attachments/files/1/patchkit.zip", undefined],
    ]);
  });

  it("refuses an attached bundle with other patches than the comment says", async () => {
    const body = `${formatMarker({ folder, base, digest: sha256("x") })} ORIGIN/a.zip`;
    const { read } = await github({
      "/api/v3/repos/a/b/issues/7": JSON.stringify({ body }),
      "/a.zip": await bundleZip(),
    });
    expect((await failureOf(() => read("/a/b/issues/7"))).code).toBe("publish/digest-mismatch");
  });

  it("asks no other host for what a comment links, and takes the patches in it", async () => {
    const elsewhere = await serveWeb(() => ({ body: "x" }));
    const body = `${elsewhere.origin}/a.zip\n\n${postedText()}`;
    const { read } = await github({ "/api/v3/repos/a/b/issues/7": JSON.stringify({ body }) });
    expect(await read("/a/b/pull/7")).toEqual([expect.objectContaining({ folder, digest, isWhole: false })]);
    expect(elsewhere.asked).toEqual([]);
  });

  it("reads a comment on a discussion, and the text of the discussion itself", async () => {
    const nodes = [{ databaseId: 9, body: postedText(), replies: { nodes: [] } }];
    const comments = { nodes, pageInfo: { hasNextPage: false, endCursor: null } };
    const answer = { data: { repository: { discussion: { body: "none", comments } } } };
    const { read } = await github({ "/api/graphql": JSON.stringify(answer) });
    expect(await read("/a/b/discussions/7#discussioncomment-9")).toHaveLength(1);
    expect((await failureOf(() => read("/a/b/discussions/7"))).code).toBe("publish/not-a-bundle");
  });

  it("reads the gist or the commit that a comment names for its files, and no place elsewhere", async () => {
    const sha = "a".repeat(40);
    const files = seriesBytes();
    files.set("manifest.json", Buffer.from("{}"));
    const zip = await makeZip(
      new Map([...files].map(([path, bytes]) => [`jane-tool-aaaaaaa/${path}`, bytes])),
    );
    const bodyOf = (url: string, own = marker) =>
      JSON.stringify({ body: `${own}\n${formatFilesMarker(url)}` });
    const { read } = await github({
      "/api/v3/repos/a/b/issues/1": bodyOf(`ORIGIN/jane/tool/tree/${sha}`),
      "/api/v3/repos/a/b/issues/2": bodyOf("https://elsewhere.example/jane/tool/tree/main"),
      "/api/v3/repos/a/b/issues/3": bodyOf(
        `ORIGIN/jane/tool/tree/${sha}`,
        formatMarker({ folder, base, digest: sha256("x") }),
      ),
      [`/api/v3/repos/jane/tool/zipball/${sha}`]: { status: 302, headers: { location: "/_codeload/x" } },
      "/_codeload/x": zip,
    });
    expect(await read("/a/b/issues/1")).toEqual(whole);
    expect(await read(`/jane/tool/tree/${sha}`)).toEqual(whole);
    expect((await failureOf(() => read("/a/b/issues/2"))).code).toBe("publish/not-a-bundle");
    expect((await failureOf(() => read("/a/b/issues/3"))).code).toBe("publish/digest-mismatch");
  });
});
