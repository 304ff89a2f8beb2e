import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openGit } from "../../src/host/git.ts";
import { exportTree, listMissingFiles } from "../../src/host/git-tree.ts";
import { makeFolder } from "../helpers/folder.ts";

it("writes a commit's files without those that the repository lacks", async () => {
  const dir = await makeFolder({ "a/kept.txt": "kept\n", "a/lost.txt": "lost\n" });
  const run = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@localhost", ...args], { cwd: dir })
      .toString()
      .trim();
  run("init", "--quiet");
  run("add", ".");
  run("commit", "--quiet", "--message", "one");
  const oid = run("rev-parse", "HEAD:a/lost.txt");
  rmSync(join(dir, ".git/objects", oid.slice(0, 2), oid.slice(2)));

  const git = openGit({ env: process.env, signal: new AbortController().signal });
  const gitDir = join(dir, ".git");
  const sha = run("rev-parse", "HEAD");
  expect(await listMissingFiles(git, gitDir, sha)).toEqual([{ path: "a/lost.txt", oid }]);

  const folder = join(dir, "exported");
  await exportTree(git, gitDir, { sha, folder, leftOut: ["a/lost.txt"], finish: async () => {} });
  expect(readFileSync(join(folder, "a/kept.txt"), "utf8")).toBe("kept\n");
  expect(existsSync(join(folder, "a/lost.txt"))).toBe(false);
  // The repository's own index is as it was.
  expect(run("status", "--porcelain")).toBe("?? exported/");
});
