import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Repository } from "../../src/checkout/index.ts";
import {
  assertBranchName,
  branchOf,
  deleteBranch,
  foreignHand,
  moveBranch,
  readBranch,
  readReflog,
} from "../../src/series/branch.ts";
import { git, objectId } from "../helpers/clone-git.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeRefClone } from "../helpers/ref-clone.ts";

/** Moves the branch `b` from where it is. */
async function move(repository: Repository, to: string): Promise<void> {
  await moveBranch(repository, await readBranch(repository, "b"), to);
}

async function handOn(repository: Repository): Promise<string | undefined> {
  return foreignHand(repository, await readBranch(repository, "b"));
}

describe("the name of a branch", () => {
  it("is by default that of the series below its own folder", () => {
    expect(branchOf("flag-gate-set-1", "v1.10.12")).toBe("patchkit/flag-gate-set-1/v1.10.12");
  });

  it("is refused if git takes no branch of it", async () => {
    const { repository } = await makeRefClone({});
    // So that there is a branch before.
    git(repository.dir, ["checkout", "--quiet", "-b", "other"]);
    // By the rules of git-check-ref-format(1).
    const badNames = [
      "",
      "a b",
      "a..b",
      "a.lock",
      "a/.b",
      "/a",
      "a/",
      "a//b",
      "a~1",
      "a:b",
      "a@{1}",
      "a\\b",
      "a\nb",
    ];
    // Git means HEAD, the branch before, and the branch x by these.
    for (const name of [...badNames, "-a", "--all", "@", "@{-1}", "HEAD", "refs/heads/x"])
      expect(await failureOf(() => assertBranchName(repository, name))).toEqual({
        code: "usage/bad-argument",
        message: `expected a branch name, found ${JSON.stringify(name)}`,
        hint: "See git-check-ref-format(1).",
      });
  });

  it("may be one with slashes, plus signs and letters of any language", async () => {
    const { repository } = await makeRefClone({});
    for (const name of ["a", "patchkit/a+b/v1.10.12", "größe"]) await assertBranchName(repository, name);
  });
});

describe("readBranch", () => {
  it("knows where a branch is, and takes no tag for one", async () => {
    const { repository, one } = await makeRefClone({ "refs/heads/b": "one", "refs/tags/t": "two" });
    expect(await readBranch(repository, "b")).toEqual({ ref: "refs/heads/b", tip: one });
    expect(await readBranch(repository, "t")).toEqual({ ref: "refs/heads/t", tip: undefined });
  });

  it("refuses a symbolic ref, which would move another branch", async () => {
    const { repository } = await makeRefClone({});
    git(repository.dir, ["symbolic-ref", "refs/heads/b", "refs/heads/main"]);
    expect(await failureOf(() => readBranch(repository, "b"))).toMatchObject({
      code: "series/branch-exists",
      message: "expected b to be a branch, found a symbolic ref to refs/heads/main",
    });
  });
});

describe("moveBranch and deleteBranch", () => {
  it("create a branch, move and delete it, and leave others and HEAD where they are", async () => {
    const { repository, one, two } = await makeRefClone({});
    for (const to of [one, two]) {
      await move(repository, to);
      expect(objectId(repository.dir, "refs/heads/b")).toBe(to);
    }
    await deleteBranch(repository, "refs/heads/b", two);
    expect(await readBranch(repository, "b")).toMatchObject({ tip: undefined });
    expect(git(repository.dir, ["symbolic-ref", "HEAD"]).trim()).toBe("refs/heads/main");
    expect(objectId(repository.dir, "main")).toBe(two);
  });

  it("change nothing if the branch is no longer where it was seen", async () => {
    const { repository, one, two } = await makeRefClone({ "refs/heads/b": "one" });
    const ref = "refs/heads/b";
    for (const work of [
      () => moveBranch(repository, { ref, tip: undefined }, two),
      () => moveBranch(repository, { ref, tip: two }, two),
      () => deleteBranch(repository, ref, two),
    ])
      expect(await failureOf(work)).toMatchObject({
        code: "series/branch-exists",
        message: expect.stringMatching(/^expected a name that is free for a branch: .*refs\/heads\/b/),
      });
    expect(objectId(repository.dir, ref)).toBe(one);
  });

  it("refuse a name whose folder is a branch", async () => {
    const { repository, one } = await makeRefClone({ "refs/heads/a": "one" });
    const branch = await readBranch(repository, "a/b");
    expect((await failureOf(() => moveBranch(repository, branch, one))).code).toBe("series/branch-exists");
  });

  it("name the lock of another git", async () => {
    const { repository, one } = await makeRefClone({ "refs/heads/b": "one" });
    const lock = join(repository.gitDir, "refs/heads/b.lock");
    await writeFile(lock, "");
    expect(await failureOf(() => deleteBranch(repository, "refs/heads/b", one))).toMatchObject({
      code: "environment/busy",
      message: `expected to change a ref, found the lock ${lock}`,
    });
  });
});

describe("foreignHand", () => {
  it("finds none on a branch that was created and moved by us alone", async () => {
    const { repository, one, two } = await makeRefClone({});
    for (const to of [one, two]) {
      await move(repository, to);
      expect(await handOn(repository)).toBeUndefined();
    }
  });

  it("finds what somebody else did to the branch, also between two of our moves", async () => {
    const { repository, one, two } = await makeRefClone({});
    await move(repository, one);
    git(repository.dir, ["update-ref", "-m", "commit: mine", "refs/heads/b", two]);
    expect(await handOn(repository)).toBe('"commit: mine" in its reflog');
    await move(repository, one);
    expect(await handOn(repository)).toBe('"commit: mine" in its reflog');
  });

  it("is not deceived by our words under another name", async () => {
    const { repository, one } = await makeRefClone({});
    git(repository.dir, [
      "update-ref",
      "--create-reflog",
      "-m",
      "cilium-patchkit apply: created",
      "refs/heads/b",
      one,
    ]);
    expect(await handOn(repository)).toBe('"cilium-patchkit apply: created" in its reflog');
  });

  it("finds a branch that we moved and did not create", async () => {
    const { repository, one, two } = await makeRefClone({ "refs/heads/b": "one" });
    await rm(join(repository.gitDir, "logs/refs/heads/b"), { force: true });
    expect(await handOn(repository)).toBe("no record of that in its reflog");
    await move(repository, two);
    expect(await handOn(repository)).toBe("that it was there before");
    expect(objectId(repository.dir, "b")).not.toBe(one);
  });

  it("finds a branch that was moved without its reflog", async () => {
    const { repository, one, two } = await makeRefClone({});
    await move(repository, one);
    await writeFile(join(repository.gitDir, "refs/heads/b"), `${two}\n`);
    expect(await handOn(repository)).toBe("another commit there than its reflog names");
  });
});

it("readReflog gives the latest entry first, with who made it, and nothing where there is no such ref", async () => {
  const { repository, one, two } = await makeRefClone({});
  await move(repository, one);
  git(repository.dir, ["update-ref", "-m", "a\tb", "refs/heads/b", two]);
  const found = await readReflog(repository, repository.gitDir, "refs/heads/b");
  expect(found?.map(({ sha }) => sha)).toEqual([two, one]);
  expect(found?.[0]?.about).toMatch(/^Test\ttest@example\.invalid\ta.b$/);
  expect(found?.[1]?.about).toBe(
    "cilium-patchkit\tcilium-patchkit@example.invalid\tcilium-patchkit apply: created",
  );
  expect(await readReflog(repository, repository.gitDir, "refs/heads/gone")).toBeUndefined();
});
