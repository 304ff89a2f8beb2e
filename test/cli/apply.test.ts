import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { applyValue, errorValue, generateValue } from "../../src/cli/values.ts";
import {
  bare,
  type Clone,
  commonRef,
  dirty,
  handlerPath,
  hostile,
  linked,
  makeOrigin,
  type Origin,
  plain,
  ranPrograms,
} from "../helpers/clone.ts";
import { git, gitBytes, objectId } from "../helpers/clone-git.ts";
import { leftovers, parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { readSeries, type SeriesOnDisk } from "../helpers/clone-series.ts";
import { snapshot } from "../helpers/clone-snapshot.ts";

const temp = temporaryFolder();
const branch = `patchkit/flag-gate/${commonRef}`;
let origin: Origin;
let series: SeriesOnDisk;

beforeAll(async () => {
  origin = await makeOrigin(temp);
  const out = join(temp, "out");
  const args = ["generate", "-C", origin.dir, "--ref", commonRef, "--variant", "flag-gate", "--out", out];
  expect((await patchkit(args)).code).toBe(0);
  series = readSeries(join(out, commonRef, "flag-gate"));
});

function apply(clone: Clone, ...args: string[]) {
  return patchkit([
    "apply",
    ...["-C", clone.dir, "--ref", commonRef, "--variant", "flag-gate", "--json"],
    ...args,
  ]);
}

/** The same, as a user sees it. */
function say(clone: Clone, ...args: string[]) {
  return patchkit(["apply", "-C", clone.dir, "--ref", commonRef, "--variant", "flag-gate", ...args]);
}

/** What `apply` must not touch: HEAD, index, configuration, and every file of the work tree. */
function untouchedOf(clone: Clone): Record<string, string> {
  const itsOwn = /\/(objects|logs\/refs\/heads|refs\/heads)\//;
  const files = Object.entries(snapshot(clone).files);
  return Object.fromEntries(files.filter(([path, what]) => !itsOwn.test(path) && !what.endsWith(" folder")));
}

function branchesOf(clone: Clone): string {
  return git(clone.dir, ["for-each-ref", "--format=%(refname) %(objectname)"]);
}

describe.each([
  { form: "a plain clone", make: plain },
  { form: "a dirty one", make: dirty },
  { form: "a linked work tree", make: linked },
  { form: "a bare clone", make: bare },
])("apply on $form", ({ form, make }) => {
  let clone: Clone;
  let before: ReturnType<typeof untouchedOf>;
  let refsBefore: string;

  beforeAll(() => {
    clone = make(origin, join(temp, form.replaceAll(" ", "-")));
    before = untouchedOf(clone);
    refsBefore = branchesOf(clone);
  });

  it("makes one branch with the series' own commits, and touches nothing else", async () => {
    const run = await apply(clone);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(parseOutput(run, applyValue)).toMatchObject({
      status: "applied",
      state: "created",
      branch,
      head: series.head,
      worktree: null,
    });
    expect(
      branchesOf(clone)
        .split("\n")
        .filter((line) => !refsBefore.includes(line)),
    ).toEqual([`refs/heads/${branch} ${series.head}`]);
    expect(objectId(clone.dir, `${branch}^{tree}`)).toBe(series.tree);
    expect(objectId(clone.dir, `${branch}~${series.commits.length}`)).toBe(series.base);
    git(clone.dir, ["fsck", "--no-dangling", "--strict", branch]);
    expect(untouchedOf(clone)).toEqual(before);
  });

  it("says unchanged the second time", async () => {
    const refs = branchesOf(clone);
    const run = await apply(clone);
    expect(run.code).toBe(0);
    expect(parseOutput(run, applyValue)).toMatchObject({ state: "unchanged", branch, head: series.head });
    expect(branchesOf(clone)).toBe(refs);
  });

  it("takes it back with --undo, twice as well as once", async () => {
    const undone = parseOutput(await apply(clone, "--undo"), applyValue);
    expect(undone).toMatchObject({ status: "undone", state: "removed", branch, head: series.head });
    expect(branchesOf(clone)).toBe(refsBefore);
    const again = await apply(clone, "--undo");
    expect(again.code).toBe(0);
    expect(parseOutput(again, applyValue)).toMatchObject({ status: "undone", state: "absent", head: null });
    expect(untouchedOf(clone)).toEqual(before);
  });
});

describe("apply", () => {
  it("leaves a branch of that name alone where it is something else, and so does --undo", async () => {
    const clone = plain(origin, join(temp, "taken"));
    git(clone.dir, ["branch", branch, "v1.9.0"]);
    const refs = branchesOf(clone);
    for (const more of [[], ["--undo"]]) {
      const run = await apply(clone, ...more);
      const value = parseOutput(run, applyValue);
      expect(value).toMatchObject({ status: "refused", code: "series/branch-exists", state: null });
      expect(value.reason).toMatch(/expected branch .* found /);
      expect(value.hint).toContain("--branch NAME");
      expect(run.code).toBe(1);
      expect(branchesOf(clone)).toBe(refs);
    }
    const other = await apply(clone, "--branch", "mine");
    expect(parseOutput(other, applyValue)).toMatchObject({ branch: "mine", state: "created" });
  });

  it.each(["-d", "a..b", "@{-1}"])("refuses the branch name %j", async (name) => {
    const clone = { dir: origin.dir, folders: [], bare: true };
    const refs = branchesOf(clone);
    const run = await apply(clone, `--branch=${name}`);
    expect(run.code).toBe(2);
    expect(parseOutput(run, errorValue).error.code).toBe("usage/bad-argument");
    expect(branchesOf(clone)).toBe(refs);
  });

  it("checks the branch out into a linked work tree with --worktree, and --undo takes that along", async () => {
    const clone = plain(origin, join(temp, "with-worktree"));
    const head = readFileSync(join(clone.dir, ".git", "HEAD"), "utf8");
    const index = gitBytes(clone.dir, ["ls-files", "--stage"]);
    const tree = join(temp, "the tree");
    const run = await apply(clone, "--worktree", tree);
    expect(run.code).toBe(0);
    expect(parseOutput(run, applyValue)).toMatchObject({ worktree: tree, state: "created" });
    expect(objectId(tree, "HEAD")).toBe(series.head);
    expect(git(tree, ["status", "--porcelain"])).toBe("");
    expect(readFileSync(join(clone.dir, ".git", "HEAD"), "utf8")).toBe(head);
    expect(gitBytes(clone.dir, ["ls-files", "--stage"])).toEqual(index);
    expect(parseOutput(await apply(clone, "--undo"), applyValue).state).toBe("removed");
    expect(existsSync(tree)).toBe(false);
    expect(git(clone.dir, ["worktree", "list", "--porcelain"]).match(/^worktree /gm)).toHaveLength(1);
  });

  it("does not remove a linked work tree with changes of the user's own", async () => {
    const clone = plain(origin, join(temp, "edited-worktree"));
    const tree = join(temp, "edited");
    await apply(clone, "--worktree", tree);
    appendFileSync(join(tree, handlerPath), "// mine\n");
    const run = await apply(clone, "--undo");
    expect([1, 2]).toContain(run.code);
    expect(readFileSync(join(tree, handlerPath), "utf8")).toContain("// mine");
    expect(objectId(clone.dir, branch)).toBe(series.head);
  });

  it("does not undo a branch somebody has gone on with", async () => {
    const clone = plain(origin, join(temp, "gone-on"));
    await apply(clone);
    git(clone.dir, ["checkout", "--quiet", branch]);
    git(clone.dir, ["commit", "--quiet", "--allow-empty", "--message", "More"]);
    const refs = branchesOf(clone);
    const value = parseOutput(await apply(clone, "--undo"), applyValue);
    expect(value).toMatchObject({ status: "refused", code: "series/branch-exists" });
    expect(branchesOf(clone)).toBe(refs);
  });

  it("writes nothing with --dry-run, and says what it would do", async () => {
    const clone = plain(origin, join(temp, "dry"));
    const tree = join(temp, "dry-tree");
    const before = snapshot(clone);
    const run = await apply(clone, "--dry-run", "--worktree", tree);
    expect(parseOutput(run, applyValue)).toMatchObject({
      status: "applied",
      dryRun: true,
      state: "created",
      head: series.head,
      worktree: tree,
    });
    expect(snapshot(clone)).toEqual(before);
    expect(existsSync(tree)).toBe(false);
    expect((await say(clone, "--dry-run")).stdout).toMatch(/would be created.*\n.*nothing was written/);
    await apply(clone);
    const applied = snapshot(clone);
    const undo = parseOutput(await apply(clone, "--dry-run", "--undo"), applyValue);
    expect(undo).toMatchObject({ status: "undone", dryRun: true, state: "removed", head: series.head });
    expect(snapshot(clone)).toEqual(applied);
  });

  it("moves a branch with --force and prints where it was, but none that is checked out", async () => {
    const clone = plain(origin, join(temp, "forced"));
    git(clone.dir, ["branch", branch, "v1.9.0"]);
    const previous = objectId(clone.dir, branch);
    const run = await apply(clone, "--force");
    expect(parseOutput(run, applyValue)).toMatchObject({ state: "updated", previous, head: series.head });
    expect(objectId(clone.dir, branch)).toBe(series.head);
    // The branch was there before apply: it stays.
    expect(parseOutput(await apply(clone, "--undo"), applyValue).status).toBe("refused");
    git(clone.dir, ["branch", "--force", branch, "v1.9.0"]);
    expect((await say(clone, "--force")).stdout).toContain(previous);
    git(clone.dir, ["branch", "--force", branch, "v1.9.0"]);
    const tree = join(temp, "forced-tree");
    git(clone.dir, ["worktree", "add", "--quiet", tree, branch]);
    const refused = await apply(clone, "--force");
    expect(refused.code).toBe(1);
    expect(parseOutput(refused, applyValue)).toMatchObject({ status: "refused", code: "series/checked-out" });
    expect(parseOutput(refused, applyValue).reason).toContain(tree);
    expect(objectId(clone.dir, branch)).toBe(previous);
  });

  it("says in words what it did, what comes next, and why it refuses", async () => {
    const clone = plain(origin, join(temp, "in words"));
    const tree = join(temp, "a tree");
    const named = ["--branch", "fix/it's"];
    expect((await say(clone, ...named)).stdout).toMatch(
      /created[\s\S]*git switch 'fix\/it'\\''s'[\s\S]*git push <your fork> 'fix\/it'\\''s'/,
    );
    expect((await say(clone, "--worktree", tree)).stdout).toContain(`cd '${tree}'`);
    const undone = await say(clone, "--undo");
    expect(undone.stdout).toContain("removed; it was at ");
    expect(undone.stdout).not.toContain("next");
    expect((await say(clone, "--undo")).stdout).toContain("nothing to undo");
    git(clone.dir, ["branch", branch, "v1.9.0"]);
    const refused = await say(clone);
    expect(refused.stdout).toMatch(/refused: series\/branch-exists: expected[\s\S]*--branch NAME/);
    expect((await say(clone, "--undo", "--worktree", tree)).code).toBe(2);
  });

  it("does not remove the branch that is checked out", async () => {
    const clone = plain(origin, join(temp, "checked-out"));
    await apply(clone);
    git(clone.dir, ["checkout", "--quiet", branch]);
    const run = await apply(clone, "--undo");
    expect([1, 2]).toContain(run.code);
    expect(objectId(clone.dir, branch)).toBe(series.head);
    expect(existsSync(join(clone.dir, handlerPath))).toBe(true);
  });

  it("runs no hook of a hostile clone", async () => {
    const clone = hostile(origin, join(temp, "hostile"));
    rmSync(clone.marker, { force: true });
    expect((await apply(clone)).code).toBe(0);
    expect((await apply(clone, "--undo")).code).toBe(0);
    expect(ranPrograms(clone)).toEqual([]);
  });

  it("runs no filter of a hostile clone with --worktree", async () => {
    const clone = hostile(origin, join(temp, "hostile-worktree"));
    rmSync(clone.marker, { force: true });
    await apply(clone, "--worktree", join(temp, "hostile-tree"));
    expect(ranPrograms(clone)).toEqual([]);
  });

  it("says already-applied on the branch it made, and refuses a tree that does not fit", async () => {
    const clone = plain(origin, join(temp, "outcomes"));
    await apply(clone);
    const args = ["-C", clone.dir, "--variant", "flag-gate", "--json"];
    const again = await patchkit(["apply", ...args, "--ref", branch]);
    expect(again.code).toBe(0);
    expect(parseOutput(again, applyValue)).toMatchObject({ status: "already-applied", branch: null });
    const other = await patchkit(["apply", ...args, "--ref", branch, "--variant", "ipam-mode"]);
    expect(other.code).toBe(1);
    expect(parseOutput(other, applyValue)).toMatchObject({
      status: "refused",
      code: "plan/partly-applied",
      branch: null,
    });
    const unknown = await patchkit(["apply", ...args, "--ref", "v9.9.9"]);
    expect(unknown.code).toBe(2);
    expect(parseOutput(unknown, errorValue).error.code).toBe("checkout/unknown-ref");
  });

  it("gives the commits that generate names, with an identity as well", async () => {
    const clone = plain(origin, join(temp, "signed"));
    const identity = ["--identity", "Jane Doe <jane@example.org>"];
    const tempDir = temp;
    const applied = parseOutput(await apply(clone, ...identity), applyValue);
    const out = join(temp, "signed-out");
    const run = await patchkit([
      "generate",
      ...["-C", clone.dir, "--ref", commonRef, "--variant", "flag-gate", "--out", out, "--json", ...identity],
    ]);
    expect(parseOutput(run, generateValue).results).toHaveLength(1);
    expect(readSeries(join(out, commonRef, "flag-gate")).head).toBe(applied.head);
    expect(git(clone.dir, ["log", "-1", "--format=%ae%n%b", branch])).toContain(
      "Signed-off-by: Jane Doe <jane@example.org>",
    );
    expect(leftovers(tempDir)).toEqual([]);
  });
});
