import { expect, it } from "vitest";
import { openOwnGitHub } from "../../src/cli/open-github.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { silentPrinter } from "../helpers/printer.ts";

const { signal } = new AbortController();

async function open(apiUrl: string, env: Readonly<Record<string, string>>) {
  const folder = await makeFolder();
  return openOwnGitHub(
    { env: { PATH: folder, ...env }, cwd: folder, signal },
    silentPrinter().printer,
    apiUrl,
  );
}

it("opens the GitHub of the URL with the token for it", async () => {
  const env = { GH_TOKEN: "of-cloud", GH_ENTERPRISE_TOKEN: "of-server" };
  const server = await open("https://git.example.org/api/v3/", env);
  expect([server.host.apiUrl, server.token.reveal()]).toEqual([
    "https://git.example.org/api/v3",
    "of-server",
  ]);
  const cloud = await open("https://api.github.com", env);
  expect([cloud.host.webUrl, cloud.token.reveal()]).toEqual(["https://github.com", "of-cloud"]);
});

it("refuses a URL before it looks for a token, and opens nothing without one", async () => {
  expect((await failureOf(() => open("http://git.example.org/api/v3", {}))).code).toBe("usage/bad-argument");
  expect((await failureOf(() => open("https://api.github.com", {}))).code).toBe("environment/no-token");
});
