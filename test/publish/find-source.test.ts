import { describe, expect, it } from "vitest";
import { parseGitHubHost } from "../../src/host/github-host.ts";
import { findSource } from "../../src/publish/find-source.ts";
import { failureOf } from "../helpers/failure.ts";

const cloud = parseGitHubHost("https://api.github.com");
const server = parseGitHubHost("https://ghe.example/api/v3");
const id = "0123456789abcdef0123456789abcdef";
const post = { repository: "cilium/cilium", number: 7 };

describe("findSource", () => {
  it.each([
    ["a/b.zip", { kind: "path", path: "a/b.zip" }],
    ["https://github.com/cilium/cilium/issues/7", { kind: "issue", ...post, comment: undefined }],
    ["https://github.com/cilium/cilium/pull/7#issuecomment-9", { kind: "issue", ...post, comment: "9" }],
    ["https://github.com/cilium/cilium/discussions/7", { kind: "discussion", ...post, comment: undefined }],
    [
      "https://github.com/cilium/cilium/discussions/7#discussioncomment-9",
      { kind: "discussion", ...post, comment: "9" },
    ],
    [`https://gist.github.com/me/${id}`, { kind: "gist", id, revision: undefined }],
    [`https://gist.github.com/${id}.git`, { kind: "gist", id, revision: undefined }],
    [`https://gist.github.com/me/${id}/${"a".repeat(40)}`, { kind: "gist", id, revision: "a".repeat(40) }],
    [
      `https://github.com/jane/tool/tree/${"a".repeat(40)}`,
      { kind: "tree", repository: "jane/tool", ref: "a".repeat(40) },
    ],
    [
      "https://github.com/jane/tool/tree/patchkit/series/x-7/",
      { kind: "tree", repository: "jane/tool", ref: "patchkit/series/x-7" },
    ],
    [
      "https://github.com/jane/tool/tree/a/..b",
      { kind: "file", url: "https://github.com/jane/tool/tree/a/..b" },
    ],
    [
      "https://github.com/jane/tool/tree/%E0%A4%A",
      { kind: "file", url: "https://github.com/jane/tool/tree/%E0%A4%A" },
    ],
    ["https://example.org/x.zip", { kind: "file", url: "https://example.org/x.zip" }],
    [
      "https://github.com/user-attachments/files/1/x.zip",
      { kind: "file", url: "https://github.com/user-attachments/files/1/x.zip" },
    ],
  ])("knows %s", (given, expected) => {
    expect(findSource(given, cloud)).toEqual(expected);
  });

  it("knows an enterprise server's gists and posts, and no others", () => {
    expect(findSource(`https://ghe.example/gist/me/${id}`, server)).toMatchObject({ kind: "gist", id });
    expect(findSource("https://ghe.example/a/b/issues/1", server)).toMatchObject({ kind: "issue" });
    expect(findSource("https://github.com/a/b/issues/1", server)).toMatchObject({ kind: "file" });
  });

  it.each([
    "http://example.org/x.zip",
    "file:///etc/passwd",
    "https://me:secret@example.org/x.zip",
    "ftp://a/b",
  ])("refuses %s", async (given) => {
    expect((await failureOf(() => findSource(given, cloud))).code).toBe("usage/bad-argument");
  });
});
