import { symlink } from "node:fs/promises";
import { expect, it } from "vitest";
import { readBytes, readTree } from "../../src/host/read-tree.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

it("reads all files below a folder, and no link", async () => {
  const folder = await makeFolder({ "a/b.txt": "b", c: "c" });
  await symlink("/etc/passwd", `${folder}/link`);
  const files = await readTree(folder, 100);
  expect([...files].map(([path, bytes]) => [path, bytes.toString()])).toEqual([
    ["a/b.txt", "b"],
    ["c", "c"],
  ]);
  expect((await failureOf(() => readBytes(`${folder}/link`, 100))).message).toContain("found something else");
});

it("refuses more bytes than it may take, in all", async () => {
  const folder = await makeFolder({ a: "aa", b: "bb" });
  expect((await failureOf(() => readTree(folder, 3))).code).toBe("usage/bad-argument");
});
