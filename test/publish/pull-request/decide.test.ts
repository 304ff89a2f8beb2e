import { describe, expect, it } from "vitest";
import type { PullRequest } from "../../../src/host/github-pulls.ts";
import { currentPull, decidePulls } from "../../../src/publish/pull-request/decide.ts";
import type { Gathered, PullRequestWish, PullSeries } from "../../../src/publish/pull-request/gather.ts";
import { formatBody } from "../../../src/publish/pull-request/pull-record.ts";
import { formatText } from "../../../src/publish/pull-request/pull-text.ts";
import { failureOf } from "../../helpers/failure.ts";
import { makePullSeries } from "../../helpers/pull-wish.ts";

const upstream = {
  fullName: "project/tool",
  defaultBranch: "main",
  parent: null,
  source: null,
  cloneUrl: "https://github.com/project/tool.git",
  maySetLabels: false,
};
const fork = { ...upstream, fullName: "jane/tool", parent: "project/tool", source: "project/tool" };
const series = makePullSeries();

function wishFor(changed: Partial<PullRequestWish> = {}): PullRequestWish {
  const identity = { name: "Jane Doe", mail: "jane@example.org" };
  return {
    upstream: "project/tool",
    fork: undefined,
    base: undefined,
    identity,
    series: [series],
    ...changed,
  };
}

function found(changed: Partial<Gathered> = {}): Gathered {
  return {
    account: { login: "jane", id: 1, name: "Jane Doe", mail: null },
    upstream,
    fork: { kind: "there", fork },
    repository: "project/tool",
    target: { branch: "main", tip: "a".repeat(40) },
    standing: "ahead",
    heads: new Map(),
    ...changed,
  };
}

function pullOf({ text, folder, digest, head }: PullSeries, changed: Partial<PullRequest> = {}): PullRequest {
  return {
    number: 7,
    url: "https://github.com/project/tool/pull/7",
    title: text.title,
    body: formatBody(formatText(text, []), { folder, digest, head }),
    state: "open",
    isDraft: true,
    base: "main",
    headSha: head,
    labels: [],
    ...changed,
  };
}

function headsOf(tip: string | undefined, ...pulls: readonly PullRequest[]): Gathered["heads"] {
  return new Map([[series.folder, { tip, pulls }]]);
}

const decide = (gathered: Partial<Gathered> = {}, wish: Partial<PullRequestWish> = {}) =>
  decidePulls(wishFor(wish), found(gathered), "https://api.github.com");
const kinds = (...args: Parameters<typeof decide>) => decide(...args).steps.map(({ kind }) => kind);

