import { join } from "node:path";
import { expect, it } from "vitest";
import { PatchkitError } from "../../../src/errors.ts";
import { decidePulls } from "../../../src/publish/pull-request/decide.ts";
import { gatherPulls } from "../../../src/publish/pull-request/gather.ts";
import { type PullsPerformed, performPulls } from "../../../src/publish/pull-request/perform.ts";
import { makeFolder } from "../../helpers/folder.ts";
import { breakNext, type Fault, lastingFaults } from "../../helpers/github/faults.ts";
import { gitHubOf, pusherOf } from "../../helpers/github/open-stand-in.ts";
import { addAccount, addRepository } from "../../helpers/github/people.ts";
import { serveGitHub } from "../../helpers/github/serve-github.ts";
import { talkOf } from "../../helpers/github/state.ts";
import { makeWish } from "../../helpers/pull-wish.ts";

/** GitHub without a fork, and `pr` without its command line: a run that fails before its first step has none. */
async function serve() {
  const { dir, gitDir, wish } = makeWish(await makeFolder());
  const github = await serveGitHub(join(await makeFolder(), "served"));
  const account = addAccount(github, "jane", { name: "Jane Doe" });
  const upstream = addRepository(github, "project/tool", dir, { triagers: ["jane"] });
  const run = async (): Promise<PullsPerformed> => {
    const world = {
      github: gitHubOf(github, account),
      pusher: pusherOf(github, account, gitDir),
      sleep: async () => {},
    };
    try {
      const found = await gatherPulls(world.github, wish);
      return await performPulls(decidePulls(wish, found, github.apiUrl), world);
    } catch (failure) {
      return { done: [], left: [], failure };
    }
  };
  const state = () => ({
    pulls: talkOf(github.state, upstream).pulls.map(({ body, labels }) => ({ body, labels })),
    repositories: github.state.repositories.length,
    branches: github.bare.branches("jane/tool"),
  });
  return { github, run, state };
}

/** A pull request that is there, a plan that changes its text, and what becomes of the plan after something happened. */
async function planned() {
  const { dir, gitDir, wish } = makeWish(await makeFolder());
  const standIn = await serveGitHub(join(await makeFolder(), "served"));
  const account = addAccount(standIn, "jane", { name: "Jane Doe" });
  const upstream = addRepository(standIn, "project/tool", dir);
  const github = gitHubOf(standIn, account);
  const world = { github, pusher: pusherOf(standIn, account, gitDir), sleep: async () => {} };
  const planOf = async (description?: string) => {
    const series = wish.series.map((one) =>
      description === undefined ? one : { ...one, text: { ...one.text, description } },
    );
    const changed = { ...wish, series };
    return decidePulls(changed, await gatherPulls(github, changed), standIn.apiUrl);
  };
  const perform = async (plan: Awaited<ReturnType<typeof planOf>>) => {
    const { done, left, failure } = await performPulls(plan, world);
    return {
      done: done.map(({ kind, outcome }) => `${kind} ${outcome}`),
      left: left.map(({ kind }) => kind),
      failure: failure instanceof PatchkitError ? `${failure.code}: ${failure.message}` : failure,
    };
  };
  return { standIn, pulls: talkOf(standIn.state, upstream).pulls, planOf, perform };
}

it.each(["closed", "merged"] as const)(
  "leaves a pull request alone that was %s after the plan was made",
  async (state) => {
    const { pulls, planOf, perform } = await planned();
    await perform(await planOf());
    const plan = await planOf("Other words.");
    const [pull] = pulls;
    if (!pull) throw new Error("there is no pull request");
    const { body } = pull;
    Object.assign(pull, { state: "closed", merged: state === "merged" });
    expect(await perform(plan)).toEqual({
      done: [],
      left: ["update-text"],
      failure: expect.stringMatching(`publish/pull-closed: .* to be open, found it ${state}`),
    });
    expect(pull.body).toBe(body);
  },
);

it("keeps a text that a person changed after the plan was made", async () => {
  const { pulls, planOf, perform } = await planned();
  await perform(await planOf());
  const plan = await planOf("Other words.");
  const [pull] = pulls;
  if (!pull) throw new Error("there is no pull request");
  pull.body = pull.body.replace("What flag-gate does.", "My words.");
  expect(await perform(plan)).toEqual({ done: ["update-text kept"], left: [], failure: undefined });
  expect(pull.body).toMatch(/^My words\./m);
});

it("stops where somebody has made the branch, or removed the base, after the plan was made", async () => {
  const { standIn, pulls, planOf, perform } = await planned();
  const plan = await planOf();
  expect(plan.steps.map(({ kind }) => kind)).toEqual(["create-fork", "push-branch", "open-draft"]);
  standIn.onCarriedOut = (request) => {
    if (request !== "POST /repos/project/tool/forks") return;
    standIn.bare.move("jane/tool", "patchkit/flag-gate/v1", standIn.bare.tip("jane/tool", "main"));
  };
  expect(await perform(plan)).toEqual({
    done: ["create-fork done"],
    left: ["push-branch", "open-draft"],
    failure: expect.stringMatching("publish/branch-moved: "),
  });
  standIn.onCarriedOut = () => {};
  standIn.bare.move("jane/tool", "patchkit/flag-gate/v1", undefined);
  standIn.bare.move("project/tool", "main", undefined);
  expect(await perform(plan)).toEqual({
    done: ["create-fork already", "push-branch done"],
    left: ["open-draft"],
    failure: expect.stringMatching(/environment\/github-refused: .*base/),
  });
  expect(pulls).toEqual([]);
});

it.each(lastingFaults)(
  "goes on to one pull request, whichever request fails because %s, and says how far it came",
  async (_, fault: Fault, code) => {
    const clean = await serve();
    expect(await clean.run()).toMatchObject({ left: [], failure: undefined });
    const expected = clean.state();
    expect(expected.pulls).toMatchObject([{ labels: ["release-note/minor"] }]);
    expect(expected).toMatchObject({ repositories: 2, branches: ["main", "patchkit/flag-gate/v1"] });

    const { github, run, state } = await serve();
    const broken = new Set<string>();
    for (;;) {
      const before = broken.size;
      github.faults.splice(0, 1, breakNext(broken, fault));
      const { done, left, failure } = await run();
      if (broken.size === before) break;
      const [last] = [...broken].slice(-1);
      expect([last, failure instanceof PatchkitError && failure.code]).toEqual([last, code]);
      if (left.length > 0) expect([...done, ...left].at(-1)?.kind).toBe("set-labels");
    }
    const written = ["forks", "pulls", "issues/1/labels"].map((name) => `1 POST /repos/project/tool/${name}`);
    expect([...broken]).toEqual(expect.arrayContaining(written));
    expect(broken.size).toBeGreaterThan(14);
    github.faults.length = 0;
    expect(await run()).toMatchObject({ left: [], failure: undefined });
    expect(state()).toEqual(expected);
  },
);
