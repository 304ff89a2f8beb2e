import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  isOurs,
  isUnfinished,
  listWorktrees,
  lockWorktree,
  ownLock,
  readAdminDir,
  recordName,
  unlockWorktree,
  writeRecord,
} from "../../src/series/clone-worktrees.ts";
import { git } from "../helpers/clone-git.ts";
import { makeFolder } from "../helpers/folder.ts";
import { makeRefClone } from "../helpers/ref-clone.ts";

/** A clone with the work tree `tree` of the branch `b`. */
async function setUp() {
  const { repository, one } = await makeRefClone({ "refs/heads/b": "one" });
  const path = join(await makeFolder(), "tree");
  git(repository.dir, ["worktree", "add", "--quiet", path, "b"]);
  const adminDir = join(repository.gitDir, "worktrees/tree");
  const linked = async () => {
    const [, worktree, ...others] = await listWorktrees(repository);
    if (!worktree || others.length > 0) throw new Error("expected one linked work tree");
    return worktree;
  };
  return { repository, one, path, adminDir, linked };
}

describe("listWorktrees", () => {
  it("gives the main one first, and the linked ones with their folders and branches", async () => {
    const { repository, path, adminDir } = await setUp();
    const none = { lock: undefined, record: undefined };
    expect(await listWorktrees(repository)).toEqual([
      { adminDir: repository.gitDir, path: repository.dir, isMain: true, branches: ["main"], ...none },
      { adminDir, path, isMain: false, branches: ["b"], ...none },
    ]);
  });

  it("counts a branch to which a rebase or a bisection goes back, and none of a detached HEAD", async () => {
    const { path, adminDir, linked } = await setUp();
    git(path, ["checkout", "--quiet", "--detach"]);
    expect((await linked()).branches).toEqual([]);
    await mkdir(join(adminDir, "rebase-merge"));
    await writeFile(join(adminDir, "rebase-merge/head-name"), "refs/heads/a/b\n");
    await writeFile(join(adminDir, "BISECT_START"), "c\n");
    expect((await linked()).branches).toEqual(["a/b", "c"]);
  });

  it("knows why one is locked, and that a lock may have no reason", async () => {
    const { repository, path, linked } = await setUp();
    git(repository.dir, ["worktree", "lock", "--reason", "on a disk", path]);
    expect((await linked()).lock).toBe("on a disk");
    git(repository.dir, ["worktree", "unlock", path]);
    git(repository.dir, ["worktree", "lock", path]);
    expect((await linked()).lock).toBe("");
  });

  it("passes over what git left half done", async () => {
    const { repository } = await setUp();
    await mkdir(join(repository.gitDir, "worktrees/half"));
    expect(await listWorktrees(repository)).toHaveLength(2);
  });
});

describe("the record of apply", () => {
  it("is read as it was written", async () => {
    const { one, path, adminDir, linked } = await setUp();
    await writeRecord(adminDir, { branch: "b", head: one, path });
    expect((await linked()).record).toEqual({ schema: 1, branch: "b", head: one, path });
  });

  it.each([
    ["no JSON", "{"],
    ["of another form", '{"schema":2,"branch":"b","head":"x","path":"/"}'],
    ["without a commit", '{"schema":1,"branch":"b","head":"--all","path":"/"}'],
  ])("is none that is %s", async (_, text) => {
    const { adminDir, linked } = await setUp();
    await writeFile(join(adminDir, recordName), text);
    const worktree = await linked();
    expect([worktree.record, isOurs(worktree)]).toEqual([undefined, false]);
  });
});

describe("a work tree of apply", () => {
  it("is told by its record or its lock, and unfinished by its lock or a folder that is gone", async () => {
    const { one, path, adminDir, linked } = await setUp();
    const state = async () => {
      const worktree = await linked();
      return [isOurs(worktree), await isUnfinished(worktree)];
    };
    expect(await state()).toEqual([false, false]);
    await lockWorktree(adminDir);
    expect((await linked()).lock).toBe(ownLock);
    expect(await state()).toEqual([true, true]);
    await writeRecord(adminDir, { branch: "b", head: one, path });
    await unlockWorktree(adminDir);
    expect(await state()).toEqual([true, false]);
    await rm(path, { recursive: true });
    expect(await state()).toEqual([true, true]);
  });
});

describe("readAdminDir", () => {
  it("follows a .git file, also one with a path from its folder", async () => {
    const { path, adminDir } = await setUp();
    expect(await readAdminDir(path)).toBe(adminDir);
    const near = await makeFolder({ ".git": "gitdir: ../other/.git\n" });
    expect(await readAdminDir(near)).toBe(join(near, "../other/.git"));
  });

  it("finds none in a clone, in another file, or behind a link", async () => {
    const { repository, path } = await setUp();
    const linking = await makeFolder();
    await symlink(join(path, ".git"), join(linking, ".git"));
    const odd = await makeFolder({ ".git": "worktree: x\n" });
    for (const folder of [repository.dir, linking, odd, join(odd, "none")])
      expect(await readAdminDir(folder)).toBeUndefined();
  });
});
