import { describe, expect, it } from "vitest";
import type { AppliedPatches } from "../../../src/verify/apply-patches.ts";
import { applyCheck } from "../../../src/verify/checks/apply.ts";
import { subjectOf } from "../../../src/verify/subject.ts";
import { makeSeries } from "../../helpers/series.ts";

const tree = "a".repeat(40);
const commit = {
  // `git hash-object -t commit` of the commit below, on a base of zeros and committed by its author.
  sha: "d2aba43ae3696b1e3097704a91e74aded6e63fef",
  tree,
  subject: "subject",
  patch: "patch\n",
  patchName: "0001-subject.patch",
  edits: [],
};
const author = "cilium-patchkit <cilium-patchkit@example.invalid> 1600000000 +0000";
const made = { sha: "1".repeat(40), tree, author, message: "subject\n" };
const subject = subjectOf("v1.10.12", makeSeries({ base: "0".repeat(40), tree, commits: [commit] }));

async function run(applied: Partial<AppliedPatches> = {}, asked = subject) {
  if (applyCheck.needs !== "git") throw new Error("the check needs no engine");
  const taken = { taken: true, log: "what git said", commits: [made], irregular: undefined };
  return applyCheck.run({ subject: asked, applied: { ...taken, ...applied }, files: [] });
}

describe("the check apply", () => {
  it("passes where git am gives the recorded tree and the promised commits", async () => {
    expect(await run()).toEqual({
      outcome: "pass",
      reason: null,
      log: "what git said",
      details: { tree, expectedTree: tree },
    });
  });

  it("says after how many patches git stopped, whatever else is wrong", async () => {
    const applied = { taken: false, commits: [], irregular: "expected regular files" };
    expect(await run(applied)).toMatchObject({
      outcome: "fail",
      reason: "git am stopped after 0 of 1 patches",
      details: { tree: "", expectedTree: tree },
    });
  });

  it.each([
    [
      "a link",
      { irregular: "expected regular files, found a symbolic link" },
      "expected regular files, found a symbolic link",
    ],
    [
      "another tree",
      { commits: [{ ...made, tree: "b".repeat(40) }] },
      "expected the tree aaaaaaaaaaaa of series.json, found bbbbbbbbbbbb",
    ],
    [
      "another message",
      { commits: [{ ...made, message: "another\n" }] },
      'commit 1: expected the subject "subject", found "another"',
    ],
  ])("fails for %s", async (_, applied, reason) => {
    expect(await run(applied)).toMatchObject({ outcome: "fail", reason, log: "what git said" });
  });

  it("fails for a patch more than series.json has, even if the tree is the same", async () => {
    const patches = [...subject.patches, { name: "0002-empty.patch", text: "" }];
    expect(await run({}, { ...subject, patches })).toMatchObject({
      outcome: "fail",
      reason: "expected the 1 patches of series.json, found 2",
    });
  });

  it("finds a problem in the trees, and none in commits that differ in words alone", () => {
    expect(applyCheck.problems({ tree: "x", expectedTree: "y" })).toEqual([
      { what: "the patches give tree x, series.json records y", output: "" },
    ]);
    expect(applyCheck.problems({ tree: "x", expectedTree: "x" })).toEqual([]);
  });
});
