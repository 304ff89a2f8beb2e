import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../../../src/host/assets.ts";
import { chooseCells } from "../../../src/publish/choose-cells.ts";
import { type DiscussWish, decideDiscuss } from "../../../src/publish/discussion/decide.ts";
import { readSeriesTexts } from "../../../src/publish/read-series-texts.ts";
import { failureOf } from "../../helpers/failure.ts";
import { makeFolder } from "../../helpers/folder.ts";
import { applyEach, cleanCheckout, readerGit } from "../../helpers/reader.ts";
import { treeOf } from "../../helpers/report.ts";

const patches = join(packageRoot, "patches");
const ref = "v1.10.12";
const thread = { kind: "issue", repository: "project/tool", number: 7 } as const;
const sha = "a".repeat(40);
const onBranch = {
  kind: "branch",
  fork: undefined,
  branch: undefined,
  manifest: "{}",
  commit: async () => sha,
} as const;

/** A plan for the sample's series of a ref, and the scopes that it asked for. */
async function planOf(carrier: DiscussWish["carrier"], { isLocked = false } = {}) {
  const chosen = await chooseCells(patches, { refs: [ref], variants: [], unverified: true });
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
  const seriesTexts = await readSeriesTexts(patches, chosen);
  const tree = treeOf(chosen.report, "series");
  const wish = { thread, chosen, tree, seriesTexts, carrier };
  return { asked, plan: await decideDiscuss(github, wish, "https://api.github.com") };
}

/** A repository with these files on a branch. */
async function postedIn(files: Readonly<Record<string, string>>, branch: string): Promise<string> {
  const posted = await makeFolder(files);
  readerGit(posted, ["init", "-q", `--initial-branch=${branch}`]);
  readerGit(posted, ["add", "--all"]);
  readerGit(posted, ["commit", "-q", "-m", "posted"]);
  return posted;
}

/** What each line of a post comes to, and what series.json says. */
async function treesOf(text: string, url: string, posted: string) {
  const lines = [...text.matchAll(/^git clone .*$/gm)].map(([line]) => line.replaceAll(url, posted));
  const variants = ["cidr-validation", "flag-gate", "ipam-mode"];
  const recorded = variants.map(async (variant) => {
    const record = await readFile(join(patches, ref, variant, "series.json"), "utf8");
    return JSON.parse(record).tree;
  });
  return { trees: applyEach(await cleanCheckout(ref), lines), recorded: await Promise.all(recorded) };
}

it("gives lines that apply every series of a gist, one after another in one checkout", async () => {
  const { plan, asked } = await planOf({ kind: "gist" });
  const { text, carrier } = plan;
  const { trees, recorded } = await treesOf(text, "{{gist}}", await postedIn(carrier.files, "main"));
  expect(trees).toEqual(recorded);
  expect(text).toMatch(
    /npx cilium-patchkit fetch \{\{gist\}\}\n[\s\S]*<!-- patchkit:files "\{\{gist\}\}" -->\n$/,
  );
  expect(asked).toEqual([[["public_repo", "repo"], ["gist"]]]);
});

it("gives lines that apply every series of a branch, and names its commit", async () => {
  const { plan, asked } = await planOf(onBranch);
  const { text, carrier } = plan;
  if (carrier.kind !== "branch") throw new Error("expected a branch");
  expect(carrier).toMatchObject({ fork: { of: "project/tool", name: "tool" }, sha, expected: null });
  const posted = await postedIn(carrier.files, carrier.branch);
  const { trees, recorded } = await treesOf(text, "https://github.com/jane/tool.git", posted);
  expect(trees).toEqual(recorded);
  const url = `https://github.com/jane/tool/tree/${sha}`;
  expect(text).toContain(`npx cilium-patchkit fetch ${url}\n`);
  expect(text.endsWith(`<!-- patchkit:files "${url}" -->\n`)).toBe(true);
  expect(asked).toEqual([[["public_repo", "repo"]]]);
});

it("refuses a thread that takes no comments", async () => {
  const { code } = await failureOf(() => planOf({ kind: "gist" }, { isLocked: true }));
  expect(code).toBe("publish/thread-locked");
});
