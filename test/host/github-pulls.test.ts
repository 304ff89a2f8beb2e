import { join } from "node:path";
import { expect, it } from "vitest";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { gitHubOf } from "../helpers/github/open-stand-in.ts";
import { addAccount, addRepository } from "../helpers/github/people.ts";
import { serveGitHub } from "../helpers/github/serve-github.ts";
import { talkOf } from "../helpers/github/state.ts";
import { makeWish } from "../helpers/pull-wish.ts";

const head = "jane:mine";

/** A repository, and a fork of Jane's with a branch. */
async function serve() {
  const folder = await makeFolder();
  const { dir, wish } = makeWish(folder);
  const standIn = await serveGitHub(join(folder, "served"));
  const jane = addAccount(standIn, "jane");
  const upstream = addRepository(standIn, "project/tool", dir, { triagers: ["jane"] });
  addRepository(standIn, "jane/tool", dir, { parent: "project/tool" });
  const sha = wish.series[0]?.head ?? "";
  standIn.bare.move("jane/tool", "mine", sha);
  return { standIn, github: gitHubOf(standIn, jane), sha, pulls: talkOf(standIn.state, upstream).pulls };
}

const wish = { title: "A change", body: "Words.", head, base: "main" };

it("opens a draft, and finds it with all that a plan asks of it", async () => {
  const { standIn, github, sha } = await serve();
  const made = await github.createDraft("project/tool", wish);
  expect(made).toEqual({
    number: 1,
    url: `${standIn.url}/project/tool/pull/1`,
    title: "A change",
    body: "Words.",
    state: "open",
    isDraft: true,
    base: "main",
    headSha: sha,
    labels: [],
  });
  expect(await github.listPulls("project/tool", head)).toEqual([made]);
  expect(await github.listPulls("project/tool", "jane:other")).toEqual([]);
  expect(await github.readPull("project/tool", 1)).toEqual(made);
});

it("changes the body alone, and adds labels to those that are there", async () => {
  const { github } = await serve();
  await github.createDraft("project/tool", wish);
  expect(await github.updateBody("project/tool", 1, "Other words.")).toMatchObject({
    title: "A change",
    body: "Other words.",
  });
  await github.addLabels("project/tool", 1, ["release-note/minor"]);
  await github.addLabels("project/tool", 1, ["kind/feature"]);
  expect((await github.readPull("project/tool", 1)).labels).toEqual(["release-note/minor", "kind/feature"]);
});

it("tells a merged pull request from one that was closed, the newest first", async () => {
  const { github, pulls } = await serve();
  for (const merged of [true, false]) {
    await github.createDraft("project/tool", wish);
    const pull = pulls.at(-1);
    if (pull) Object.assign(pull, { state: "closed", merged });
  }
  const states = (await github.listPulls("project/tool", head)).map(({ number, state }) => [number, state]);
  expect(states).toEqual([
    [2, "closed"],
    [1, "merged"],
  ]);
});

it("asks for a pull request once, as it would be there twice", async () => {
  const { standIn, github } = await serve();
  const on = /^POST .*\/pulls$/;
  standIn.faults.push({ on, fault: { kind: "status", status: 502 }, times: 9 });
  expect((await failureOf(() => github.createDraft("project/tool", wish))).code).toBe(
    "environment/github-unreachable",
  );
  expect(standIn.requests.filter((name) => on.test(name))).toHaveLength(1);
});
