import { join } from "node:path";
import { expect, it } from "vitest";
import { PatchkitError } from "../../../src/errors.ts";
import { makeFileCommit } from "../../../src/host/file-commit.ts";
import { openGit } from "../../../src/host/git.ts";
import type { DiscussPlan } from "../../../src/publish/discussion/discuss-plan.ts";
import { performDiscuss } from "../../../src/publish/discussion/perform.ts";
import { makeFolder } from "../../helpers/folder.ts";
import { breakNext, lastingFaults } from "../../helpers/github/faults.ts";
import { gitHubOf, pusherOf } from "../../helpers/github/open-stand-in.ts";
import { addAccount, addRepository, addThread } from "../../helpers/github/people.ts";
import { serveGitHub } from "../../helpers/github/serve-github.ts";
import type { Thread } from "../../helpers/github/state.ts";
import { makeWish } from "../../helpers/pull-wish.ts";

const gist = {
  kind: "gist",
  description: "series for it",
  files: { "a.patch": "one\n", series: "a.patch\n" },
} as const;

/** A thread without comments, and a plan for it. */
async function serve(kind: Thread["kind"]) {
  const folder = await makeFolder();
  const github = await serveGitHub(join(folder, "served"));
  const account = addAccount(github, "jane");
  const { dir } = makeWish(folder);
  const thread = addThread(github, addRepository(github, "project/tool", dir), kind, "routes");
  const plan: DiscussPlan = {
    schema: 1,
    kind: "discuss",
    apiUrl: github.apiUrl,
    login: "jane",
    thread: { kind, repository: "project/tool", number: thread.number },
    title: "routes",
    carrier: gist,
    text: "Get it from {{gist}}.",
    cut: [],
  };
  const run = (changed: Partial<DiscussPlan> = {}, gitDir = "") =>
    performDiscuss(
      { ...plan, ...changed },
      {
        github: gitHubOf(github, account),
        forks: { pusher: pusherOf(github, account, gitDir), sleep: async () => {} },
      },
    );
  return { github, thread, plan, run, folder };
}

/** A branch of a fork that is to be made, and the repository that has its commit. */
async function branchOf(text: string, temp: string, expected: string | null = null) {
  const git = openGit({ env: process.env, signal: new AbortController().signal });
  const files = { "v1/x/series": text };
  const { sha, gitDir } = await makeFileCommit(git, new Map(Object.entries(files)), "Add it", temp);
  const fork = { of: "project/tool", name: "tool" };
  const branch = "patchkit/series/project-tool-1";
  const place = { fork, repository: "jane/tool", branch, expected };
  return { gitDir, carrier: { kind: "branch", ...place, sha, message: "Add it", files } as const };
}

const cases = (["issue", "discussion"] as const).flatMap((kind) =>
  lastingFaults.map(([words, fault, code]) => [kind, words, fault, code] as const),
);

it.each(cases)(
  "ends with one gist and one comment on a %s, whichever request fails because %s, and says how far it came",
  async (kind, _, fault, code) => {
    const { github, thread, run } = await serve(kind);
    const broken = new Set<string>();
    for (;;) {
      const before = broken.size;
      github.faults.splice(0, 1, breakNext(broken, fault));
      const { done, left, failure } = await run();
      if (broken.size === before) break;
      expect(failure instanceof PatchkitError && failure.code).toBe(code);
      expect([...done.map((one) => one.kind), ...left]).toEqual(["gist", "comment"]);
    }
    expect(broken.size).toBeGreaterThan(4);
    const [made] = github.state.gists;
    const text = `Get it from ${github.url}/gist/jane/${made?.id}.`;
    expect(github.state.gists).toHaveLength(1);
    expect(thread.comments.map(({ body }) => body.split("\n")[0])).toEqual([text]);
  },
);

it.each(lastingFaults)(
  "ends with one fork, one branch and one comment, whichever request fails because %s",
  async (_, fault, code) => {
    const { github, thread, run, folder } = await serve("issue");
    const { carrier, gitDir } = await branchOf("one\n", folder);
    const broken = new Set<string>();
    for (;;) {
      const before = broken.size;
      github.faults.splice(0, 1, breakNext(broken, fault));
      const { done, left, failure } = await run({ carrier, text: "Get it." }, gitDir);
      if (broken.size === before) break;
      expect(failure instanceof PatchkitError && failure.code).toBe(code);
      expect([...done.map((one) => one.kind), ...left]).toEqual(["fork", "branch", "comment"]);
    }
    const push = "1 GET /jane/tool.git/info/refs?service=git-receive-pack";
    expect([...broken]).toEqual(expect.arrayContaining(["1 POST /repos/project/tool/forks", push]));
    expect(github.state.repositories).toHaveLength(2);
    expect(github.bare.branches("jane/tool")).toEqual(["main", carrier.branch]);
    expect(github.bare.tip("jane/tool", carrier.branch)).toBe(carrier.sha);
    expect(thread.comments.map(({ body }) => body.split("\n")[0])).toEqual(["Get it."]);
  },
);

it("moves its branch from where it was, and from nowhere else", async () => {
  const { github, run, folder } = await serve("issue");
  const first = await branchOf("one\n", folder);
  const outcomes = async ({ carrier, gitDir }: Awaited<ReturnType<typeof branchOf>>) => {
    const { done, failure } = await run({ carrier }, gitDir);
    return failure instanceof PatchkitError ? failure.code : done.map(({ outcome }) => outcome);
  };
  expect(await outcomes(first)).toEqual(["made", "made", "made"]);
  expect(await outcomes(first)).toEqual(["already", "already", "already"]);
  const second = await branchOf("two\n", folder, first.carrier.sha);
  expect(await outcomes(second)).toEqual(["already", "updated", "already"]);
  const main = github.bare.tip("jane/tool", "main") ?? "";
  github.bare.move("jane/tool", second.carrier.branch, main);
  expect(await outcomes(await branchOf("three\n", folder, second.carrier.sha))).toBe("publish/branch-moved");
  expect(github.bare.tip("jane/tool", second.carrier.branch)).toBe(main);
});

it("replaces what an earlier run posted, and leaves alone what a person changed", async () => {
  const { github, thread, run } = await serve("issue");
  await run();
  const carrier = { ...gist, files: { "a.patch": "two\n" } };
  const outcomes = async (changed: Partial<DiscussPlan>) =>
    (await run(changed)).done.map(({ outcome }) => outcome);
  expect(await outcomes({ carrier, text: "Other words." })).toEqual(["updated", "updated"]);
  expect([...(github.state.gists[0]?.files ?? [])]).toEqual([["a.patch", "two\n"]]);
  expect(await outcomes({ carrier, text: "Other words." })).toEqual(["already", "already"]);
  const [comment] = thread.comments;
  if (!comment) throw new Error("there is no comment");
  comment.body = comment.body.replace("Other", "My");
  expect(await outcomes({ carrier })).toEqual(["already", "kept"]);
  expect(comment.body).toMatch(/^My words\./);
});
