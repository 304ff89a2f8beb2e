import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openRepository, type Repository } from "../../src/checkout/index.ts";
import { openGit } from "../../src/host/git.ts";
import { listWorktrees, lockWorktree } from "../../src/series/clone-worktrees.ts";
import { makeWorktree, planWorktree } from "../../src/series/worktree.ts";
import { assertNothingElse } from "../../src/series/worktree-changes.ts";
import { commitOn, git, objectId } from "../helpers/clone-git.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const host = openGit({ env: process.env, signal: new AbortController().signal });

/** A clone, and the work tree of its branch `b` as `apply` makes it. */
interface Made {
  readonly repository: Repository;
  readonly clone: string;
  readonly path: string;
  readonly head: string;
  /** Administrative folder of the work tree. */
  readonly adminDir: string;
}

async function makeTree(): Promise<Made> {
  const folder = await makeFolder();
  const clone = join(folder, "clone");
  git(folder, ["init", "--quiet", clone]);
  git(clone, ["commit", "--quiet", "--allow-empty", "--message", "one"]);
  const head = commitOn(clone, "HEAD", "b", { "a.txt": "größe\n", "c/d.txt": "two\n" });
  const repository = await openRepository({ git: host, dir: clone, tempDir: folder });
  onTestFinished(() => repository.close());
  const tip = { branch: "b", head };
  const plan = await planWorktree(repository, await listWorktrees(repository), tip, join(folder, "tree"));
  await makeWorktree(repository, plan, tip);
  return { repository, clone, path: plan.path, head, adminDir: join(clone, ".git/worktrees/tree") };
}

/** What is found in the work tree beside what `apply` made; undefined for nothing. */
async function foundIn({ repository, head }: Made, expectedHead = head): Promise<string | undefined> {
  const worktree = (await listWorktrees(repository)).find(({ isMain }) => !isMain);
  if (!worktree) throw new Error("expected a work tree");
  const refused: unknown = await assertNothingElse(repository, worktree, {
    branch: "b",
    head: expectedHead,
  }).catch((error: unknown) => error);
  if (refused === undefined) return undefined;
  const { code, message } = await failureOf(() => Promise.reject(refused));
  const start = `expected the work tree ${worktree.path} to be as apply made it, found `;
  expect([code, message.slice(0, start.length)]).toEqual(["series/worktree-changed", start]);
  return message.slice(start.length);
}

describe("a work tree as apply made it", () => {
  it("has nothing else, also where git has looked at it and files were deleted", async () => {
    const made = await makeTree();
    expect(await foundIn(made)).toBeUndefined();
    expect(git(made.path, ["status", "--porcelain"], { env: { GIT_OPTIONAL_LOCKS: "1" } })).toBe("");
    await rm(join(made.path, "a.txt"));
    expect(await foundIn(made)).toBeUndefined();
  });

  it("has nothing else where its folder is gone", async () => {
    const made = await makeTree();
    await rm(made.path, { recursive: true });
    expect(await foundIn(made)).toBeUndefined();
  });

  it("was made for the commit that the branch is to be at", async () => {
    const made = await makeTree();
    expect(await foundIn(made, "1".repeat(40))).toBe(`that it was made for ${made.head.slice(0, 12)}`);
  });
});

