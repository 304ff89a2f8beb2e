import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { programFolder, temporaryFolder } from "../helpers/clone-program.ts";
import { makeFolder } from "../helpers/folder.ts";
import type { GitHubStandIn } from "../helpers/github/serve-github.ts";
import { type Account, talkOf } from "../helpers/github/state.ts";
import {
  author,
  callOf,
  makePullSetting,
  newest,
  type PullSetting,
  servePulls,
} from "../helpers/pull-setting.ts";

const folder = temporaryFolder();
let setting: PullSetting;

beforeAll(async () => {
  setting = await makePullSetting(folder);
});

/** Runs `pr`; its process, and how it ends. */
function start(github: GitHubStandIn, account: Account, temp: string) {
  const { common, env } = callOf(setting, github, account);
  const chosen = ["--ref", newest, "--variant", "flag-gate", "--upstream", "project/tool", "--unverified"];
  const main = join(programFolder, "dist", "bin", "cilium-patchkit.js");
  const args = [main, "pr", ...common, ...chosen, "--identity", author, "--yes"];
  const child = spawn(process.execPath, args, { cwd: tmpdir(), env: { ...env, TMPDIR: temp } });
  let output = "";
  child.stdout.on("data", (text: Buffer) => (output += text.toString()));
  child.stderr.on("data", (text: Buffer) => (output += text.toString()));
  return { child, ended: once(child, "close").then(([code]) => ({ code, output })) };
}

/** Command lines of all processes in which a text is. */
function commandLinesWith(text: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8");
      } catch {
        return "";
      }
    })
    .filter((line) => line.includes(text));
}

/** Files below some folders in which a text is. */
function filesWith(text: string, folders: readonly string[]): string[] {
  return folders.flatMap((one) =>
    readdirSync(one, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => readFileSync(path).includes(text)),
  );
}

it("pr shows its token to nobody, and killed after any request, goes on to one pull request", async () => {
  const clean = await servePulls(setting, join(await makeFolder(), "served"));
  const shown: string[] = [];
  const temp = await makeFolder();
  const places = [temp, setting.out, setting.clone, setting.folder];
  clean.github.onCarriedOut = () => {
    shown.push(...commandLinesWith(clean.account.token), ...filesWith(clean.account.token, [temp]));
  };
  const whole = await start(clean.github, clean.account, temp).ended;
  expect(whole).toMatchObject({ code: 0 });
  const { token } = clean.account;
  for (const form of [token, Buffer.from(`x-access-token:${token}`).toString("base64")]) {
    expect(whole.output).not.toContain(form);
    expect(filesWith(form, places)).toEqual([]);
  }
  expect(shown).toEqual([]);
  const expected = talkOf(clean.github.state, clean.upstream).pulls.map(({ body }) => body);
  const count = clean.github.requests.length;
  expect(count).toBeGreaterThan(8);

  let before: string | undefined;
  let restarted = 0;
  for (let at = 1; at <= count; at++) {
    const { github, account, upstream } = await servePulls(setting, join(await makeFolder(), "served"));
    const { child, ended } = start(github, account, temp);
    let carriedOut = 0;
    github.onCarriedOut = async () => {
      if (++carriedOut !== at) return;
      child.kill("SIGKILL");
      await ended;
    };
    expect([at, (await ended).code]).toEqual([at, null]);
    // A request that only reads leaves what the request before it left.
    const left = JSON.stringify([
      github.state.repositories.length,
      talkOf(github.state, upstream),
      github.bare.branches("jane/tool"),
    ]);
    if (left === before) continue;
    before = left;
    restarted += 1;
    const again = await start(github, account, temp).ended;
    const { pulls } = talkOf(github.state, upstream);
    expect([at, again.code, pulls.map(({ body }) => body)]).toEqual([at, 0, expected]);
    expect(github.bare.branches("jane/tool").filter((name) => name.startsWith("patchkit/"))).toHaveLength(1);
    expect(github.state.repositories).toHaveLength(2);
  }
  // Nothing, the fork, the branch, the pull request.
  expect(restarted).toBe(4);
});
