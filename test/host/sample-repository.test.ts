import { join } from "node:path";
import { expect, it } from "vitest";
import { openGit } from "../../src/host/git.ts";
import { makeSampleRepository } from "../../src/host/sample-repository.ts";
import { git, objectId } from "../helpers/clone-git.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const host = openGit({ env: process.env, signal: new AbortController().signal });
const layers = {
  old: { ref: "v1.0", layers: ["base"], vendor: "lib" },
  new: { ref: "v2.0", layers: ["base", "new"], vendor: "lib" },
};
const files = {
  "sample/layers.json": JSON.stringify(layers),
  "sample/base/a.go": "package a\n",
  "sample/base/b.go": "package b\n",
  "sample/new/b.go": "package b // newer\n",
  "sample/lib/c/c.go": "package c\n",
  "sample/more/d.go": "package d\n",
};

it("makes a commit and a tag of each shape: later layers over earlier ones, and the vendored ones below vendor/", async () => {
  const folder = await makeFolder(files);
  const dir = join(folder, "made.git");
  const refs = await makeSampleRepository(host, join(folder, "sample"), dir, ["more"]);
  expect(refs).toEqual(["v1.0", "v2.0"]);
  const listed = (ref: string) => git(dir, ["ls-tree", "-r", "--name-only", ref]).trim().split("\n");
  expect(listed("v1.0")).toEqual(["a.go", "b.go", "d.go", "vendor/c/c.go"]);
  expect(git(dir, ["show", "v2.0:b.go"])).toBe("package b // newer\n");
  expect(objectId(dir, "HEAD")).toBe(objectId(dir, "v2.0"));
});

it("makes the same commits everywhere, and says what git says where it cannot", async () => {
  const folder = await makeFolder(files);
  const shas: string[] = [];
  for (const name of ["one.git", "two.git"]) {
    await makeSampleRepository(host, join(folder, "sample"), join(folder, name));
    shas.push(objectId(join(folder, name), "v1.0"));
  }
  expect(new Set(shas).size).toBe(1);
  const bad = { only: { ref: "not..a.ref", layers: ["base"], vendor: "lib" } };
  const other = await makeFolder({ ...files, "sample/layers.json": JSON.stringify(bad) });
  const failure = await failureOf(() => makeSampleRepository(host, join(other, "sample"), join(other, "x")));
  expect([failure.code, failure.message]).toEqual([
    "environment/git-failed",
    expect.stringContaining("not..a.ref"),
  ]);
});
