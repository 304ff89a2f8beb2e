import { chmod, mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { openGit } from "../../src/host/git.ts";
import { compareTree, restoreTree } from "../../src/host/kept-tree.ts";
import { git, objectId } from "../helpers/clone-git.ts";
import { makeFolder } from "../helpers/folder.ts";

const host = openGit({ env: process.env, signal: new AbortController().signal });
const files = { "a.txt": "one\n", "b/c.txt": "two\n", "b/left.txt": "three\n" };

let gitDir: string;
let folder: string;
let sha: string;

/** A repository of a commit, and a folder beside it with its files but one. */
beforeEach(async () => {
  const work = await makeFolder(files);
  git(work, ["init", "--quiet"]);
  git(work, ["add", "--all"]);
  git(work, ["commit", "--quiet", "--message", "one"]);
  gitDir = join(work, ".git");
  sha = objectId(work, "HEAD");
  folder = join(await makeFolder({ "tree/a.txt": files["a.txt"], "tree/b/c.txt": files["b/c.txt"] }), "tree");
});

const compare = (leftOut: readonly string[] = ["b/left.txt"]) =>
  compareTree(host, gitDir, { sha, folder, leftOut });

it("finds nothing in a folder that has the commit's files but those that it may lack", async () => {
  expect(await compare()).toEqual({ changed: [], added: [] });
  const oid = objectId(gitDir, "HEAD:b/left.txt");
  expect(await compare([])).toEqual({ changed: [{ path: "b/left.txt", oid }], added: [] });
});

it("sees a changed file by its content, also where size and time are as before, and files that were added", async () => {
  const path = join(folder, "a.txt");
  await writeFile(path, "onf\n");
  await utimes(path, 0, 0);
  await mkdir(join(folder, "new"));
  await writeFile(join(folder, "new/x"), "");
  await writeFile(join(folder, ".gitignore"), "*\n");
  const found = await compare();
  expect(found.changed).toEqual([{ path: "a.txt", oid: objectId(gitDir, "HEAD:a.txt") }]);
  expect([...found.added].sort()).toEqual([".gitignore", "new/x"]);
});

it("puts back what was changed, removed or made a link or a program, and removes what was added", async () => {
  await rm(join(folder, "a.txt"));
  await symlink("/etc/passwd", join(folder, "a.txt"));
  await chmod(join(folder, "b/c.txt"), 0o755);
  await writeFile(join(folder, "more"), "");
  const changes = await compare();
  expect(changes.changed.map(({ path }) => path)).toEqual(["a.txt", "b/c.txt"]);
  await restoreTree(host, gitDir, { sha, folder, ...changes });
  expect(await compare()).toEqual({ changed: [], added: [] });
  expect(await readFile(join(folder, "a.txt"), "utf8")).toBe("one\n");
});

it("leaves nothing beside the folder, and the repository's own index as it was", async () => {
  await rm(join(folder, "a.txt"));
  await restoreTree(host, gitDir, { sha, folder, ...(await compare()) });
  expect(await readdir(join(folder, ".."))).toEqual(["tree"]);
  expect(git(join(gitDir, ".."), ["status", "--porcelain"])).toBe("");
});
