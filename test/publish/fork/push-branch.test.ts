import { expect, it } from "vitest";
import { PatchkitError } from "../../../src/errors.ts";
import type { Push } from "../../../src/host/git-push.ts";
import type { HostedRepository } from "../../../src/host/github-repositories.ts";
import { pushBranch } from "../../../src/publish/fork/push-branch.ts";
import { failureOf } from "../../helpers/failure.ts";

const sha = "a".repeat(40);
const wish = { repository: "jane/tool", branch: "x", sha, expected: null };
const fork: HostedRepository = {
  fullName: "jane/tool",
  defaultBranch: "main",
  parent: "project/tool",
  source: "project/tool",
  cloneUrl: "https://host/jane/tool.git",
  maySetLabels: false,
};

/** A fork whose branch is at these commits, one after another, and a push that fails if there is an error. */
function worldWith(tips: readonly (string | undefined)[], error?: PatchkitError, found = [fork]) {
  const left = [...tips];
  const pushed: Push[] = [];
  const github = { findBranch: async () => left.shift(), findRepository: async () => found[0] };
  const pusher = {
    push: async (push: Push) => {
      pushed.push(push);
      if (error) throw error;
    },
  };
  return { pushed, world: { github, pusher } as never };
}

const lost = new PatchkitError("environment/github-unreachable", "the answer was lost");

it("pushes with the lease of the plan, and nothing where the branch is there", async () => {
  const { pushed, world } = worldWith([undefined]);
  expect(await pushBranch(wish, world)).toBe("done");
  expect(pushed).toEqual([{ url: fork.cloneUrl, branch: "x", sha, expected: null }]);
  const there = worldWith([sha]);
  expect([await pushBranch(wish, there.world), there.pushed]).toEqual(["already", []]);
});

it("takes a lost answer for a push where the branch has moved, and no other refusal", async () => {
  expect(await pushBranch(wish, worldWith([undefined, sha], lost).world)).toBe("done");
  expect((await failureOf(() => pushBranch(wish, worldWith([undefined, undefined], lost).world))).code).toBe(
    lost.code,
  );
  const refused = new PatchkitError("publish/branch-moved", "it moved");
  const { code } = await failureOf(() => pushBranch(wish, worldWith([undefined, sha], refused).world));
  expect(code).toBe("publish/branch-moved");
});

it("says that a fork is gone", async () => {
  const { code } = await failureOf(() => pushBranch(wish, worldWith([undefined], undefined, []).world));
  expect(code).toBe("publish/not-a-fork");
});
