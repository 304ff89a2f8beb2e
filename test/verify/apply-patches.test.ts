import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openCheckout, openRepository } from "../../src/checkout/index.ts";
import { openGit } from "../../src/host/git.ts";
import { applyPatches } from "../../src/verify/apply-patches.ts";
import { subjectOf } from "../../src/verify/subject.ts";
import { commitOn, git, objectId } from "../helpers/clone-git.ts";
import { makeFolder } from "../helpers/folder.ts";
import { makeSeries } from "../helpers/series.ts";

const host = openGit({ env: process.env, signal: new AbortController().signal });

function blobId(text: string): string {
  return createHash("sha1").update(`blob ${text.length}\0${text}`).digest("hex");
}

/** A text whose blob stands in the folder of another one's. */
function textBeside(other: string): string {
  for (let at = 0; ; at++) if (blobId(`${at}\n`).slice(0, 2) === blobId(other).slice(0, 2)) return `${at}\n`;
}

/** Applies patches that a reader would make of these contents of files, one after another, to a commit with `a.txt`. */
async function apply(files: readonly Readonly<Record<string, string>>[], broken = -1) {
  const folder = await makeFolder();
  const [work, dir] = [join(folder, "work"), join(folder, "clone")];
  execFileSync("git", ["init", "--quiet", "--initial-branch=main", work]);
  git(work, ["commit", "--quiet", "--allow-empty", "--message", "Start"]);
  commitOn(work, "main", "base", { "a.txt": "one\n" });
  git(folder, ["clone", "--quiet", "--bare", "--single-branch", "--branch=base", work, dir]);
  let last = "base";
  const patches = files.map((changed, at) => {
    commitOn(work, last, `step-${at}`, changed);
    last = `step-${at}`;
    const text = git(work, ["format-patch", "--stdout", "-1", last]);
    const name = `000${at + 1}-step.patch`;
    return { name, text: at === broken ? text.replace(/^\+/gm, " ") : text };
  });
  const sha = objectId(dir, "base");
  const repository = await openRepository({ git: host, dir, tempDir: folder });
  try {
    const checkout = await openCheckout(repository, { ref: sha, sha, slug: "base" });
    const subject = { ...subjectOf("base", makeSeries({ base: sha })), patches };
    const applied = await applyPatches(repository, checkout, subject, folder);
    return { applied, trees: files.map((_, at) => objectId(work, `step-${at}^{tree}`)) };
  } finally {
    await repository.close();
  }
}

it("makes a commit of each patch, and takes no object for missing that it has made a moment ago", async () => {
  const { applied, trees } = await apply([{ "b.txt": "two\n" }, { "c.txt": textBeside("two\n") }]);
  expect(applied).toMatchObject({ taken: true, log: "", irregular: undefined });
  expect(applied.commits.map(({ tree }) => tree)).toEqual(trees);
});

it("stops at the first patch that does not apply, with what git says and the commits before it", async () => {
  const files = ["one", "two", "three"].map((text) => ({ "a.txt": `${text} more\n` }));
  const { applied, trees } = await apply(files, 1);
  expect(applied.taken).toBe(false);
  expect(applied.log).toMatch(/patch/i);
  expect(applied.commits.map(({ tree }) => tree)).toEqual(trees.slice(0, 1));
});

it("names a path that is made a link", async () => {
  const folder = await makeFolder();
  execFileSync("git", ["init", "--quiet", "--initial-branch=main", folder]);
  git(folder, ["commit", "--quiet", "--allow-empty", "--message", "Start"]);
  const sha = commitOn(folder, "main", "base", { "a.txt": "one\n" });
  commitOn(folder, "base", "linked", { "a.txt": { symlink: "/etc" } });
  const patches = [{ name: "0001-x.patch", text: git(folder, ["format-patch", "--stdout", "-1", "linked"]) }];
  const repository = await openRepository({ git: host, dir: folder, tempDir: folder });
  const checkout = await openCheckout(repository, { ref: sha, sha, slug: "base" });
  const subject = { ...subjectOf("base", makeSeries({ base: sha })), patches };
  const { taken, irregular } = await applyPatches(repository, checkout, subject, folder);
  await repository.close();
  expect(taken).toBe(true);
  expect(irregular).toBe('expected changes of regular files only, found a symbolic link at "a.txt"');
});
