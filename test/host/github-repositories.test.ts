import { join } from "node:path";
import { expect, it } from "vitest";
import { parts } from "../../src/host/github-repositories.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { gitHubOf } from "../helpers/github/open-stand-in.ts";
import { addAccount, addRepository } from "../helpers/github/people.ts";
import { serveGitHub } from "../helpers/github/serve-github.ts";
import { makeWish } from "../helpers/pull-wish.ts";

async function serve() {
  const folder = await makeFolder();
  const { dir, wish } = makeWish(folder);
  const standIn = await serveGitHub(join(folder, "served"));
  const jane = addAccount(standIn, "jane");
  const upstream = addRepository(standIn, "project/tool", dir);
  const [series] = wish.series;
  return {
    standIn,
    jane,
    upstream,
    dir,
    github: gitHubOf(standIn, jane),
    base: series?.base ?? "",
    head: series?.head ?? "",
  };
}

it("reads the token's account, and names the scope that it lacks", async () => {
  const { jane, github } = await serve();
  const mail = jane.mail;
  expect(await github.readAccount([["public_repo", "repo"]])).toMatchObject({ login: "jane", mail });
  const lacking = await failureOf(() => github.readAccount([["public_repo", "repo"], ["workflow"]]));
  expect([lacking.code, lacking.message]).toEqual([
    "environment/missing-scope",
    expect.stringMatching(/lacks the scope workflow$/),
  ]);
  // A fine-grained token does not tell.
  jane.scopes = undefined;
  expect((await github.readAccount([["workflow"]])).login).toBe("jane");
});

it("finds a repository with what it was forked from, also under a former name", async () => {
  const { standIn, dir, upstream, github } = await serve();
  addRepository(standIn, "jane/tool", dir, { parent: "project/tool" });
  expect(await github.findRepository("jane/tool")).toEqual({
    fullName: "jane/tool",
    defaultBranch: "main",
    parent: "project/tool",
    source: "project/tool",
    cloneUrl: `${standIn.url}/jane/tool.git`,
    maySetLabels: true,
  });
  expect(await github.findRepository("project/tool")).toMatchObject({ parent: null, maySetLabels: false });
  expect(await github.findRepository("project/none")).toBeUndefined();
  upstream.formerNames.push("project/old");
  expect((await github.findRepository("project/old"))?.fullName).toBe("project/tool");
});

it("lists the account's forks of all pages, and nothing else of it", async () => {
  const { standIn, github } = await serve();
  for (let at = 0; at < 101; at++)
    standIn.state.repositories.push({
      id: 5000 + at,
      owner: "jane",
      name: `r${at}`,
      defaultBranch: "main",
      parent: at === 7 || at === 100 ? "project/tool" : undefined,
      formerNames: [],
      pendingReads: 0,
    });
  expect(await github.listOwnForks()).toEqual(["jane/r7", "jane/r100"]);
});

it("asks for a fork, which has its branches later", async () => {
  const { standIn, github, base } = await serve();
  expect(await github.createFork("project/tool", "mine")).toMatchObject({
    fullName: "jane/mine",
    parent: "project/tool",
  });
  expect(await github.findBranch("jane/mine", "main")).toBeUndefined();
  expect(await github.findBranch("jane/mine", "main")).toBe(base);
  // No branch but that one: upstream's others are nobody's here.
  expect(standIn.bare.branches("jane/mine")).toEqual(["main"]);
});

it("compares commits, and says where one is missing", async () => {
  const { github, base, head } = await serve();
  const compare = (from: string, to: string) => github.compare("project/tool", from, to);
  expect([await compare(base, head), await compare(head, base), await compare(base, base)]).toEqual([
    "ahead",
    "behind",
    "identical",
  ]);
  expect(await compare("f".repeat(40), head)).toBeUndefined();
  expect(await github.findBranch("project/tool", "none")).toBeUndefined();
});

it("takes a full name apart", () => {
  expect(parts("owner/name")).toEqual({ owner: "owner", repo: "name" });
});
