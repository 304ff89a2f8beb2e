import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { assertOwnRepository, isOwnRepository, writeDraft } from "../../src/author/draft.ts";
import { packageRoot } from "../../src/host/assets.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

describe("writeDraft", () => {
  it("writes new files, and files that are changed", async () => {
    const root = await makeFolder({ "list.ts": "old" });
    await writeDraft({
      root,
      files: new Map([["a/b.ts", "b"]]),
      changed: new Map([["list.ts", "new"]]),
      next: [],
    });
    expect([
      await readFile(join(root, "a/b.ts"), "utf8"),
      await readFile(join(root, "list.ts"), "utf8"),
    ]).toEqual(["b", "new"]);
  });

  it("writes nothing where something is in the way", async () => {
    const root = await makeFolder({ "list.ts": "old", "c.ts": "mine" });
    const files = new Map([
      ["b.ts", "b"],
      ["c.ts", "c"],
    ]);
    const failure = await failureOf(() =>
      writeDraft({ root, files, changed: new Map([["list.ts", "new"]]), next: [] }),
    );
    expect(failure.message).toBe(`${join(root, "c.ts")}: expected nothing, found a file`);
    expect(await readFile(join(root, "list.ts"), "utf8")).toBe("old");
    await expect(readFile(join(root, "b.ts"))).rejects.toThrow("ENOENT");
  });
});

describe("a checkout of this repository", () => {
  it("is known by its package and its proposals", async () => {
    expect(await isOwnRepository(packageRoot)).toBe(true);
    const named = { "package.json": '{"name": "cilium-patchkit"}' };
    for (const files of [{}, named, { "package.json": "{", "src/proposals/index.ts": "" }])
      expect(await isOwnRepository(await makeFolder(files))).toBe(false);
  });

  it("is expected, and what is none is refused", async () => {
    const root = await makeFolder();
    expect(await failureOf(() => assertOwnRepository(root))).toEqual({
      code: "usage/bad-argument",
      message: `${root}: expected a checkout of cilium-patchkit, found none`,
      hint: "Change to the root of a clone of its repository; only `new variant` works elsewhere.",
    });
  });
});
