import { describe, expect, it } from "vitest";
import type { PrValue } from "../../src/cli/pr-value.ts";
import { planWords, prWords } from "../../src/cli/pr-words.ts";
import type { PullPlan } from "../../src/publish/index.ts";
import { silentPrinter } from "../helpers/printer.ts";
import { makePullSeries } from "../helpers/pull-wish.ts";

const { printer } = silentPrinter();
const { folder, text } = makePullSeries();
const at = { folder, repository: "project/tool", head: "jane:x" };
const sha = "a".repeat(40);
const push = { kind: "push-branch", folder, repository: "jane/tool", branch: "x", sha } as const;
const steps: PullPlan["steps"] = [
  { kind: "create-fork", of: "project/tool", name: "tool" },
  { ...push, expected: null },
  {
    kind: "open-draft",
    ...at,
    base: "main",
    text: { ...text, supports: [...text.supports], evidence: ["2 checks pass."] },
    siblings: [],
  },
  { kind: "set-labels", ...at, labels: ["release-note/minor"] },
];
const plan: PullPlan = {
  schema: 1,
  kind: "pull-requests",
  apiUrl: "https://api.github.com",
  login: "jane",
  series: [],
  steps,
  refused: [{ folder: "v1/ipam-mode", code: "publish/branch-moved", reason: "it has moved", hint: "Look." }],
  notes: ["the account jane is Joe"],
};
const value: PrValue = { schema: 1, dryRun: false, plan, done: [], left: 0, failure: null };

describe("planWords", () => {
  it("names every step, what is refused, what a person should know, and the text", () => {
    const lines = planWords(plan, printer);
    expect(lines).toMatch(
      /^as jane:\n- fork project\/tool as tool\n- push aaaaaaaaaaaa to branch x of jane\/tool\n- open a draft/,
    );
    expect(lines).toContain("refused publish/branch-moved: it has moved\n  Look.");
    expect(lines).toContain("note the account jane is Joe");
    expect(lines).toContain("    What flag-gate does.");
  });

  it("says from where a branch moves, and that there is nothing to do", () => {
    const moved = [{ ...push, expected: "b".repeat(40) }];
    expect(planWords({ ...plan, steps: moved }, printer)).toContain("of jane/tool, which is at bbbbbbbbbbbb");
    expect(planWords({ ...plan, steps: [], refused: [], notes: [] }, printer)).toBe(
      "nothing to do: all is as it should be",
    );
  });
});

describe("prWords", () => {
  it("says what was done, why it stopped, how to go on, and each step that was not done", () => {
    const url = "https://github.com/jane/tool";
    const done = [{ kind: "create-fork", outcome: "done", folder: null, url }] as PrValue["done"];
    const failure = { code: "environment/github-unreachable", message: "no answer", hint: "Run it again." };
    expect(prWords({ ...value, plan: { ...plan, refused: [] }, done, left: 3, failure }, printer)).toBe(
      [
        `done  create-fork  ${url}`,
        "failed  environment/github-unreachable: no answer",
        "  Run it again.",
        "not done:",
        "- push aaaaaaaaaaaa to branch x of jane/tool",
        `- open a draft of ${folder} in project/tool, from jane:x to main`,
        `- label the pull request of ${folder} release-note/minor`,
      ].join("\n"),
    );
  });

  it("tells a text that was left alone, and names no steps where all were done", () => {
    const done = [{ kind: "update-text", outcome: "kept", folder, url: null }] as PrValue["done"];
    const said = prWords({ ...value, done }, printer);
    expect(said).toMatch(
      /^kept {2}update-text {2}v1\/flag-gate {2}\(somebody edited the text: it was left alone\)/,
    );
    expect(said).toContain("refused publish/branch-moved");
    expect(said).not.toContain("not done");
  });
});
