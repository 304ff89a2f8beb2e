import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { variants } from "../helpers/clone.ts";
import { patchkit, type Run, temporaryFolder } from "../helpers/clone-program.ts";
import { makeFolder } from "../helpers/folder.ts";
import { addThread } from "../helpers/github/people.ts";
import type { Thread } from "../helpers/github/state.ts";
import { callOf, makePullSetting, newest, type PullSetting, servePulls } from "../helpers/pull-setting.ts";

const folder = temporaryFolder();
let setting: PullSetting;

beforeAll(async () => {
  setting = await makePullSetting(folder);
});

async function open(kind: Thread["kind"]) {
  const served = await servePulls(setting, join(await makeFolder(), "served"));
  const { github, account, upstream } = served;
  const thread = addThread(github, upstream, kind, "routes to nodes that share a subnet");
  const url = `${github.url}/project/tool/${kind}s/${thread.number}`;
  const { common, env } = callOf(setting, github, account);
  const discuss = (args: readonly string[] = ["--yes"]): Promise<Run> =>
    patchkit(["discuss", url, ...common.slice(2), "--ref", newest, "--unverified", ...args], { env });
  return { ...served, thread, discuss, env };
}

it.each(["discussion", "issue"] as const)(
  "posts one comment on a %s, with a gist, and edits it on the next run",
  async (kind) => {
    const { github, thread, discuss } = await open(kind);
    const first = await discuss();
    expect([first.code, first.stdout]).toEqual([
      0,
      expect.stringMatching(/^gist {2}made .*\ncomment {2}made /),
    ]);
    const [gist] = github.state.gists;
    const [comment] = thread.comments;
    expect(comment?.body).toContain(
      `npx cilium-patchkit fetch ${github.url}/gist/jane/${gist?.id} --api-url `,
    );
    expect([...(gist?.files.keys() ?? [])]).toContain(`${newest}~flag-gate~series.json`);
    const before = comment?.body;
    expect((await discuss()).stdout).toMatch(/^gist {2}already .*\ncomment {2}already /);
    await discuss(["--yes", "--variant", "flag-gate"]);
    expect([thread.comments.length, github.state.gists.length]).toEqual([1, 1]);
    expect(thread.comments[0]?.body).not.toBe(before);
    expect([...(gist?.files.keys() ?? [])].filter((name) => !name.includes("~flag-gate~"))).toEqual([]);
  },
);

it("leaves a comment alone that a person has edited, and says so", async () => {
  const { thread, discuss } = await open("issue");
  await discuss();
  const [comment] = thread.comments;
  if (!comment) throw new Error("there is no comment");
  comment.body = comment.body.replace("###", "My words.\n\n###");
  const edited = comment.body;
  const { code, stdout } = await discuss(["--yes", "--variant", "flag-gate"]);
  expect([code, stdout, thread.comments[0]?.body]).toEqual([
    1,
    expect.stringMatching(/comment {2}kept/),
    edited,
  ]);
});

it("does not post twice where an answer was lost, nor where the server broke down, and says how to go on", async () => {
  const { github, thread, discuss } = await open("issue");
  github.faults.push({ on: /^POST .*\/comments$/, fault: { kind: "status", status: 502 }, times: 9 });
  const broken = await discuss();
  expect([broken.code, broken.stdout]).toEqual([
    2,
    expect.stringMatching(
      /^gist {2}made .*\nfailed {2}environment\/github-unreachable: .*\n {2}Run the same command again: .*\nnot done: the comment\n$/,
    ),
  ]);
  github.faults.length = 0;
  github.state.gists.length = 0;
  github.faults.push({ on: /^POST \/gists$/, fault: { kind: "drop-after" }, times: 1 });
  github.faults.push({ on: /^POST .*\/comments$/, fault: { kind: "drop-after" }, times: 1 });
  expect((await discuss()).code).toBe(0);
  expect([thread.comments.length, github.state.gists.length]).toEqual([1, 1]);
});

it("shows the text and posts nothing without a yes, and names a scope that is missing", async () => {
  const { account, thread, github, discuss } = await open("issue");
  const { code, stderr } = await discuss([]);
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/one comment of \d+ characters[\s\S]*usage\/not-confirmed/),
  ]);
  account.scopes = ["public_repo"];
  const lacking = await discuss();
  expect([lacking.code, lacking.stderr]).toEqual([2, expect.stringContaining("lacks the scope gist")]);
  thread.locked = true;
  account.scopes = ["public_repo", "gist"];
  expect((await discuss()).stderr).toContain("publish/thread-locked");
  expect([thread.comments.length, github.state.gists.length]).toEqual([0, 0]);
});

it("puts the patches on a branch of a fork that it makes, and moves it on the next run", async () => {
  const { github, thread, discuss } = await open("issue");
  const via = ["--yes", "--via", "branch"];
  const branch = `patchkit/series/project-tool-${thread.number}`;
  const first = await discuss(via);
  expect([first.code, first.stdout]).toEqual([
    0,
    expect.stringMatching(/^fork {2}made .*\nbranch {2}made .*\ncomment {2}made /),
  ]);
  const tip = github.bare.tip("jane/tool", branch);
  expect(thread.comments[0]?.body).toContain(
    `fetch ${github.url}/jane/tool/tree/${tip} --api-url ${github.apiUrl}\n`,
  );
  expect((await discuss(via)).stdout).toMatch(/^branch {2}already .*\ncomment {2}already /);
  const chosen = await discuss([...via, "--variant", "flag-gate"]);
  expect(chosen.stdout).toMatch(/^branch {2}updated .*\ncomment {2}updated /);
  expect([thread.comments.length, github.state.gists.length]).toEqual([1, 0]);
  expect(github.bare.tip("jane/tool", branch)).not.toBe(tip);
  github.bare.move("jane/tool", branch, tip);
  const other = await discuss(via.slice(1).concat("--dry-run", "--branch", "main"));
  expect([other.code, other.stderr]).toEqual([1, expect.stringContaining("publish/branch-moved")]);
  expect((await discuss(["--yes", "--branch", "x"])).stderr).toContain(
    "--branch has no effect without --via branch",
  );
});

it.each([
  ["issue", "gist", "issuecomment"],
  ["discussion", "branch", "discussioncomment"],
] as const)(
  "posts on a %s, with a %s, what fetch gets back to the byte: from the post, and with the post's own line",
  async (kind, via, mark) => {
    const { github, thread, discuss, env } = await open(kind);
    expect(await discuss(["--yes", "--via", via])).toMatchObject({ code: 0 });
    const to = await makeFolder();
    const url = `${github.url}/project/tool/${kind}s/${thread.number}#${mark}-${thread.comments[0]?.id}`;
    const fetched = await patchkit(["fetch", url, "--api-url", github.apiUrl, "--to", to], { env });
    expect([fetched.code, fetched.stderr]).toEqual([0, ""]);
    const [, line = ""] = /^npx cilium-patchkit (fetch .*)$/m.exec(thread.comments[0]?.body ?? "") ?? [];
    const own = await patchkit([...line.split(" "), "--to", to], { env });
    expect([own.code, own.stdout.match(/, already there/g)?.length]).toEqual([0, variants.length]);
    for (const variant of variants) {
      const folder = join(newest, variant);
      const names = (await readdir(join(setting.out, folder))).sort();
      expect((await readdir(join(to, folder))).sort()).toEqual(names);
      for (const name of names)
        expect(await readFile(join(to, folder, name))).toEqual(
          await readFile(join(setting.out, folder, name)),
        );
    }
  },
);
