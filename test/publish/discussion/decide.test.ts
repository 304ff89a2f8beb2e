import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../../../src/host/assets.ts";
import { makeFileCommit } from "../../../src/host/file-commit.ts";
import { openGit } from "../../../src/host/git.ts";
import type { GitHub } from "../../../src/host/github.ts";
import type { ThreadName } from "../../../src/host/github-threads.ts";
import { chooseCells } from "../../../src/publish/choose-cells.ts";
import { type DiscussWish, decideDiscuss } from "../../../src/publish/discussion/decide.ts";
import { performDiscuss } from "../../../src/publish/discussion/perform.ts";
import { postLimit } from "../../../src/publish/post-text.ts";
import { readSeriesTexts } from "../../../src/publish/read-series-texts.ts";
import { makeCell, makeChosen } from "../../helpers/cells.ts";
import { failureOf } from "../../helpers/failure.ts";
import { makeFolder } from "../../helpers/folder.ts";
import { gitHubOf, pusherOf } from "../../helpers/github/open-stand-in.ts";
import { addAccount, addRepository, addThread } from "../../helpers/github/people.ts";
import { serveGitHub } from "../../helpers/github/serve-github.ts";
import { makeWish } from "../../helpers/pull-wish.ts";
import { applyEach, cleanCheckout } from "../../helpers/reader.ts";
import { treeOf } from "../../helpers/report.ts";

const patches = join(packageRoot, "patches");
const ref = "v1.10.12";
const issue: ThreadName = { kind: "issue", repository: "project/tool", number: 7 };
const gist = { kind: "gist" } as const;
const onBranch = {
  kind: "branch",
  fork: undefined,
  branch: undefined,
  manifest: "{}",
  commit: async () => "a".repeat(40),
} as const;

/** GitHub of these answers alone, and the scopes that it was asked for. */
function answers(isLocked = false) {
  const asked: unknown[] = [];
  const github = {
    webUrl: "https://github.com",
    readAccount: async (scopes: unknown) => {
      asked.push(scopes);
      return { login: "jane", id: 1, name: null, mail: null };
    },
    readThread: async () => ({ id: "T_1", title: "routes", url: "https://github.com/x", isLocked }),
    findRepository: async () => undefined,
    listOwnForks: async () => [],
    findBranch: async () => undefined,
    listComments: async () => [],
  };
  return { asked, github };
}

/** A plan for the sample's series of a ref. */
async function planOf(
  github: Parameters<typeof decideDiscuss>[0],
  carrier: DiscussWish["carrier"],
  { thread = issue, apiUrl = "https://api.github.com" } = {},
) {
  const chosen = await chooseCells(patches, { refs: [ref], variants: [], unverified: true });
  const seriesTexts = await readSeriesTexts(patches, chosen);
  const tree = treeOf(chosen.report, "series");
  return decideDiscuss(github, { thread, chosen, tree, seriesTexts, carrier }, apiUrl);
}

/** Posts the sample's series on the stand-in, and gives the comment's text. */
async function postOn(kind: DiscussWish["carrier"]["kind"]) {
  const folder = await makeFolder();
  const standIn = await serveGitHub(join(folder, "served"));
  const account = addAccount(standIn, "jane");
  const repository = addRepository(standIn, "project/tool", makeWish(folder).dir);
  const thread = addThread(standIn, repository, "issue", "routes");
  const github: GitHub = gitHubOf(standIn, account);
  let gitDir = "";
  const commit = async (files: ReadonlyMap<string, string>, message: string) => {
    const git = openGit({ env: process.env, signal: new AbortController().signal });
    const made = await makeFileCommit(git, files, message, folder);
    gitDir = made.gitDir;
    return made.sha;
  };
  const carrier = kind === "gist" ? gist : { ...onBranch, commit };
  const plan = await planOf(github, carrier, {
    thread: { ...issue, number: thread.number },
    apiUrl: standIn.apiUrl,
  });
  const forks = { pusher: pusherOf(standIn, account, gitDir), sleep: async () => {} };
  const { failure } = await performDiscuss(plan, { github, forks });
  if (failure) throw failure;
  return { standIn, text: thread.comments[0]?.body ?? "" };
}

it.each(["gist", "branch"] as const)(
  "posts lines that, word for word, apply every series of a %s, one after another in one checkout",
  async (kind) => {
    const { standIn, text } = await postOn(kind);
    const lines = [...text.matchAll(/^git clone .*$/gm)].map(([line]) => line);
    const recorded = ["cidr-validation", "flag-gate", "ipam-mode"].map(async (variant) => {
      const record = await readFile(join(patches, ref, variant, "series.json"), "utf8");
      return JSON.parse(record).tree;
    });
    expect(await applyEach(await cleanCheckout(ref), lines)).toEqual(await Promise.all(recorded));
    const [fetched, posted] = [
      / fetch (\S+)/.exec(text)?.[1],
      /<!-- patchkit:files "(.*)" -->/.exec(text)?.[1],
    ];
    expect(fetched).toBe(posted);
    expect(fetched).toMatch(`${standIn.url}/`);
    expect(text).toContain(` fetch ${posted} --api-url ${standIn.apiUrl}\n`);
  },
);

it("names no API that fetch asks anyway, and asks for the scopes that are needed", async () => {
  const onGist = answers();
  expect((await planOf(onGist.github, gist)).text).toContain("npx cilium-patchkit fetch {{gist}}\n");
  expect(onGist.asked).toEqual([[["public_repo", "repo"], ["gist"]]]);
  const { asked, github } = answers();
  const { carrier, text } = await planOf(github, onBranch);
  expect(carrier).toMatchObject({ fork: { of: "project/tool", name: "tool" }, expected: null });
  expect(text).toContain(`fetch https://github.com/jane/tool/tree/${"a".repeat(40)}\n`);
  expect(asked).toEqual([[["public_repo", "repo"]]]);
});

it("leaves room for the gist's addresses in each of many series", async () => {
  const cells = Array.from({ length: 150 }, (_, at) =>
    makeCell({ slug: `v1.10.${at}`, folder: `v1.10.${at}/x` }),
  );
  const chosen = makeChosen(cells);
  const tree = treeOf(chosen.report, "series");
  const wish = { thread: issue, chosen, tree, seriesTexts: new Map(), carrier: gist };
  const { text, cut } = await decideDiscuss(answers().github, wish, "https://api.github.com");
  const whole = text
    .replaceAll("{{gist}}", `https://gist.github.com/${"j".repeat(39)}/${"0".repeat(32)}`)
    .replaceAll("{{gist.git}}", `https://gist.github.com/${"0".repeat(32)}.git`);
  expect(cut).not.toEqual([]);
  expect(whole.length).toBeLessThan(postLimit - 200);
});

it("refuses a thread that takes no comments", async () => {
  const { code } = await failureOf(() => planOf(answers(true).github, gist));
  expect(code).toBe("publish/thread-locked");
});
