import { expect, it } from "vitest";
import { parseGitHubHost } from "../../src/host/github-host.ts";

it.each([
  ["https://api.github.com/", "https://github.com", true, false],
  ["https://api.acme.ghe.com", "https://acme.ghe.com", true, false],
  ["https://git.acme.example/api/v3/", "https://git.acme.example", false, false],
  ["http://127.0.0.1:4000/api/v3", "http://127.0.0.1:4000", false, true],
])("%s is the API of %s", (apiUrl, webUrl, isCloud, isLocal) => {
  expect(parseGitHubHost(apiUrl)).toMatchObject({ webUrl, isCloud, isLocal });
});

it.each([
  "http://git.acme.example/api/v3",
  "https://git.acme.example",
  "https://a:b@git.acme.example/api/v3",
  "api.github.com",
  "",
])("refuses %j", (apiUrl) => {
  expect(() => parseGitHubHost(apiUrl)).toThrow("--api-url: expected the root of a GitHub API over https");
});