describe("a work tree that somebody used", () => {
  it.each([
    ["a changed file", ({ path }: Made) => writeFile(join(path, "a.txt"), "mine\n"), "changes in a.txt"],
    [
      "a file that is the beginning of the commit's",
      ({ path }: Made) => writeFile(join(path, "a.txt"), "gr"),
      "changes in a.txt",
    ],
    [
      "a file of its own, though git ignores it",
      async ({ path, clone }: Made) => {
        await writeFile(join(clone, ".git/info/exclude"), "*.log\n");
        await writeFile(join(path, "c/x.log"), "");
      },
      "c/x.log, which the commit does not have",
    ],
    [
      "a change that is only staged",
      async ({ path }: Made) => {
        await writeFile(join(path, "a.txt"), "mine\n");
        git(path, ["add", "a.txt"]);
        await writeFile(join(path, "a.txt"), "größe\n");
      },
      "a.txt staged",
    ],
    [
      "a lock with a reason",
      async ({ path }: Made) => void git(path, ["worktree", "lock", "--reason", "on a disk", path]),
      "that it is locked (on a disk)",
    ],
    [
      "a lock without one",
      async ({ path }: Made) => void git(path, ["worktree", "lock", path]),
      "that it is locked",
    ],
    [
      "no branch",
      async ({ path }: Made) => void git(path, ["checkout", "--quiet", "--detach"]),
      "a HEAD without a branch checked out",
    ],
    [
      "another branch",
      async ({ path }: Made) => void git(path, ["checkout", "--quiet", "-b", "mine"]),
      "the branch mine checked out",
    ],
    [
      "a merge that is not done",
      ({ adminDir, head }: Made) => writeFile(join(adminDir, "MERGE_HEAD"), `${head}\n`),
      "MERGE_HEAD of git's, as of an operation that is not done",
    ],
    [
      "a lock of the index",
      ({ adminDir }: Made) => writeFile(join(adminDir, "index.lock"), ""),
      "index.lock of git's, as of an operation that is not done",
    ],
  ])("is found to have %s", async (_, change, found) => {
    const made = await makeTree();
    await change(made);
    expect(await foundIn(made)).toBe(found);
  });

  it("is found by a commit that was there and is no longer", async () => {
    const made = await makeTree();
    git(made.path, ["commit", "--quiet", "--allow-empty", "--message", "mine"]);
    const mine = objectId(made.path, "HEAD");
    git(made.path, ["reset", "--quiet", "--hard", made.head]);
    expect(await foundIn(made)).toBe(`the commit ${mine.slice(0, 12)} in the reflog of its HEAD`);
  });

  it("is found at another place", async () => {
    const made = await makeTree();
    git(made.clone, ["worktree", "move", made.path, `${made.path}-moved`]);
    expect(await foundIn(made)).toBe(`that it was moved there from ${made.path}`);
  });

  it("is not what another folder in its place is", async () => {
    const made = await makeTree();
    await rename(made.path, `${made.path}-old`);
    await mkdir(made.path);
    await writeFile(join(made.path, "mine"), "x");
    expect(await foundIn(made)).toBe("a folder that is not that work tree");
  });
});

describe("a work tree whose making was cut short", () => {
  async function makeCut(): Promise<Made> {
    const made = await makeTree();
    await lockWorktree(made.adminDir);
    await writeFile(join(made.adminDir, "index.lock"), "");
    return made;
  }

  it("may have a lock of the index, and one file that is the beginning of the commit's, even within a character", async () => {
    const made = await makeCut();
    expect(await foundIn(made)).toBeUndefined();
    const whole = await readFile(join(made.path, "a.txt"));
    for (const length of [0, 2, 3, 4]) {
      await writeFile(join(made.path, "a.txt"), whole.subarray(0, length));
      expect(await foundIn(made)).toBeUndefined();
    }
  });

  it("may not have a file with another content, nor two that are cut", async () => {
    const made = await makeCut();
    await writeFile(join(made.path, "a.txt"), "gra");
    expect(await foundIn(made)).toBe("changes in a.txt");
    await writeFile(join(made.path, "a.txt"), "g");
    await writeFile(join(made.path, "c/d.txt"), "t");
    expect(await foundIn(made)).toBe("changes in a.txt, c/d.txt");
  });

  it("may not have a file of its own, nor another branch", async () => {
    const made = await makeCut();
    await writeFile(join(made.path, "mine"), "x");
    expect(await foundIn(made)).toBe("mine, which the commit does not have");
    await writeFile(join(made.adminDir, "HEAD"), "ref: refs/heads/mine\n");
    expect(await foundIn(made)).toBe("the branch mine checked out");
  });
});
