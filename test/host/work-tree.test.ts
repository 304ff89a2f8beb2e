import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openGit } from "../../src/host/git.ts";
import {
  existingAbove,
  type ForeignWorkTree,
  fillWorkTree,
  isWithin,
  listCommitted,
  listFilesBelow,
  listFolders,
  listForeign,
  listModified,
  listStaged,
  removeEmptyFolders,
  removeFile,
  removeWorkTree,
  whatIsAt,
} from "../../src/host/work-tree.ts";
import { git, objectId } from "../helpers/clone-git.ts";
import { makeFolder } from "../helpers/folder.ts";

const host = openGit({ env: process.env, signal: new AbortController().signal });

/** A commit with a submodule, and an empty folder that it is to be written to. */
async function makeTree(): Promise<ForeignWorkTree> {
  const work = await makeFolder({ "a.txt": "one\n", "b/c/d.txt": "two\n" });
  git(work, ["init", "--quiet"]);
  git(work, ["add", "--all"]);
  git(work, ["update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},sub/module`]);
  git(work, ["commit", "--quiet", "--message", "one"]);
  const parent = await makeFolder();
  await mkdir(join(parent, "tree"));
  return {
    gitDir: join(work, ".git"),
    sha: objectId(work, "HEAD"),
    folder: join(parent, "tree"),
    indexFile: join(parent, "index"),
  };
}

it("writes the files of a commit, and names what was modified since, but not what was deleted", async () => {
  const tree = await makeTree();
  await fillWorkTree(host, tree);
  expect(await readFile(join(tree.folder, "b/c/d.txt"), "utf8")).toBe("two\n");
  expect(await listModified(host, tree)).toEqual([]);
  await writeFile(join(tree.folder, "a.txt"), "mine\n");
  await rm(join(tree.folder, "b/c/d.txt"));
  expect(await listModified(host, tree)).toEqual(["a.txt"]);
});

it("names what the index has in another state", async () => {
  const tree = await makeTree();
  await fillWorkTree(host, tree);
  expect(await listStaged(host, tree)).toEqual([]);
  await writeFile(join(tree.folder, "a.txt"), "mine\n");
  const env = { GIT_DIR: tree.gitDir, GIT_WORK_TREE: tree.folder, GIT_INDEX_FILE: tree.indexFile };
  git(tree.folder, ["add", "a.txt"], { env });
  expect(await listStaged(host, tree)).toEqual(["a.txt"]);
});

it("names foreign files, folders and links, the ignored ones too, as many as asked for", async () => {
  const tree = await makeTree();
  await fillWorkTree(host, tree);
  const committed = await listCommitted(host, tree);
  expect(committed).toEqual({ files: ["a.txt", "b/c/d.txt"], submodules: ["sub/module"] });
  await mkdir(join(tree.folder, "sub/module"), { recursive: true });
  expect(await listForeign(tree.folder, committed)).toEqual([]);
  await writeFile(join(tree.folder, "sub/module/mine"), "x");
  await symlink("/etc", join(tree.folder, "b/link"));
  await mkdir(join(tree.folder, "größe"));
  const found = await listForeign(tree.folder, committed);
  expect([...found].sort()).toEqual(["b/link", "größe", "sub/module/mine"]);
  expect(await listForeign(tree.folder, committed, 1)).toHaveLength(1);
});

it("removes a work tree's own files and the folders that are left empty, and nothing else", async () => {
  const tree = await makeTree();
  await fillWorkTree(host, tree);
  const committed = await listCommitted(host, tree);
  await writeFile(join(tree.folder, ".git"), "gitdir: /x\n");
  await writeFile(join(tree.folder, "b/mine"), "x");
  await expect(removeWorkTree(tree.folder, committed)).rejects.toMatchObject({
    code: "environment/not-writable",
  });
  expect(await listFilesBelow(tree.folder)).toEqual(expect.arrayContaining(["b/mine"]));
  await removeFile(join(tree.folder, "b/mine"));
  await removeWorkTree(tree.folder, committed);
  expect(await whatIsAt(tree.folder)).toBeUndefined();
  await expect(removeWorkTree(tree.folder, committed)).resolves.toBeUndefined();
});

it("says what stands where a folder is wanted", async () => {
  const folder = await makeFolder({ file: "x", "full/one": "x" });
  await mkdir(join(folder, "empty"));
  await symlink("gone", join(folder, "link"));
  const asked = ["gone", "file", "link", "full", "empty", "file/below"];
  expect(await Promise.all(asked.map((name) => whatIsAt(join(folder, name))))).toEqual([
    undefined,
    "a file",
    "a symbolic link",
    "a folder with one",
    undefined,
    undefined,
  ]);
});

it("follows links to tell whether a path is within a folder", async () => {
  const folder = await makeFolder({ "clone/file": "x" });
  await symlink(join(folder, "clone"), join(folder, "link"));
  const within = (path: string) => isWithin(join(folder, path), join(folder, "clone"));
  expect(await Promise.all(["clone", "clone/new/tree", "link/new", "clone/..new"].map(within))).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(await Promise.all(["clone2", "clone/..", "other"].map(within))).toEqual([false, false, false]);
  expect(await existingAbove(join(folder, "clone/a/b/c"))).toBe(join(folder, "clone"));
});

it("removes empty folders up to another one, and stops at the first that is in use", async () => {
  const top = await makeFolder({ "a/used": "x" });
  await mkdir(join(top, "a/b/c"), { recursive: true });
  await removeEmptyFolders(join(top, "a/b/c"), top);
  expect([await listFolders(top), await listFolders(join(top, "a"))]).toEqual([["a"], []]);
  expect(await listFolders(join(top, "gone"))).toEqual([]);
});
