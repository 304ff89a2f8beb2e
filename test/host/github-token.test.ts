import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseGitHubHost } from "../../src/host/github-host.ts";
import { readToken } from "../../src/host/github-token.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const cloud = parseGitHubHost("https://api.github.com");
const server = parseGitHubHost("https://git.example.org/api/v3");
const { signal } = new AbortController();

/** An environment in which `gh` is this shell script, and nothing else is. */
async function withGh(script: string): Promise<{ readonly PATH: string }> {
  const bin = await makeFolder({ gh: `#!/bin/sh\n${script}\n` });
  await chmod(join(bin, "gh"), 0o755);
  return { PATH: bin };
}

it("takes the token of the environment that gh would take for the host, and never asks gh then", async () => {
  const gh = await withGh("echo of-gh");
  const env = { ...gh, GH_TOKEN: " one \n", GITHUB_TOKEN: "two", GH_ENTERPRISE_TOKEN: "three" };
  const read = async (...args: Parameters<typeof readToken>) => {
    const token = await readToken(...args);
    return [token.reveal(), token.source];
  };
  expect(await read(cloud, { env, signal })).toEqual(["one", "GH_TOKEN"]);
  expect(await read(server, { env, signal })).toEqual(["three", "GH_ENTERPRISE_TOKEN"]);
  expect(await read(cloud, { env: { ...gh, GH_TOKEN: " " }, signal })).toEqual(["of-gh", "gh auth token"]);
});

it("asks gh for the token of that host", async () => {
  const env = await withGh('[ "$*" = "auth token --hostname git.example.org" ] && echo gho_token');
  const token = await readToken(server, { env, signal });
  expect([token.reveal(), token.source]).toEqual(["gho_token", "gh auth token"]);
});

it("says where it looked if there is none, and how to get one", async () => {
  const failure = async (env: Record<string, string>) => failureOf(() => readToken(cloud, { env, signal }));
  expect(await failure({ PATH: await makeFolder() })).toEqual({
    code: "environment/no-token",
    message:
      "expected a token for github.com in GH_TOKEN or GITHUB_TOKEN, found none, and gh is not installed",
    hint: "Run `gh auth login --hostname github.com`, or set GH_TOKEN to a token with the scopes public_repo and gist.",
  });
  const loggedOut = await failure(await withGh('echo "no oauth token" >&2; exit 1'));
  expect(loggedOut.message).toMatch(/gh auth token has none for github\.com$/);
});

it("refuses a token that could end a header, without showing it", async () => {
  const { message } = await failureOf(() => readToken(cloud, { env: { GH_TOKEN: "se\r\ncret: x" }, signal }));
  expect(message).toBe("GH_TOKEN: expected a token of visible characters, found others");
});
