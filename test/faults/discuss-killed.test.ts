import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { programFolder, temporaryFolder } from "../helpers/clone-program.ts";
import { makeFolder } from "../helpers/folder.ts";
import { addThread } from "../helpers/github/people.ts";
import type { GitHubStandIn } from "../helpers/github/serve-github.ts";
import { callOf, makePullSetting, newest, type PullSetting, servePulls } from "../helpers/pull-setting.ts";

const folder = temporaryFolder();
let setting: PullSetting;

beforeAll(async () => {
  setting = await makePullSetting(folder);
});

/** A thread, and `discuss` on it. */
async function open(via: "gist" | "branch") {
  const { github, account, upstream } = await servePulls(setting, join(await makeFolder(), "served"));
  const thread = addThread(github, upstream, "issue", "routes to nodes that share a subnet");
  const { common, env } = callOf(setting, github, account);
  const url = `${github.url}/project/tool/issues/${thread.number}`;
  const main = join(programFolder, "dist", "bin", "cilium-patchkit.js");
  const chosen = ["--ref", newest, "--variant", "flag-gate", "--unverified", "--via", via];
  const args = [main, "discuss", url, ...common.slice(2), ...chosen, "--yes"];
  const start = () => {
    const child = spawn(process.execPath, args, { cwd: tmpdir(), env, stdio: "ignore" });
    return { child, ended: once(child, "close").then(([code]) => code) };
  };
  const state = () => ({
    // The record is of a text with this server's address.
    comments: thread.comments.map(({ body }) =>
      body.replaceAll(github.url, "").replace(/patchkit:comment \w+/, ""),
    ),
    gists: github.state.gists.map(({ files }) => [...files]),
    branches: github.bare
      .branches("jane/tool")
      .map((branch) => [branch, github.bare.tip("jane/tool", branch)])
      .filter(([branch]) => branch !== "main"),
  });
  return { github, start, state };
}

/** Kills a run when a request was carried out, before its answer is sent. */
function killAfter(github: GitHubStandIn, at: number, { child, ended }: ReturnType<Start>) {
  let carriedOut = 0;
  github.onCarriedOut = async () => {
    if (++carriedOut !== at) return;
    child.kill("SIGKILL");
    await ended;
  };
}

type Start = Awaited<ReturnType<typeof open>>["start"];

it.each([
  ["gist", "one gist", 1, 0],
  ["branch", "one branch", 0, 1],
] as const)(
  "discuss via a %s, killed after any request, goes on to one comment and %s",
  async (via, _, gists, branches) => {
    const clean = await open(via);
    expect(await clean.start().ended).toBe(0);
    const expected = clean.state();
    expect([expected.comments.length, expected.gists.length, expected.branches.length]).toEqual([
      1,
      gists,
      branches,
    ]);
    const count = clean.github.requests.length;
    expect(count).toBeGreaterThan(5);

    for (let at = 1; at <= count; at++) {
      const { github, start, state } = await open(via);
      const run = start();
      killAfter(github, at, run);
      expect([at, await run.ended]).toEqual([at, null]);
      // The message of the commit names the thread at this server, and so does its sha.
      expect([at, await start().ended, withoutShas(state())]).toEqual([at, 0, withoutShas(expected)]);
    }
  },
);

function withoutShas<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replace(/\b[0-9a-f]{40}\b/g, "SHA"));
}
