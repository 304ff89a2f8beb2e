import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openFetcher, type PartialClone } from "../../src/checkout/fetcher.ts";
import { openGit } from "../../src/host/git.ts";
import { makeObjectStore } from "../../src/host/object-store.ts";
import { commitOn, git, objectId } from "../helpers/clone-git.ts";
import { makeFolder } from "../helpers/folder.ts";

const host = openGit({ env: process.env, signal: new AbortController().signal });

/** A clone without blobs of a repository with two files, and their ids. */
async function makePartial() {
  const folder = await makeFolder();
  const origin = join(folder, "origin");
  execFileSync("git", ["init", "--quiet", "--initial-branch=main", origin]);
  git(origin, ["commit", "--quiet", "--allow-empty", "--message", "Start"]);
  commitOn(origin, "main", "topic", { "a.txt": "one\n", "b.txt": "two\n" });
  for (const name of ["allowFilter", "allowAnySHA1InWant"])
    git(origin, ["config", `uploadpack.${name}`, "true"]);
  const dir = join(folder, "clone");
  git(folder, ["clone", "--quiet", "--no-checkout", "--filter=blob:none", `file://${origin}`, dir]);
  const cloneObjectsDir = join(dir, ".git/objects");
  const store = await makeObjectStore(folder, cloneObjectsDir);
  const clone: PartialClone = { dir, gitDir: join(dir, ".git"), cloneObjectsDir, store };
  return { clone, origin, ids: ["a.txt", "b.txt"].map((path) => objectId(origin, `topic:${path}`)) };
}

/** Whether the clone itself has an object, without asking its remote for it. */
function has({ dir }: PartialClone, oid: string): boolean {
  const env = { GIT_NO_LAZY_FETCH: "1" };
  const listed = git(dir, ["cat-file", "--batch-check", "--batch-all-objects"], { env });
  return listed.includes(oid);
}

it("fetches what a partial clone lacks into the store, one by one and at once, and leaves the clone alone", async () => {
  const { clone, origin, ids } = await makePartial();
  const [first = "", second = ""] = ids;
  const fetcher = await openFetcher(host, clone);
  if (!fetcher) throw new Error("expected a partial clone");
  expect(fetcher.url).toBe(`file://${origin}`);
  expect((await fetcher.read(first))?.data.toString()).toBe("one\n");
  expect(await fetcher.fetch([second])).toBe(true);
  expect((await fetcher.read(second))?.data.toString()).toBe("two\n");
  await fetcher.close();
  expect(ids.map((oid) => has(clone, oid))).toEqual([false, false]);
});

it("takes nothing but the URL from the clone, which may name programs", async () => {
  const { clone, ids } = await makePartial();
  const marked = join(clone.dir, "marked");
  for (const [name, value] of [
    ["remote.origin.uploadpack", `touch ${marked}; git-upload-pack`],
    ["core.sshCommand", `touch ${marked}`],
  ] as const)
    git(clone.dir, ["config", name, value]);
  const fetcher = await openFetcher(host, clone);
  expect(await fetcher?.fetch(ids)).toBe(true);
  await fetcher?.close();
  expect(() => execFileSync("test", ["!", "-e", marked])).not.toThrow();
});

it("takes a relative path from the clone, and says that it has nothing where the remote is gone", async () => {
  const { clone, ids } = await makePartial();
  const [first = ""] = ids;
  git(clone.dir, ["config", "remote.origin.url", "../origin"]);
  const relative = await openFetcher(host, clone);
  expect(relative?.url).toBe(join(clone.dir, "../origin"));
  await relative?.close();
  git(clone.dir, ["config", "remote.origin.url", "../gone"]);
  const lost = await openFetcher(host, clone);
  expect([await lost?.fetch(ids), await lost?.read(first)]).toEqual([false, undefined]);
  await lost?.close();
});

it("is none for a whole clone, and for one whose remote has no URL", async () => {
  const { clone } = await makePartial();
  await writeFile(join(clone.gitDir, "config"), "[core]\n\tbare = false\n");
  expect(await openFetcher(host, clone)).toBeUndefined();
  await writeFile(join(clone.gitDir, "config"), '[remote "origin"]\n\tpromisor = true\n');
  expect(await openFetcher(host, clone)).toBeUndefined();
});
