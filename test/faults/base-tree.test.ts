import {
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { openRepository, type Repository } from "../../src/checkout/index.ts";
import { openGit } from "../../src/host/git.ts";
import { prepareBaseTree } from "../../src/verify/base-tree.ts";
import { commonRef, handlerPath, makeOrigin } from "../helpers/clone.ts";
import { objectId } from "../helpers/clone-git.ts";
import { temporaryFolder } from "../helpers/clone-program.ts";
import { makeFolder } from "../helpers/folder.ts";

// Promise: runs that share a cache never take a tree from each other, and check a tree before they use it.
const temp = temporaryFolder();
let dir: string;
let sha: string;

beforeAll(async () => {
  dir = (await makeOrigin(temp)).dir;
  sha = objectId(dir, `${commonRef}^{commit}`);
});

async function open(): Promise<Repository> {
  const git = openGit({ env: process.env, signal: new AbortController().signal });
  return openRepository({ git, dir, tempDir: await makeFolder() });
}

/** Prepares the tree as one run does; what it told the user beside it. */
async function prepare(cacheDir: string) {
  const notes: string[] = [];
  const repository = await open();
  const note = (text: string) => notes.push(text);
  const sources = { repository, cacheDir, fetchModule: async () => undefined, note };
  const base = await prepareBaseTree(sources, sha);
  const made = statSync(base.root).ino;
  await repository.close();
  return { base, made, notes };
}

describe("prepareBaseTree", () => {
  it("makes one tree for runs that need it at once, and no run removes another's", async () => {
    const cacheDir = await makeFolder();
    const runs = await Promise.all(Array.from({ length: 4 }, () => prepare(cacheDir)));
    expect(new Set(runs.map(({ made }) => made)).size).toBe(1);
    expect(statSync(runs[0]?.base.root ?? "").ino).toBe(runs[0]?.made);
  });

  it("puts right what was changed in place, and says so", async () => {
    const cacheDir = await makeFolder();
    const { base, made } = await prepare(cacheDir);
    const handler = join(base.root, handlerPath);
    const [text, mode] = [readFileSync(handler, "utf8"), statSync(handler).mode];
    const { atimeMs, mtimeMs } = statSync(handler);
    // Of the same length and time.
    writeFileSync(handler, text.replace("package linux", "package limux"));

    utimesSync(handler, atimeMs / 1000, mtimeMs / 1000);
    chmodSync(join(base.root, "VERSION"), 0o755);
    writeFileSync(join(base.root, "pkg/extra.go"), "package pkg");
    mkdirSync(join(base.root, "new/folder"), { recursive: true });
    writeFileSync(join(base.root, "new/folder/file"), "");
    rmSync(join(base.root, "pkg/option"), { recursive: true });
    symlinkSync("/etc", join(base.root, "pkg/option"));
    // Would hide a change of line ends from git.
    writeFileSync(join(base.root, ".gitattributes"), "* text\n");
    writeFileSync(
      join(base.root, "go.mod"),
      readFileSync(join(base.root, "go.mod"), "utf8").replaceAll("\n", "\r\n"),
    );
    const again = await prepare(cacheDir);
    expect(again.made).toBe(made);
    expect(again.notes).toEqual([
      expect.stringMatching(/^\d+ files of the tree at .* had been changed; made anew$/),
    ]);
    expect([readFileSync(handler, "utf8"), statSync(handler).mode]).toEqual([text, mode]);
    expect(readFileSync(join(base.root, "go.mod"), "utf8")).not.toContain("\r");
    expect((await prepare(cacheDir)).notes).toEqual([]);
  });

  it.each(["", "{", '{"absent":1}'])("makes the tree anew where its record is %j", async (record) => {
    const cacheDir = await makeFolder();
    const { base } = await prepare(cacheDir);
    writeFileSync(join(cacheDir, "trees", sha, "missing.json"), record);
    rmSync(join(base.root, handlerPath));
    await prepare(cacheDir);
    expect(readFileSync(join(base.root, handlerPath), "utf8")).toContain("package linux");
  });
});
