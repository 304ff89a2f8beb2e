import { join } from "node:path";
import { expect, it } from "vitest";
import { gatherPulls } from "../../../src/publish/pull-request/gather.ts";
import { failureOf } from "../../helpers/failure.ts";
import { makeFolder } from "../../helpers/folder.ts";
import { gitHubOf } from "../../helpers/github/open-stand-in.ts";
import { addAccount, addRepository } from "../../helpers/github/people.ts";
import { serveGitHub } from "../../helpers/github/serve-github.ts";
import { makeWish } from "../../helpers/pull-wish.ts";

/** GitHub with the upstream, and a fork if it is wanted. */
async function serve({ hasFork }: { readonly hasFork: boolean }) {
  const folder = await makeFolder();
  const { dir, wish } = makeWish(folder);
  const standIn = await serveGitHub(join(folder, "served"));
  const account = addAccount(standIn, "jane");
  addRepository(standIn, "project/tool", dir);
  if (hasFork) addRepository(standIn, "jane/tool", dir, { parent: "project/tool" });
  const [series] = wish.series;
  if (!series) throw new Error("there is no series");
  return { standIn, github: gitHubOf(standIn, account), wish, series };
}

it("asks the upstream's development branch, and without a fork nothing of it", async () => {
  const { standIn, github, wish, series } = await serve({ hasFork: false });
  const found = await gatherPulls(github, wish);
  expect(found).toMatchObject({
    account: { login: "jane" },
    fork: { kind: "to-make", fullName: "jane/tool" },
    repository: "project/tool",
    target: { branch: "main", tip: series.base },
    standing: "identical",
  });
  expect(found.heads).toEqual(new Map([[series.folder, { tip: undefined, pulls: [] }]]));
  expect(standIn.requests.filter((name) => name.includes("jane/tool/git"))).toEqual([]);
});

it("asks nothing of a fork that is not there, also for pull requests within it", async () => {
  const { standIn, github, wish } = await serve({ hasFork: false });
  const found = await gatherPulls(github, { ...wish, base: "release" });
  expect(found).toMatchObject({ repository: "jane/tool", target: { branch: "release", tip: undefined } });
  expect(standIn.requests.filter((name) => /jane\/tool\/(git|pulls)/.test(name))).toEqual([]);
});

it("finds the branch of a fork, and how the target stands to the base", async () => {
  const { standIn, github, wish, series } = await serve({ hasFork: true });
  standIn.bare.move("jane/tool", series.branch, series.head);
  const { heads } = await gatherPulls(github, wish);
  expect(heads.get(series.folder)?.tip).toBe(series.head);
  standIn.bare.move("project/tool", "main", series.head);
  expect((await gatherPulls(github, wish)).standing).toBe("ahead");
});

it("asks the fork where the pull requests are opened within it", async () => {
  const { standIn, github, wish, series } = await serve({ hasFork: true });
  const within = { ...wish, base: "release" };
  expect(await gatherPulls(github, within)).toMatchObject({
    repository: "jane/tool",
    target: { branch: "release", tip: undefined },
    standing: undefined,
  });
  standIn.bare.move("jane/tool", "release", series.base);
  expect(await gatherPulls(github, within)).toMatchObject({
    target: { tip: series.base },
    standing: "identical",
  });
});

it("says that there is no such upstream", async () => {
  const { github, wish } = await serve({ hasFork: false });
  const { code, message } = await failureOf(() => gatherPulls(github, { ...wish, upstream: "project/gone" }));
  expect([code, message]).toEqual(["environment/github-refused", expect.stringContaining("project/gone")]);
});
