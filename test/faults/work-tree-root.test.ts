import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { commonRef, makeOrigin, plain } from "../helpers/clone.ts";
import { patchkit, temporaryFolder } from "../helpers/clone-program.ts";

// Promise: an output folder hides itself from git, but never a work tree or its files.
const temp = temporaryFolder();

it("an output folder ignores itself below a work tree, not at its root or beside tracked files", async () => {
  const origin = await makeOrigin(temp);
  const clone = plain(origin, join(temp, "clone"));
  const generate = ["generate", "-C", origin.dir, "--ref", commonRef, "--variant", "flag-gate", "--out"];
  expect((await patchkit([...generate, "."], { cwd: clone.dir })).code).toBe(0);
  expect(existsSync(join(clone.dir, ".gitignore"))).toBe(false);
  expect((await patchkit([...generate, "pkg"], { cwd: clone.dir })).code).toBe(0);
  expect(existsSync(join(clone.dir, "pkg", ".gitignore"))).toBe(false);
  for (const out of ["patches", "new/patches"]) {
    expect((await patchkit([...generate, out], { cwd: clone.dir })).code).toBe(0);
    expect(readFileSync(join(clone.dir, out, ".gitignore"), "utf8")).toBe("*\n");
  }
});
