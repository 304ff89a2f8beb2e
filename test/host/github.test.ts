import { expect, it } from "vitest";
import { openGitHub } from "../../src/host/github.ts";
import { parseGitHubHost } from "../../src/host/github-host.ts";
import { makeSecret } from "../../src/host/secret.ts";
import { serveWeb } from "../helpers/web.ts";

it("sends nothing when it is opened, and then the token in a header alone", async () => {
  const web = await serveWeb(() => ({
    status: 404,
    headers: { "content-type": "application/json" },
    body: '{"message":"Not Found"}',
  }));
  const github = openGitHub({
    host: parseGitHubHost(`${web.origin}/api/v3`),
    token: makeSecret("ghp_secret", "GH_TOKEN"),
    signal: new AbortController().signal,
    userAgent: "tests",
  });
  expect([github.webUrl, web.asked]).toEqual([web.origin, []]);
  await expect(github.readAccount([])).rejects.toThrow();
  expect(web.asked.map(({ path, headers }) => [path, headers.authorization])).toEqual([
    ["/api/v3/user", "token ghp_secret"],
  ]);
});