describe("the steps", () => {
  it("fork, push and open; of what is there already only the rest, and nothing where all is as it should be", () => {
    const toMake = { kind: "to-make", fullName: "jane/tool" } as const;
    expect(kinds({ fork: toMake })).toEqual(["create-fork", "push-branch", "open-draft"]);
    expect(kinds({ heads: headsOf(series.head) })).toEqual(["open-draft"]);
    expect(kinds({ heads: headsOf(series.head, pullOf(series)) })).toEqual([]);
  });

  it("push over what was pushed before, and bring the text up to date", () => {
    const before = makePullSeries({ head: "e".repeat(40), digest: "f".repeat(64) });
    const heads = headsOf(before.head, pullOf(before));
    const { steps } = decide({ heads });
    expect(steps).toMatchObject([
      { kind: "push-branch", sha: series.head, expected: before.head },
      { kind: "update-text", siblings: [] },
    ]);
  });

  it("say what refresh changed, before the record of what was pushed is written again", () => {
    const before = makePullSeries({ head: "e".repeat(40), digest: "f".repeat(64) });
    const [older, pushed] = ["1", before.head].map((head) => ({
      base: "b".repeat(40),
      head,
      diff: "1: x\n",
    }));
    const now = makePullSeries({ revisions: [older, pushed].flatMap((one) => (one ? [one] : [])) });
    const { steps } = decide({ heads: headsOf(before.head, pullOf(before)) }, { series: [now] });
    expect(steps.map(({ kind }) => kind)).toEqual(["push-branch", "comment-change", "update-text"]);
    expect(steps[1]).toMatchObject({
      comment: expect.stringMatching(/^The series [^\n]*\n\n[^\n]*eeee[^\n]*\n\n```text\n1: x\n/),
    });
    const opened = { heads: headsOf(series.head, pullOf(now)) };
    expect(kinds(opened, { series: [now] })).toEqual([]);
  });

  it("open each variant before any text links to it", () => {
    const other = makePullSeries({ variant: "ipam-mode" });
    expect(kinds({}, { series: [series, other] })).toEqual([
      "push-branch",
      "push-branch",
      "open-draft",
      "open-draft",
      "update-text",
    ]);
  });

  it("make a base that is missing in the fork", () => {
    const gathered = {
      repository: "jane/tool",
      target: { branch: "ours", tip: undefined },
      standing: undefined,
    };
    expect(kinds(gathered, { base: "ours" })).toEqual(["push-base", "push-branch", "open-draft"]);
  });
});

describe("labels", () => {
  const mine = { upstream: { ...upstream, maySetLabels: true } };

  it("are set by who may, upstream, and never on top of others", () => {
    expect(decide(mine).steps.at(-1)).toMatchObject({ kind: "set-labels", labels: ["release-note/minor"] });
    const labelled = headsOf(series.head, pullOf(series, { labels: ["kind/other"] }));
    expect(kinds({ ...mine, heads: labelled })).toEqual([]);
    expect(kinds({ ...mine, heads: headsOf(series.head, pullOf(series)) })).toEqual(["set-labels"]);
    const inFork = { ...mine, repository: "jane/tool" };
    expect(kinds(inFork, { base: "ours" })).not.toContain("set-labels");
  });

  it("are left to maintainers by who may not, which is said", () => {
    expect(decide().notes).toEqual([
      "jane may not set labels in project/tool: its maintainers would set release-note/minor on the pull request of v1/flag-gate",
    ]);
  });
});

describe("a refusal", () => {
  const refused = (heads: Gathered["heads"]) => {
    const { refused: all, steps } = decide({ heads });
    return [...all.map(({ code }) => code), ...steps];
  };

  it("leaves alone what others did: a branch, a text, a pull request that was closed or merged", () => {
    const foreign = "9".repeat(40);
    expect(refused(headsOf(foreign))).toEqual(["publish/branch-moved"]);
    expect(refused(headsOf(foreign, pullOf(series)))).toEqual(["publish/branch-moved"]);
    expect(refused(headsOf(series.head, pullOf(series, { body: "Mine." })))).toEqual(["publish/text-edited"]);
    for (const state of ["closed", "merged"] as const)
      expect(refused(headsOf(series.head, pullOf(series, { state })))).toEqual(["publish/pull-closed"]);
  });

  it("names author and identity where they differ, and a lack of sign-off", () => {
    const author = { name: "Jane Doe", mail: "jane@example.org", signsOff: false };
    const { refused: all } = decide({}, { series: [makePullSeries({ author })] });
    expect(all).toMatchObject([{ code: "publish/other-author", reason: /, without a sign-off$/ }].map(said));
    const none = decide({}, { series: [makePullSeries({ author: null })] });
    expect(none.refused[0]?.reason).toMatch(/found nobody$/);
  });

  it("is of the whole where the base is not on the target branch, or that branch is gone", async () => {
    const failure = async (...args: Parameters<typeof decide>) =>
      (await failureOf(() => decide(...args))).code;
    expect(await failure({ standing: "diverged" })).toBe("publish/not-on-target");
    expect(await failure({ target: { branch: "main", tip: undefined } })).toBe("publish/base-gone");
    expect(await failure({ standing: "behind" }, { base: "ours" })).toBe("publish/not-on-target");
  });
});

function said({ code, reason }: { readonly code: string; readonly reason: RegExp }) {
  return { code, reason: expect.stringMatching(reason) };
}

it("says where author and account may be two persons", () => {
  const notes = (account: Partial<Gathered["account"]>) =>
    decide({ account: { login: "jane", id: 1, name: "Jane Doe", mail: null, ...account } }).notes.slice(
      0,
      -1,
    );
  expect(notes({})).toEqual([]);
  expect(notes({ name: "J", mail: "jane@example.org" })).toEqual([]);
  expect(notes({ name: "Joe" })).toEqual([
    "the account jane is Joe, and the commits are by Jane Doe <jane@example.org>",
  ]);
});

it("takes an open pull request before newer ones that are closed", () => {
  const open = pullOf(series);
  const closed = pullOf(series, { number: 8, state: "closed" });
  expect([currentPull([closed, open]), currentPull([closed]), currentPull([])]).toEqual([
    open,
    closed,
    undefined,
  ]);
});
