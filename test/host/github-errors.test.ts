import { describe, expect, it } from "vitest";
import { PatchkitError } from "../../src/errors.ts";
import { asGitHubError, isUncertain, statusOf } from "../../src/host/github-errors.ts";
import { parseGitHubHost } from "../../src/host/github-host.ts";
import { makeSecret } from "../../src/host/secret.ts";

const host = parseGitHubHost("https://api.github.com");
const token = makeSecret("ghp_secret", "GH_TOKEN");

/** A failed request as octokit throws it. */
function failed(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  errors: readonly unknown[] = [],
  message = "Server Error - https://docs.github.com/rest",
): Error {
  return Object.assign(new Error(message), { status, response: { headers, data: { errors } } });
}

function told(cause: unknown): PatchkitError {
  const found = asGitHubError(cause, { host, token, doing: "open a pull request" });
  if (!(found instanceof PatchkitError)) throw new Error("expected a PatchkitError");
  return found;
}

describe("asGitHubError", () => {
  it.each([
    [401, {}, "environment/token-refused", "the token of GH_TOKEN is refused"],
    [502, {}, "environment/github-unreachable", "no answer: Server Error"],
    [422, {}, "environment/github-refused", "a refusal (422): Server Error"],
    [404, {}, "environment/github-refused", "a refusal (404): Server Error"],
    [
      403,
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1700000000" },
      "environment/rate-limited",
      "the hourly limit of requests reached until 2023-11-14T22:13:20.000Z",
    ],
    [
      429,
      { "retry-after": "60" },
      "environment/rate-limited",
      "the limit on requests in a short time reached for 60 seconds",
    ],
    [
      404,
      { "x-oauth-scopes": "read:user", "x-accepted-oauth-scopes": "public_repo, repo" },
      "environment/missing-scope",
      "the token of GH_TOKEN lacks the scope public_repo or repo",
    ],
    [
      403,
      { "x-accepted-github-permissions": "pull_requests=write" },
      "environment/missing-scope",
      "the token of GH_TOKEN lacks the scope pull_requests=write",
    ],
    [
      403,
      { "x-oauth-scopes": "repo", "x-accepted-oauth-scopes": "public_repo, repo" },
      "environment/github-refused",
      "a refusal (403): Server Error",
    ],
  ] as const)("of status %i with %o is %s", (status, headers, code, words) => {
    const error = told(failed(status, headers));
    expect([error.code, error.message]).toEqual([
      code,
      expect.stringMatching(/^github\.com: expected to open a pull request, found /),
    ]);
    expect(error.message).toContain(words);
  });

  it("says why values were refused, and never the token", () => {
    const reasons = [
      "said ghp_secret",
      { message: "it is closed" },
      { resource: "PullRequest", field: "head", code: "invalid" },
    ];
    expect(told(failed(422, {}, reasons)).message).toMatch(
      /Server Error; said [^;]*; it is closed; PullRequest head invalid$/,
    );
    expect(told(failed(422, {}, reasons)).message).not.toContain("ghp_secret");
  });

  it("tells a scope that GraphQL misses from its other refusals", () => {
    const graphql = (type: string, message: string) =>
      Object.assign(new Error(message), { name: "GraphqlResponseError", errors: [{ type, message }] });
    const scopes = "The 'addDiscussionComment' field requires one of: ['public_repo', 'repo']";
    expect(told(graphql("INSUFFICIENT_SCOPES", scopes))).toMatchObject({
      code: "environment/missing-scope",
      message: expect.stringMatching(/lacks the scope public_repo or repo$/),
      hint: expect.stringContaining("--scopes public_repo`"),
    });
    expect(told(graphql("NOT_FOUND", "No such discussion")).code).toBe("environment/github-refused");
  });

  it("leaves other errors as they are", () => {
    const other = new TypeError("a bug");
    expect(asGitHubError(other, { host, token, doing: "read" })).toBe(other);
    expect([statusOf(other), statusOf(failed(404))]).toEqual([undefined, 404]);
  });
});

it("takes only what broke down for uncertain", () => {
  expect([500, 503, 422, 401].map((status) => isUncertain(told(failed(status))))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(isUncertain(new Error("x"))).toBe(false);
});
