import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { makeOrigin, type Origin } from "../helpers/clone.ts";
import { git } from "../helpers/clone-git.ts";
import { patchkit, temporaryFolder } from "../helpers/clone-program.ts";

// Promise: an identity is refused, or `git am` makes commits whose author is the one that signs off, and whose head
// is the one in series.json.
const temp = temporaryFolder();
const ref = "v1.10.12";
let origin: Origin;
let tree: string;

beforeAll(async () => {
  origin = await makeOrigin(temp);
  tree = join(temp, "tree");
  git(temp, ["clone", "--quiet", origin.dir, tree]);
});

it.each([
  ["Jane Doe <jane@example.org>", true],
  ["Jürgen Müller <jm@example.org>", true],
  ["Jane O'Neil-Smith <jane@example.org>", true],
  ["J. R. Doe <jane@example.org>", true],
  ["李小龍 <li@example.org>", true],
  ["Jane, <jane@example.org>", false],
  ['"Jane Doe" <jane@example.org>', false],
  ["Jane  Doe <jane@example.org>", false],
  [`${"Jane ".repeat(12)}Doe <jane@example.org>`, false],
  ["J <jane@example.org>", undefined],
  [". <jane@example.org>", false],
  ["Jane Doe. <jane@example.org>", false],
  ["jane@home <jane@example.org>", false],
  ["(Jane) <jane@example.org>", undefined],
  ["Doe, Jane <jane@example.org>", undefined],
  ["=?UTF-8?q?Jane?= <jane@example.org>", undefined],
  ["Jane \\ Doe <jane@example.org>", undefined],
  ["Jane\tDoe <jane@example.org>", false],
  ["Jane Doe <jane.@example.org>", undefined],
  ["Jane\u00a0Doe <jane@example.org>", undefined],
  ["\u202eJane <jane@example.org>", undefined],
])("keeps %j or refuses it (kept: %s)", async (identity, isKept) => {
  const out = join(temp, `out-${Buffer.from(identity).toString("hex").slice(0, 40)}-${identity.length}`);
  const args = ["generate", "-C", origin.dir, "--ref", ref, "--variant", "flag-gate", "--out", out];
  const run = await patchkit([...args, "--identity", identity]);
  if (isKept !== undefined) expect(run.code).toBe(isKept ? 0 : 2);
  if (run.code !== 0) {
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("usage/bad-argument");
    return;
  }
  const folder = join(out, ref, "flag-gate");
  const patches = readdirSync(folder).filter((name) => name.endsWith(".patch"));
  const env = { ...process.env, GIT_COMMITTER_NAME: "c", GIT_COMMITTER_EMAIL: "c@localhost" };
  git(tree, ["checkout", "--quiet", "--detach", ref]);
  execFileSync("git", ["am", "--quiet", ...patches.map((name) => join(folder, name))], { cwd: tree, env });
  const log = git(tree, ["log", "--format=%an <%ae>%n%(trailers:key=Signed-off-by,valueonly)", `${ref}..`]);
  expect(new Set(log.toString().split("\n").filter(Boolean))).toEqual(new Set([identity.trim()]));
  const { tree: promised } = JSON.parse(readFileSync(join(folder, "series.json"), "utf8"));
  expect(git(tree, ["rev-parse", "HEAD^{tree}"]).toString().trim()).toBe(promised);
});
