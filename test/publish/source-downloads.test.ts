import { describe, expect, it } from "vitest";
import { z } from "zod";
import { askGitHub, getArchive, getFile } from "../../src/publish/source-downloads.ts";
import { failureOf } from "../helpers/failure.ts";
import { serveSources } from "../helpers/source-web.ts";
import { serveWeb } from "../helpers/web.ts";

const away = { status: 302, headers: { location: "https://away.example/x" } };

describe("askGitHub", () => {
  const shape = z.object({ id: z.number() });

  it("gives what the API answers, asked with the token", async () => {
    const { web, setting } = await serveSources({ "/api/v3/thing": '{"id":1}' });
    expect(await askGitHub("/thing", shape, setting)).toEqual({ id: 1 });
    expect(web.asked[0]?.headers).toMatchObject({
      authorization: "Bearer ghp_secret",
      accept: "application/vnd.github+json",
    });
  });

  it("says so where the answer is another, and follows to no other host", async () => {
    const { setting } = await serveSources({
      "/api/v3/page": "<html>",
      "/api/v3/no-id": "{}",
      "/api/v3/away": away,
    });
    for (const [path, words] of [
      ["/page", "expected an answer of GitHub's API"],
      ["/no-id", "expected an answer of GitHub's API"],
      ["/none", "HTTP status 404"],
      ["/away", "https://away.example/x, which is not asked"],
    ] as const) {
      const { code, message } = await failureOf(() => askGitHub(path, shape, setting));
      expect([code, message]).toEqual(["environment/network", expect.stringContaining(words)]);
    }
  });
});

describe("getFile", () => {
  it("sends no token, and follows to no host but its own and those that GitHub keeps files on", async () => {
    const { web, setting } = await serveSources({ "/file": "text", "/away": away });
    expect((await getFile(`${web.origin}/file`, setting)).toString()).toBe("text");
    expect(web.asked[0]?.headers.authorization).toBeUndefined();
    const { message } = await failureOf(() => getFile(`${web.origin}/away`, setting));
    expect(message).toContain("https://away.example/x, which is not asked");
  });
});

describe("getArchive", () => {
  it("follows to the API's own host, and to no other", async () => {
    const elsewhere = await serveWeb(() => ({ body: "x" }));
    const { web, setting } = await serveSources({
      "/api/v3/repos/a/b/zipball/v1": { status: 302, headers: { location: "/_codeload/v1" } },
      "/_codeload/v1": "zip",
      "/api/v3/repos/a/b/zipball/v2": { status: 302, headers: { location: `${elsewhere.origin}/x` } },
    });
    expect((await getArchive("a/b", "v1", setting)).toString()).toBe("zip");
    expect(web.asked.map(({ path }) => path)).toEqual(["/api/v3/repos/a/b/zipball/v1", "/_codeload/v1"]);
    expect((await failureOf(() => getArchive("a/b", "v2", setting))).code).toBe("environment/network");
    expect(elsewhere.asked).toEqual([]);
  });
});
