import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { patchkit, type Run, temporaryFolder } from "../helpers/clone-program.ts";
import { makeFolder } from "../helpers/folder.ts";
import type { Fault } from "../helpers/github/faults.ts";
import { addRepository } from "../helpers/github/people.ts";
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
const writes = () =>
  github.requests.filter((name) => /^(POST|PATCH)/.test(name) && !/upload-pack/.test(name));

describe("pr", () => {
  it("makes a fork, pushes the verified commits, opens one draft, and has nothing to do afterwards", async () => {
    const { code, stdout, stderr } = await pr(["--yes"]);
    expect([code, stdout]).toEqual([0, expect.stringContaining(`${github.url}/project/tool/pull/1`)]);
    expect(stderr).toContain("open a draft");
    const [pull] = pulls();
    expect(pull).toMatchObject({ draft: true, headOwner: "jane", headBranch: branch, base: "main" });
    expect(pull?.body).toMatch(/^- \[x\] All commits are signed off\.\n\nProblem\n---/);
    expect(pull?.body).toMatch(
      /\n\n## Evidence\n\n- Not verified: [\s\S]*\n\n```release-note\nAdd the agent flag /,
    );
    expect(stderr).toContain("its maintainers would set release-note/minor");
    expect(pull?.body).toContain(`Patchkit-Head: ${github.bare.tip("jane/tool", branch)}`);
    github.requests.length = 0;
    const again = await pr(["--yes"]);
    expect([again.code, again.stdout, writes()]).toEqual([0, expect.stringContaining("nothing to do"), []]);
  });

  it("opens a draft of each variant, and links them to each other", async () => {
    const { code, stdout } = await pr(["--yes", "--draft-each", "--variant", "cidr-validation"]);
    expect([code, stdout]).toEqual([0, expect.stringContaining("pull/2")]);
    const bodies = pulls().map(({ body }) => body);
    expect(bodies[0]).toContain("- `flag-gate`: #2");
    expect(bodies[1]).toContain("- `cidr-validation`: #1");
    github.requests.length = 0;
    const again = await pr(["--yes", "--draft-each", "--variant", "cidr-validation"]);
    expect([again.code, writes()]).toEqual([0, []]);
  });

  it("refuses a base that is not on the development branch, and opens it within the fork", async () => {
    const refused = await pr(["--yes"], { ref: old });
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining("features are not backported"),
    ]);
    expect(writes()).toEqual([]);
    const { code, stdout } = await pr(["--yes", "--base", "our-1.10"], { ref: old });
    expect([code, stdout]).toEqual([0, expect.stringContaining(`${github.url}/jane/tool/pull/1`)]);
    expect(pulls()).toEqual([]);
  });

  it("leaves a text and a branch alone that somebody has changed, and says so", async () => {
    await pr(["--yes"]);
    const [pull] = pulls();
    if (!pull) throw new Error("there is no pull request");
    pull.body = pull.body.replace("Problem", "My problem");
    const edited = pull.body;
    expect((await pr(["--yes"])).code).toBe(1);
    expect(pull.body.split("Patchkit-Series")[0]).toBe(edited.split("Patchkit-Series")[0]);
    const main = github.bare.tip("jane/tool", "main");
    github.bare.move("jane/tool", branch, main);
    const moved = await pr(["--yes"]);
    expect([moved.code, moved.stdout]).toEqual([1, expect.stringContaining("publish/branch-moved")]);
    expect(github.bare.tip("jane/tool", branch)).toBe(main);
    pull.state = "closed";
    expect((await pr(["--yes"])).stdout).toContain("publish/pull-closed");
    expect(pulls()).toHaveLength(1);
  });

  it("finds a fork that was renamed, by what it was forked from", async () => {
    addRepository(github, "jane/notes", setting.origin);
    addRepository(github, "jane/other", setting.origin, { parent: "project/tool" });
    const { code } = await pr(["--yes"]);
    expect([code, pulls()[0]?.headRepository, github.state.repositories.length]).toEqual([
      0,
      "jane/other",
      3,
    ]);
  });

  it.each<[string, RegExp, Fault, number]>([
    ["a server that breaks down", /^POST .*\/pulls$/, { kind: "status", status: 502 }, 1],
    ["a lost answer to a new pull request", /^POST .*\/pulls$/, { kind: "drop-after" }, 1],
    ["a connection that ends before the push", /git-receive-pack$/, { kind: "drop-before" }, 1],
    ["a lost answer to a fork", /^POST .*\/forks$/, { kind: "drop-after" }, 1],
    ["a short limit on requests", /^POST .*\/pulls$/, { kind: "secondary-limit", retryAfterSec: 1 }, 1],
  ])("comes to one pull request in spite of %s", async (_, on, fault, times) => {
    github.faults.push({ on, fault, times });
    const first = await pr(["--yes"]);
    const last = first.code === 0 ? first : await pr(["--yes"]);
    expect([last.code, pulls().length, github.state.repositories.length]).toEqual([0, 1, 2]);
  });

  it("says what is wrong with a token, and which scope it lacks", async () => {
    github.faults.push({ on: /./, fault: { kind: "primary-limit", resetInSec: 3000 }, times: 1 });
    const limited = await pr(["--yes"]);
    expect([limited.code, limited.stderr]).toEqual([
      2,
      expect.stringMatching(/rate-limited: .*reached until 20/),
    ]);
    jane.scopes = ["gist"];
    expect((await pr(["--yes"])).stderr).toContain("lacks the scope public_repo or repo");
    jane.expired = true;
    expect((await pr(["--yes"])).stderr).toMatch(
      /environment\/token-refused: .*GH_ENTERPRISE_TOKEN is refused/,
    );
    expect(writes()).toEqual([]);
  });

  it("asks before it changes anything, and refuses where nobody can be asked", async () => {
    const { code, stderr } = await pr();
    expect([code, stderr]).toEqual([2, expect.stringContaining("usage/not-confirmed")]);
    expect(writes()).toEqual([]);
  });

  it("refuses another author than the one of the series, and says which", async () => {
    const { code, stdout } = await pr(["--yes", "--identity", "Joe <joe@example.org>"]);
    expect([code, stdout]).toEqual([1, expect.stringContaining("found Jane Doe <jane@example.org>")]);
  });

  it("carries out a plan that was printed before, once", async () => {
    const plan = await pr(["--dry-run", "--json"]);
    const file = join(await makeFolder({ "plan.json": plan.stdout }), "plan.json");
    expect([plan.code, writes()]).toEqual([0, []]);
    for (const _ of [1, 2]) expect((await pr(["--yes", "--plan", file])).code).toBe(0);
    expect(pulls()).toHaveLength(1);
  });
});
