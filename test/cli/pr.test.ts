import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { patchkit, type Run, temporaryFolder } from "../helpers/clone-program.ts";
import { makeFolder } from "../helpers/folder.ts";
import type { GitHubStandIn } from "../helpers/github/serve-github.ts";
import { type Account, type Repository, talkOf } from "../helpers/github/state.ts";
import {
  author,
  callOf,
  makePullSetting,
  newest,
  old,
  type PullSetting,
  servePulls,
} from "../helpers/pull-setting.ts";

const folder = temporaryFolder();
let setting: PullSetting;
let github: GitHubStandIn;
let jane: Account;
let upstream: Repository;

beforeAll(async () => {
  setting = await makePullSetting(folder);
});

beforeEach(async () => {
  const served = await servePulls(setting, join(await makeFolder(), "served"));
  ({ github, upstream } = served);
  jane = served.account;
});

/** `pr` of one series, as a person would call it. */
function pr(args: readonly string[] = [], { ref = newest, variant = "flag-gate" } = {}): Promise<Run> {
  const { common, env } = callOf(setting, github, jane);
  const chosen = ["--ref", ref, "--variant", variant, "--upstream", "project/tool", "--unverified"];
  return patchkit(["pr", ...common, ...chosen, "--identity", author, ...args], { env });
}

const branch = `patchkit/flag-gate/${newest}`;
const pulls = () => talkOf(github.state, upstream).pulls;
const writes = () => github.requests.filter((name) => /^(POST|PATCH)/.test(name) && !/upload-pack/.test(name));

describe("pr", () => {
  it("makes a fork, pushes the verified commits, opens one draft, and has nothing to do afterwards", async () => {
    const { code, stdout, stderr } = await pr(["--yes"]);
    expect([code, stdout]).toEqual([0, expect.stringContaining(`${github.url}/project/tool/pull/1`)]);
    expect(stderr).toContain("open a draft");
    const [pull] = pulls();
    expect(pull).toMatchObject({ draft: true, headOwner: "jane", headBranch: branch, base: "main" });
    expect(pull?.body).toMatch(/Problem\n---[\s\S]*### Evidence\n\n- Not verified: /);
    expect(pull?.body).toContain(`Patchkit-Head: ${github.bare.tip("jane/tool", branch)}`);
    github.requests.length = 0;
    const again = await pr(["--yes"]);
    expect([again.code, again.stdout, writes()]).toEqual([0, expect.stringContaining("nothing to do"), []]);
  });
});
