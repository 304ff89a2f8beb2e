import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makeFileCommit } from "../../src/host/file-commit.ts";
import { openGit } from "../../src/host/git.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const git = openGit({ env: process.env, signal: new AbortController().signal });
const files = new Map([
  ["v1/flag-gate/series", "0001-a.patch\n"],
  ['"v1"/odd "name"\\\n', "no newline"],
  ["manifest.json", ""],
]);

it("has exactly the files, to the byte, no parent, and the same sha each time", async () => {
  const temp = await makeFolder();
  const first = await makeFileCommit(git, files, "Add it", temp);
  const read = (...args: string[]) =>
    execFileSync("git", ["--git-dir", first.gitDir, ...args], { encoding: "utf8" });
  const names = read("ls-tree", "-r", "-z", "--name-only", first.sha).split("\0").filter(Boolean);
  expect(names.sort()).toEqual([...files.keys()].sort());
  for (const [path, text] of files) expect(read("cat-file", "blob", `${first.sha}:${path}`)).toBe(text);
  expect(read("log", "--format=%P|%s|%aI", first.sha)).toBe("|Add it|2020-09-13T12:26:40+00:00\n");
  const second = await makeFileCommit(git, files, "Add it", temp);
  expect(second.sha).toBe(first.sha);
  await Promise.all([first.close(), second.close()]);
  expect(existsSync(first.gitDir)).toBe(false);
});

it("says where no folder can be made", async () => {
  const { code } = await failureOf(() => makeFileCommit(git, files, "m", join("/proc", "none")));
  expect(code).toMatch(/^environment\//);
});
