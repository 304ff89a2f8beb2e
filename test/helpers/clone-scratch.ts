import { mkdirSync, writeFileSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { quotePath } from "../../src/host/object-store.ts";
import { git, gitBytes } from "./clone-git.ts";

/**
 * Makes a bare repository with a clone's objects behind it: commits go here, and the clone stays as
 * it is. It has no remote, so that git never asks one for what a partial clone lacks.
 */
export function makeScratch(clone: string, dir: string): string {
  const objects = git(clone, ["rev-parse", "--git-path", "objects"]).trim();
  mkdirSync(dir);
  git(dir, ["init", "--quiet", "--bare"]);
  const path = isAbsolute(objects) ? objects : resolve(clone, objects);
  writeFileSync(join(dir, "objects", "info", "alternates"), `${quotePath(path)}\n`);
  return dir;
}

/**
 * Applies patches one after another onto a commit, in an index of their own: exactly, without fuzz,
 * and without a work tree.
 *
 * @returns the tree they come to.
 */
export function applyToIndex(scratch: string, base: string, patchPaths: readonly string[]): string {
  const env = { GIT_INDEX_FILE: join(scratch, `index-${process.pid}`) };
  git(scratch, ["read-tree", base], { env });
  for (const path of patchPaths) git(scratch, ["apply", "--cached", "--whitespace=error-all", path], { env });
  return git(scratch, ["write-tree", "--missing-ok"], { env }).trim();
}

/** Texts of files at a commit or tree; those that are not there are left out. */
export function textsAt(scratch: string, ref: string, paths: readonly string[]): Map<string, string> {
  const output = gitBytes(scratch, ["cat-file", "--batch"], {
    input: paths.map((path) => `${ref}:${path}\n`).join(""),
  });
  const texts = new Map<string, string>();
  let position = 0;
  for (const path of paths) {
    const newline = output.indexOf(10, position);
    const [, type, size] = output.toString("utf8", position, newline).split(" ");
    position = newline + 1;
    if (type !== "blob" || size === undefined) continue;
    texts.set(path, output.toString("utf8", position, position + Number(size)));
    position += Number(size) + 1;
  }
  return texts;
}
