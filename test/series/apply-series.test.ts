import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ApplyRequest, applySeries } from "../../src/series/apply-series.ts";
import { git, objectId } from "../helpers/clone-git.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { makeRefClone } from "../helpers/ref-clone.ts";
import { makeSeries } from "../helpers/series.ts";

/** A clone at the commit `two`, and a series on it of one commit that only the store has. */
async function setUp(refs: Readonly<Record<string, "one" | "two">> = {}, fileName = "a.txt") {
  const { repository, one, two } = await makeRefClone(refs);
  const { dir, store } = repository;
  const inStore = (args: readonly string[], input = "") =>
    git(dir, args, { env: { GIT_DIR: store.gitDir }, input }).trim();
  const blob = inStore(["hash-object", "-w", "--stdin"], "new\n");
  const tree = inStore(["mktree"], `100644 blob ${blob}\t${fileName}\n`);
  const head = inStore(["commit-tree", "-p", two, "-m", "series", tree]);
  const series = makeSeries({ base: two, head, tree });
  const apply = (changed: Partial<ApplyRequest> = {}) =>
    applySeries(repository, series, { branch: "b", force: false, dryRun: false, ...changed });
  const tip = () => git(dir, ["for-each-ref", "--format=%(objectname)", "refs/heads/b"]).trim();
  return { dir, one, two, head, apply, tip };
}

describe("applySeries", () => {
  it("makes a branch with all objects of the series, and leaves HEAD, index and files as they are", async () => {
    const { dir, two, head, apply, tip } = await setUp();
    expect(await apply()).toEqual({
      branch: "b",
      head,
      state: "created",
      previous: undefined,
      worktree: undefined,
    });
    expect(tip()).toBe(head);
    expect(git(dir, ["show", "b:a.txt"])).toBe("new\n");
    expect(git(dir, ["rev-list", "b"]).split("\n")[1]).toBe(two);
    expect(git(dir, ["symbolic-ref", "HEAD"]).trim()).toBe("refs/heads/main");
    expect(await readdir(dir)).toEqual([".git"]);
  });

  it("leaves a branch that is there already as it is", async () => {
    const { apply, dir } = await setUp();
    await apply();
    const log = await readFile(join(dir, ".git/logs/refs/heads/b"), "utf8");
    expect(await apply()).toMatchObject({ state: "unchanged", previous: undefined });
    expect(await readFile(join(dir, ".git/logs/refs/heads/b"), "utf8")).toBe(log);
  });

  it("moves a branch with other commits only by force, and says where it was", async () => {
    const { one, head, apply, tip } = await setUp({ "refs/heads/b": "one" });
    expect(await failureOf(() => apply())).toEqual({
      code: "series/branch-exists",
      message: `expected branch b to be absent or at ${head.slice(0, 12)}, found it at ${one.slice(0, 12)}`,
      hint: "The branch is unchanged. Choose another name with --branch NAME, or move it with --force.",
    });
    expect(tip()).toBe(one);
    expect(await apply({ force: true })).toMatchObject({ state: "updated", previous: one });
    expect(tip()).toBe(head);
  });

  it("moves no branch that is checked out, even by force", async () => {
    const { dir, one, apply, tip } = await setUp({ "refs/heads/b": "one" });
    git(dir, ["checkout", "--quiet", "b"]);
    expect((await failureOf(() => apply({ force: true }))).code).toBe("series/checked-out");
    expect(tip()).toBe(one);
  });

  it("says what it would do, and writes nothing, in a dry run", async () => {
    const { dir, head, apply, tip } = await setUp();
    const worktree = join(await makeFolder(), "tree");
    const found = await apply({ dryRun: true, worktree });
    expect(found).toMatchObject({ head, state: "created", worktree });
    expect([tip(), existsSync(worktree)]).toEqual(["", false]);
    expect(() => git(dir, ["cat-file", "-e", head])).toThrow();
  });
});

describe("applySeries with a work tree", () => {
  it("makes one of the branch, also of a branch that is there already, and finds it the next time", async () => {
    const { head, apply } = await setUp();
    const worktree = join(await makeFolder(), "tree");
    await apply();
    expect(await apply({ worktree })).toMatchObject({ state: "unchanged", worktree });
    expect(await readFile(join(worktree, "a.txt"), "utf8")).toBe("new\n");
    expect(git(worktree, ["status", "--porcelain", "--branch"])).toBe("## b\n");
    expect(objectId(worktree, "HEAD")).toBe(head);
    expect(await apply({ worktree })).toMatchObject({ state: "unchanged", worktree });
  });

  it("makes no branch where there can be no work tree", async () => {
    const { apply, tip } = await setUp();
    const worktree = await makeFolder({ "mine.txt": "" });
    expect((await failureOf(() => apply({ worktree }))).code).toBe("usage/bad-argument");
    expect(tip()).toBe("");
  });

  it("takes the branch back where the work tree could not be filled", async () => {
    // No file system takes a name of 300 bytes.
    const { dir, apply, tip } = await setUp({}, "x".repeat(300));
    const worktree = join(await makeFolder(), "tree");
    await expect(apply({ worktree })).rejects.toThrow();
    expect([tip(), existsSync(worktree)]).toEqual(["", false]);
    const { one, ...moved } = await setUp({ "refs/heads/b": "one" }, "x".repeat(300));
    await expect(moved.apply({ worktree, force: true })).rejects.toThrow();
    expect(moved.tip()).toBe(one);
    expect(git(dir, ["worktree", "list", "--porcelain"]).match(/^worktree /gm)).toHaveLength(1);
  });
});
