import { existsSync } from "node:fs";
import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openRepository, type Repository } from "../../src/checkout/index.ts";
import { openGit } from "../../src/host/git.ts";
import { type CloneWorktree, listWorktrees, lockWorktree } from "../../src/series/clone-worktrees.ts";
import {
  assertNotCheckedOut,
  fetchFiles,
  makeWorktree,
  planWorktree,
  removeWorktree,
} from "../../src/series/worktree.ts";
import { commitOn, git, objectId } from "../helpers/clone-git.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const host = openGit({ env: process.env, signal: new AbortController().signal });

/** A clone whose branch `b` has a file and a program. */
async function setUp() {
  const folder = await makeFolder();
  const dir = join(folder, "clone");
  git(folder, ["init", "--quiet", dir]);
  git(dir, ["commit", "--quiet", "--allow-empty", "--message", "one"]);
  const head = commitOn(dir, "HEAD", "b", { "c/d.txt": "größe\n", "run.sh": { executable: "#!/bin/sh\n" } });
  const repository: Repository = await openRepository({ git: host, dir, tempDir: folder });
  onTestFinished(() => repository.close());
  const tip = { branch: "b", head };
  const plan = async (path: string) => planWorktree(repository, await listWorktrees(repository), tip, path);
  const make = async (path: string) => makeWorktree(repository, await plan(path), tip);
  return { folder, dir, head, repository, plan, make, path: join(folder, "new/tree") };
}

describe("a work tree of a branch", () => {
  it("has the commit's files and modes, is clean, and is not locked", async () => {
    const { dir, path, make } = await setUp();
    await make(path);
    expect(await readFile(join(path, "c/d.txt"), "utf8")).toBe("größe\n");
    expect(git(path, ["status", "--porcelain", "--branch"])).toBe("## b\n");
    expect(git(dir, ["worktree", "list", "--porcelain"])).not.toContain("locked");
  });

  it("runs no program of the clone's configuration over its files", async () => {
    const { dir, path, make, repository } = await setUp();
    const hook = join(dir, ".git/hooks/post-checkout");
    await writeFile(hook, '#!/bin/sh\ntouch "$(git rev-parse --git-common-dir)/ran"\n');
    await chmod(hook, 0o755);
    await writeFile(join(dir, ".git/info/attributes"), "*.txt filter=odd\n");
    git(dir, ["config", "filter.odd.smudge", "sed s/gr/x/"]);
    await make(path);
    expect(await readFile(join(path, "c/d.txt"), "utf8")).toBe("größe\n");
    expect(existsSync(join(repository.gitDir, "ran"))).toBe(false);
  });

  it("is gone, with what git knew of it, once it is removed", async () => {
    const { repository, path, head, make } = await setUp();
    await make(path);
    const [, made] = await listWorktrees(repository);
    await removeWorktree(repository, made as CloneWorktree, head);
    expect(existsSync(path)).toBe(false);
    expect(existsSync(join(repository.gitDir, "worktrees"))).toBe(false);
    expect(await listWorktrees(repository)).toHaveLength(1);
  });
});

describe("planWorktree", () => {
  it("takes a folder that is absent or empty, and knows one that is made", async () => {
    const { path, plan, make } = await setUp();
    for (const place of [path, await makeFolder()])
      expect(await plan(place)).toEqual({ path: place, existing: undefined, isThere: false });
    await make(path);
    expect(await plan(path)).toMatchObject({ path, isThere: true, existing: { branches: ["b"] } });
  });

  it("goes on with one that was cut short, which is then complete", async () => {
    const { repository, path, plan, make } = await setUp();
    await make(path);
    await lockWorktree(join(repository.gitDir, "worktrees/tree"));
    await rm(join(path, "c"), { recursive: true });
    expect(await plan(path)).toMatchObject({ isThere: false, existing: { path } });
    await make(path);
    expect(await readFile(join(path, "c/d.txt"), "utf8")).toBe("größe\n");
    expect(await plan(path)).toMatchObject({ isThere: true });
  });

  it("refuses a folder with files, and one of git's own", async () => {
    const { dir, plan } = await setUp();
    const full = await makeFolder({ "mine.txt": "" });
    const { code, message } = await failureOf(() => plan(full));
    expect([code, message]).toEqual([
      "usage/bad-argument",
      expect.stringContaining(`--worktree: expected ${full} to be absent or an empty folder`),
    ]);
    const inside = join(dir, ".git/tree");
    expect((await failureOf(() => plan(inside))).message).toMatch(/, found git's own folder$/);
  });

  it("refuses a branch that has a work tree elsewhere", async () => {
    const { folder, path, plan, make } = await setUp();
    await make(path);
    expect(await failureOf(() => plan(join(folder, "second")))).toMatchObject({
      code: "series/checked-out",
      message: `expected b to be checked out nowhere else, found it in ${path}`,
    });
  });
});

it("assertNotCheckedOut looks at whole names alone", async () => {
  const worktree = { path: "/w", branches: ["a/b", "c"] } as unknown as CloneWorktree;
  expect(() => assertNotCheckedOut([worktree], "b")).not.toThrow();
  expect((await failureOf(() => assertNotCheckedOut([worktree], "c"))).code).toBe("series/checked-out");
});

it("fetchFiles refuses a commit whose files are not all there, and names one", async () => {
  const { repository, dir, head } = await setUp();
  await fetchFiles(repository, head);
  const blob = objectId(dir, `${head}:c/d.txt`);
  await rm(join(dir, ".git/objects", blob.slice(0, 2), blob.slice(2)));
  expect(await failureOf(() => fetchFiles(repository, head))).toMatchObject({
    code: "checkout/missing-object",
    message: `expected the content of all files of ${head.slice(0, 12)}, found none of "c/d.txt" in the clone, or at its remote`,
  });
});
