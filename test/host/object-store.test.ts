import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeObjectStore, quotePath, removeObjectStore } from "../../src/host/object-store.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const git = (args: readonly string[], input = "") =>
  execFileSync("git", args, { encoding: "utf8", input }).trim();

describe("makeObjectStore", () => {
  // Git reads a list of alternates as quoted C strings, line by line.
  it.each(["clone", "with space", 'with "quotes"', "with\nline", "with \\ backslash"])(
    "reads objects of a clone in a folder %j, and writes its own elsewhere",
    async (name) => {
      const folder = await makeFolder();
      const clone = join(folder, name);
      git(["init", "--quiet", "--bare", clone]);
      const theirs = git(["--git-dir", clone, "hash-object", "-w", "--stdin"], "theirs");
      const store = await makeObjectStore(folder, join(clone, "objects"));
      expect(git(["--git-dir", store.gitDir, "cat-file", "blob", theirs])).toBe("theirs");
      const ours = git(["--git-dir", store.gitDir, "hash-object", "-w", "--stdin"], "ours");
      expect(existsSync(join(store.objectsDir, ours.slice(0, 2), ours.slice(2)))).toBe(true);
      expect(existsSync(join(clone, "objects", ours.slice(0, 2)))).toBe(false);
      await removeObjectStore(store);
      expect(existsSync(store.gitDir)).toBe(false);
    },
  );

  it("names the folder where there is no place for it", async () => {
    const folder = await makeFolder({ file: "" });
    const failure = await failureOf(() => makeObjectStore(join(folder, "file"), "/clone/objects"));
    expect(failure.code).toBe("environment/not-writable");
    expect(failure.message).toContain(join(folder, "file"));
  });
});

describe("quotePath", () => {
  it("is a C string", () => {
    expect(quotePath('a "b" \\ c\nd')).toBe('"a \\"b\\" \\\\ c\\nd"');
  });
});
