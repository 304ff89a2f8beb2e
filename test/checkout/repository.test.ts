import { execFileSync } from "node:child_process";
import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openRepository } from "../../src/checkout/repository.ts";
import { openGit } from "../../src/host/git.ts";
import { commitOn, git, objectId } from "../helpers/clone-git.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const host = openGit({ env: process.env, signal: new AbortController().signal });

/** A folder with a repository of one commit, `work`, whose file `a.txt` has a line. */
async function makeWork(): Promise<string> {
  const folder = await realpath(await makeFolder());
  execFileSync("git", ["init", "--quiet", "--initial-branch=main", join(folder, "work")]);
  git(join(folder, "work"), ["commit", "--quiet", "--allow-empty", "--message", "Start"]);
  commitOn(join(folder, "work"), "main", "topic", { "a.txt": "line\n" });
  return folder;
}

async function open(dir: string, tempDir: string) {
  const repository = await openRepository({ git: host, dir, tempDir });
  await repository.close();
  return repository;
}

it.each(["work/sub", "linked", "bare.git", "a\nnewline"])(
  "finds the git directory and the objects of %j",
  async (name) => {
    const folder = await makeWork();
    const work = join(folder, "work");
    const dir = join(folder, name);
    if (name === "work/sub") await mkdir(dir);
    if (name === "linked") git(work, ["worktree", "add", "--quiet", dir, "topic"]);
    if (name === "bare.git") git(folder, ["clone", "--quiet", "--bare", work, dir]);
    if (name === "a\nnewline") git(folder, ["clone", "--quiet", work, dir]);
    const { gitDir, cloneObjectsDir } = await open(dir, folder);
    const places = new Map([
      ["work/sub", [join(work, ".git"), join(work, ".git/objects")]],
      ["linked", [join(work, ".git/worktrees/linked"), join(work, ".git/objects")]],
      ["bare.git", [dir, join(dir, "objects")]],
      ["a\nnewline", [join(dir, ".git"), join(dir, ".git/objects")]],
    ]);
    expect([gitDir, cloneObjectsDir]).toEqual(places.get(name));
  },
);

it("reads objects, asks for one that was read no second time, and fetches none for a whole clone", async () => {
  const folder = await makeWork();
  const work = join(folder, "work");
  const repository = await openRepository({ git: host, dir: work, tempDir: folder });
  const oid = objectId(work, "topic:a.txt");
  const [first, second] = [repository.readObject(oid), repository.readObject(oid)];
  expect(second).toBe(first);
  expect((await first)?.data.toString()).toBe("line\n");
  const gone = "1".repeat(40);
  expect([await repository.fetchObject(gone), await repository.fetchObjects([gone])]).toEqual([
    undefined,
    false,
  ]);
  expect(await repository.promisor()).toBeUndefined();
  await repository.close();
});

it("reads at once what is more than it keeps, and keeps the last of it", async () => {
  const folder = await makeWork();
  const work = join(folder, "work");
  const contents = ["a", "b", "c", "d"].map((letter) => letter.repeat(5 * 1024 ** 2));
  const oids = contents.map((input) =>
    execFileSync("git", ["-C", work, "hash-object", "-w", "--stdin"], { input }).toString().trim(),
  );
  const repository = await openRepository({ git: host, dir: work, tempDir: folder });
  const readAll = () => Promise.all(oids.map((oid) => repository.readObject(oid)));
  const read = await readAll();
  expect(read.map((object) => object?.data.subarray(0, 1).toString())).toEqual(["a", "b", "c", "d"]);
  const again = await readAll();
  expect(again.map((object, index) => object === read[index])).toEqual([false, false, false, true]);
  await repository.close();
});

it("says what is there instead of a repository, or which it cannot read", async () => {
  const folder = await makeFolder({ file: "x" });
  const messageOf = async (name: string) => {
    const { code, message } = await failureOf(() => open(join(folder, name), folder));
    expect(code).toBe("environment/not-a-repository");
    return message;
  };
  expect(await messageOf(".")).toMatch(/, found none$/);
  expect(await messageOf("file")).toContain("file");
  expect(await messageOf("gone")).toContain(join(folder, "gone"));
  execFileSync("git", ["init", "--quiet", "--object-format=sha256", join(folder, "sha256")]);
  expect(await messageOf("sha256")).toMatch(/SHA-1 .*, found sha256$/);
});
