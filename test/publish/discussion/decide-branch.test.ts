import { expect, it } from "vitest";
import type { HostedRepository } from "../../../src/host/github-repositories.ts";
import { formatComment } from "../../../src/publish/comment-record.ts";
import { decideBranch } from "../../../src/publish/discussion/decide-branch.ts";
import { formatFilesMarker } from "../../../src/publish/post-marker.ts";
import { failureOf } from "../../helpers/failure.ts";

const webUrl = "https://github.com";
const [sha = "", former = "", strange = ""] = ["a", "b", "c"].map((digit) => digit.repeat(40));

function hosted(fullName: string, parent: string | null): HostedRepository {
  const cloneUrl = `${webUrl}/${fullName}.git`;
  return { fullName, defaultBranch: "main", parent, source: parent, cloneUrl, maySetLabels: false };
}

const upstream = hosted("project/tool", null);
const fork = hosted("jane/tool", "project/tool");

/** GitHub with these repositories and comments, and the branch of the fork at a commit. */
function githubWith({
  all = [upstream, fork],
  tip,
  comments = [],
}: {
  readonly all?: readonly HostedRepository[];
  readonly tip?: string;
  readonly comments?: readonly (readonly [author: string, body: string])[];
} = {}) {
  return {
    webUrl,
    findRepository: async (name: string) => all.find(({ fullName }) => fullName === name),
    listOwnForks: async () => [],
    findBranch: async () => tip,
    listComments: async () => comments.map(([author, body]) => ({ id: "1", author, body, url: "u" })),
  };
}

function branchFor(
  github: ReturnType<typeof githubWith>,
  changed: { readonly fork?: string; readonly branch?: string } = {},
  repository = "project/tool",
) {
  const post = {
    thread: { kind: "issue", repository, number: 7 } as const,
    url: `${webUrl}/${repository}/issues/7`,
    login: "jane",
    seriesTexts: new Map([["v1/x", new Map([["series", "1\n"]])]]),
  };
  const wish = { kind: "branch", fork: undefined, branch: undefined, manifest: "{}", ...changed } as const;
  return decideBranch(github, post, { ...wish, commit: async () => sha });
}

const posted = (at: string) =>
  formatComment(`Words.\n${formatFilesMarker(`${webUrl}/jane/tool/tree/${at}`)}`, "comment");

it("puts the files on a branch named for the thread, in a fork that is there or made first", async () => {
  expect(await branchFor(githubWith())).toEqual({
    kind: "branch",
    fork: null,
    repository: "jane/tool",
    branch: "patchkit/series/project-tool-7",
    sha,
    expected: null,
    message: `Add the patch series of ${webUrl}/project/tool/issues/7`,
    files: { "v1/x/series": "1\n", "manifest.json": "{}" },
  });
  expect(await branchFor(githubWith({ all: [upstream] }), { branch: "mine" })).toMatchObject({
    fork: { of: "project/tool", name: "tool" },
    repository: "jane/tool",
    branch: "mine",
  });
});

it("takes the account's own repository as it is, which nobody can fork into the same account", async () => {
  const github = githubWith({ all: [hosted("jane/own", null)] });
  expect(await branchFor(github, {}, "jane/own")).toMatchObject({ fork: null, repository: "jane/own" });
});

it("refuses a named repository that is no fork", async () => {
  const { code } = await failureOf(() => branchFor(githubWith(), { fork: "org/gone" }));
  expect(code).toBe("publish/not-a-fork");
});

it("moves a branch that is where an own comment says, or where it should be, and no other", async () => {
  const own = [["jane", posted(former)]] as const;
  expect(await branchFor(githubWith({ tip: former, comments: own }))).toMatchObject({ expected: former });
  expect(await branchFor(githubWith({ tip: sha }))).toMatchObject({ expected: sha });
  const moved = (github: ReturnType<typeof githubWith>) => failureOf(() => branchFor(github));
  expect((await moved(githubWith({ tip: strange, comments: own }))).code).toBe("publish/branch-moved");
  const others = [["mallory", posted(strange)]] as const;
  expect((await moved(githubWith({ tip: strange, comments: others }))).message).toContain("cccccccccccc");
});
