import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { moveBranch, readBranch } from "../../src/series/branch.ts";
import { listWorktrees } from "../../src/series/clone-worktrees.ts";
import { undoSeries } from "../../src/series/undo-series.ts";
import { makeWorktree, planWorktree } from "../../src/series/worktree.ts";
import { git } from "../helpers/clone-git.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { makeRefClone } from "../helpers/ref-clone.ts";

/** A clone whose branch `b` was made as `apply` makes it, with a work tree. */
async function setUp() {
  const { repository, one } = await makeRefClone({});
  const make = async (branch: string) => {
    await moveBranch(repository, await readBranch(repository, branch), one);
    const path = join(await makeFolder(), branch);
    const tip = { branch, head: one };
    const plan = await planWorktree(repository, await listWorktrees(repository), tip, path);
    await makeWorktree(repository, plan, tip);
    return path;
  };
  const undo = (dryRun = false) => undoSeries(repository, "b", { dryRun });
  const branches = () =>
    git(repository.dir, ["for-each-ref", "--format=%(refname:short)"]).trim().split("\n");
  return { repository, dir: repository.dir, one, make, undo, branches };
}

describe("undoSeries", () => {
  it("takes the branch and its work tree away, and nothing else", async () => {
    const { make, undo, branches, one } = await setUp();
    const [path, other] = [await make("b"), await make("other")];
    expect(await undo()).toEqual({ branch: "b", head: one, state: "removed", worktree: path });
    expect(branches()).toEqual(["main", "other"]);
    expect([existsSync(path), existsSync(other)]).toEqual([false, true]);
    expect(await undo()).toEqual({ branch: "b", head: undefined, state: "absent", worktree: undefined });
  });

  it("says what it would take away, and leaves it, in a dry run", async () => {
    const { make, undo, branches, one } = await setUp();
    const path = await make("b");
    expect(await undo(true)).toEqual({ branch: "b", head: one, state: "removed", worktree: path });
    expect([branches(), existsSync(path)]).toEqual([["b", "main"], true]);
  });

  it("takes a work tree away whose branch is gone, by its own record", async () => {
    const { dir, make, undo, one } = await setUp();
    const path = await make("b");
    git(dir, ["update-ref", "-d", "refs/heads/b"]);
    expect(await undo()).toEqual({ branch: "b", head: one, state: "removed", worktree: path });
    expect(existsSync(path)).toBe(false);
  });
});

describe("undoSeries refuses, and changes nothing", () => {
  it("a branch that apply did not make", async () => {
    const { dir, one, undo, branches } = await setUp();
    git(dir, ["update-ref", "--create-reflog", "-m", "branch: mine", "refs/heads/b", one]);
    expect(await failureOf(() => undo())).toMatchObject({
      code: "series/branch-exists",
      message: `expected branch b to be one that apply created and nobody changed since, found "branch: mine" in its reflog`,
    });
    expect(branches()).toEqual(["b", "main"]);
  });

  it("a work tree with something else in it, though the branch is as it was", async () => {
    const { make, undo, branches } = await setUp();
    const path = await make("b");
    await writeFile(join(path, "mine.txt"), "x");
    for (const dryRun of [true, false])
      expect((await failureOf(() => undo(dryRun))).code).toBe("series/worktree-changed");
    expect([branches(), existsSync(join(path, "mine.txt"))]).toEqual([["b", "main"], true]);
  });

  it("a branch that a work tree of the user's own has", async () => {
    const { repository, dir, one, undo, branches } = await setUp();
    await moveBranch(repository, await readBranch(repository, "b"), one);
    const own = join(await makeFolder(), "own");
    git(dir, ["worktree", "add", "--quiet", own, "b"]);
    expect(await failureOf(() => undo())).toMatchObject({
      code: "series/checked-out",
      message: `expected b to be checked out nowhere else, found it in ${own}`,
    });
    expect([branches(), existsSync(own)]).toEqual([["b", "main"], true]);
  });
});
