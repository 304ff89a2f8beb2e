import { execFileSync, spawn } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ownLock } from "../../src/series/clone-worktrees.ts";
import {
  type Clone,
  cloneForms,
  commonRef,
  handlerPath,
  hostile,
  hostileBlobless,
  makeOrigin,
  type Origin,
  plain,
  ranPrograms,
} from "../helpers/clone.ts";
import { linkedNames, withConditions } from "../helpers/clone-conditions.ts";
import { git, objectId } from "../helpers/clone-git.ts";
import { patchkit, programFolder, type Run, temporaryFolder } from "../helpers/clone-program.ts";
import { snapshot } from "../helpers/clone-snapshot.ts";

// Promises: `apply` runs no program of the clone; what it writes is complete or taken back; `--undo` removes what
// `apply` recorded that it made, and nothing else.
const temp = temporaryFolder();
const branch = `patchkit/flag-gate/${commonRef}`;
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp);
});

const flags = (clone: Clone) => ["apply", "-C", clone.dir, "--ref", commonRef, "--variant", "flag-gate"];
const apply = (clone: Clone, ...args: string[]): Promise<Run> =>
  patchkit([...flags(clone), "--json", ...args], clone.wrap ? { wrap: clone.wrap } : {});

const resultOf = (run: Run) => JSON.parse(run.stdout);
const refsOf = (clone: Clone) => git(clone.dir, ["for-each-ref", "--format=%(refname) %(objectname)"]);

/** Files of a work tree whose bytes are not those of the commit. */
function different(clone: Clone, tree: string, commit: string): string[] {
  const entries = git(clone.dir, ["ls-tree", "-r", "-z", commit]).split("\0").filter(Boolean);
  const blobs = new Map(entries.map((entry) => [entry.split("\t")[1] ?? "", entry.split(/[ \t]/)[2]]));
  const paths = [...blobs.keys()];
  const hashed = git(tree, ["hash-object", "--no-filters", "--", ...paths])
    .trim()
    .split("\n");
  return paths.filter((path, index) => hashed[index] !== blobs.get(path));
}

describe("a clone whose configuration, hooks and attributes are programs", () => {
  it("runs none of them on apply, --worktree and --undo", async () => {
    const clone = withConditions(hostile(origin, join(temp, "programs")));
    const tree = join(temp, "programs-tree");
    rmSync(clone.marker, { force: true });
    for (const args of [[], ["--worktree", tree], ["--worktree", tree]]) {
      const run = await apply(clone, ...args);
      expect(ranPrograms(clone)).toEqual([]);
      expect(run.code, run.stdout + run.stderr).toBe(0);
    }
    expect(different(clone, tree, branch)).toEqual([]);
    const undone = await apply(clone, "--undo");
    expect(ranPrograms(clone)).toEqual([]);
    expect(undone.code, undone.stdout + undone.stderr).toBe(0);
    expect(existsSync(tree)).toBe(false);
    expect(linkedNames(clone.dir)).toEqual([]);
  });

  it("runs none of them if it is a partial clone, and its work tree is complete", async () => {
    const clone = withConditions(hostileBlobless(origin, join(temp, "partial"), "origin"));
    const tree = join(temp, "partial-tree");
    rmSync(clone.marker, { force: true });
    const run = await apply(clone, "--worktree", tree);
    expect(ranPrograms(clone)).toEqual([]);
    expect(run.code, run.stdout + run.stderr).toBe(0);
    const shown = git(origin.dir, ["ls-tree", "-r", "-z", "--name-only", commonRef]).split("\0");
    for (const path of shown.filter(Boolean)) expect(existsSync(join(tree, path)), path).toBe(true);
    const undone = await apply(clone, "--undo");
    expect(ranPrograms(clone)).toEqual([]);
    expect(undone.code, undone.stdout + undone.stderr).toBe(0);
    expect(existsSync(tree)).toBe(false);
  });
});

describe("the work tree of --worktree", () => {
  it("is what git itself would have made", async () => {
    const clone = plain(origin, join(temp, "same"));
    const tree = join(temp, "same tree");
    expect((await apply(clone, "--worktree", tree)).code).toBe(0);
    expect(git(tree, ["status", "--porcelain", "--ignored"])).toBe("");
    expect(git(tree, ["symbolic-ref", "HEAD"]).trim()).toBe(`refs/heads/${branch}`);
    expect(git(clone.dir, ["worktree", "list", "--porcelain"])).not.toContain("locked");
    expect(different(clone, tree, branch)).toEqual([]);
    expect(git(clone.dir, ["fsck", "--no-dangling"])).toBe("");
  });

  const targets: readonly { title: string; make?: (path: string) => void; at?: (clone: Clone) => string }[] =
    [
      { title: "a file", make: (path) => writeFileSync(path, "mine\n") },
      {
        title: "a folder with something in it",
        make: (path) => {
          mkdirSync(path);
          writeFileSync(join(path, "mine"), "mine\n");
        },
      },
      { title: "a link to a folder", make: (path) => symlinkSync(mkdtempSync(join(temp, "to-")), path) },
      { title: "in the git directory", at: (clone) => join(clone.dir, ".git", "objects", "tree") },
      {
        title: "in the git directory, through a link",
        at: (clone) => {
          symlinkSync(".git", join(clone.dir, "way"));
          return join(clone.dir, "way", "tree");
        },
      },
    ];

  it.each(targets)("is refused as $title before anything is written", async ({ title, make, at }) => {
    const name = title.replace(/\W+/g, "-");
    const clone = plain(origin, join(temp, `target-${name}`));
    const target = at?.(clone) ?? join(temp, `at-${name}`);
    make?.(target);
    const before = snapshot(clone);
    const run = await apply(clone, "--worktree", target);
    expect(run.code).toBe(2);
    expect(run.stdout).toContain("usage/bad-argument");
    expect(snapshot(clone)).toEqual(before);
  });

  it("is taken back with the branch where it cannot be made", async () => {
    const clone = plain(origin, join(temp, "odd"));
    // A tree that no file system can hold.
    const blob = objectId(clone.dir, `${commonRef}:VERSION`);
    const entries = git(clone.dir, ["ls-tree", commonRef]);
    const odd = `${entries}100644 blob ${blob}\t${"x".repeat(300)}\n`;
    const treeId = git(clone.dir, ["mktree"], { input: odd }).trim();
    const commit = git(clone.dir, ["commit-tree", "-m", "odd", treeId]).trim();
    git(clone.dir, ["branch", "odd", commit]);
    const refs = refsOf(clone);
    const target = join(temp, "not", "there", "yet");
    const args = ["apply", "-C", clone.dir, "--ref", "odd", "--variant", "flag-gate", "--worktree", target];
    const run = await patchkit(args);
    expect(run.code, run.stdout + run.stderr).toBe(2);
    expect(refsOf(clone)).toBe(refs);
    expect(existsSync(join(temp, "not"))).toBe(false);
    expect(linkedNames(clone.dir)).toEqual([]);
  });
});

describe("--undo", () => {
  it("leaves the work tree of another branch alone whose name begins alike", async () => {
    const clone = plain(origin, join(temp, "prefix"));
    git(clone.dir, ["tag", "v1.10.1", commonRef]);
    const tree = join(temp, "prefix-tree");
    expect((await apply(clone, "--worktree", tree)).code).toBe(0);
    writeFileSync(join(tree, "notes.o"), "mine\n");
    appendFileSync(join(clone.dir, ".git", "info", "exclude"), "*.o\n");
    const args = ["apply", "-C", clone.dir, "--ref", "v1.10.1", "--variant", "flag-gate"];
    expect((await patchkit(args)).code).toBe(0);
    expect((await patchkit([...args, "--undo"])).code).toBe(0);
    expect(readFileSync(join(tree, "notes.o"), "utf8")).toBe("mine\n");
    expect(refsOf(clone)).toContain(`refs/heads/${branch} `);
    expect(refsOf(clone)).not.toContain("v1.10.1 refs/heads");
  });

  const changes: readonly { title: string; change: (tree: string, clone: Clone) => void; says: RegExp }[] = [
    {
      title: "a modified file",
      change: (tree) => appendFileSync(join(tree, handlerPath), "// mine\n"),
      says: /changes in .*node\.go/,
    },
    {
      title: "another mode",
      change: (tree) => chmodSync(join(tree, "VERSION"), 0o755),
      says: /changes in VERSION/,
    },
    {
      title: "a staged file",
      change: (tree) => {
        const text = readFileSync(join(tree, "VERSION"));
        appendFileSync(join(tree, "VERSION"), "mine\n");
        git(tree, ["add", "VERSION"]);
        writeFileSync(join(tree, "VERSION"), text);
      },
      says: /VERSION staged/,
    },
    {
      title: "an untracked file",
      change: (tree) => writeFileSync(join(tree, "pkg", "mine.txt"), "x"),
      says: /pkg\/mine\.txt/,
    },
    {
      title: "an ignored file",
      change: (tree, clone) => {
        appendFileSync(join(clone.dir, ".git", "info", "exclude"), "*.o\n");
        writeFileSync(join(tree, "mine.o"), "x");
      },
      says: /mine\.o/,
    },
    { title: "an empty folder", change: (tree) => mkdirSync(join(tree, "mine")), says: /mine/ },
    { title: "a pipe", change: (tree) => void execFileSync("mkfifo", [join(tree, "mine")]), says: /mine/ },
    {
      title: "a repository in it",
      change: (tree) => void git(tree, ["init", "--quiet", "mine"]),
      says: /mine/,
    },
    {
      title: "a commit that only its reflog knows",
      change: (tree) => {
        git(tree, ["checkout", "--quiet", "--detach"]);
        git(tree, ["commit", "--quiet", "--allow-empty", "--message", "mine"]);
        git(tree, ["checkout", "--quiet", branch]);
      },
      says: /in the reflog of its HEAD/,
    },
    {
      title: "HEAD elsewhere",
      change: (tree) => void git(tree, ["checkout", "--quiet", "--detach"]),
      says: /HEAD without a branch/,
    },
    {
      title: "a lock",
      change: (tree, clone) => void git(clone.dir, ["worktree", "lock", "--reason", "on a stick", tree]),
      says: /locked \(on a stick\)/,
    },
    {
      title: "a bisection",
      change: (tree) => void git(tree, ["bisect", "start"]),
      says: /BISECT|checked out/,
    },
  ];

  it.each(changes)("refuses a work tree with $title", async ({ title, change, says }) => {
    const name = title.replace(/\W+/g, "-");
    const clone = plain(origin, join(temp, `changed-${name}`));
    const tree = join(temp, `changed-${name}-tree`);
    expect((await apply(clone, "--worktree", tree)).code).toBe(0);
    change(tree, clone);
    const [refs, files] = [
      refsOf(clone),
      snapshot({ dir: clone.dir, folders: [clone.dir, tree], bare: true }),
    ];
    const run = await apply(clone, "--undo");
    expect(run.code, run.stdout).toBe(1);
    expect(resultOf(run)).toMatchObject({ status: "refused", code: "series/worktree-changed" });
    expect(resultOf(run).reason).toMatch(says);
    expect(resultOf(run).hint).toMatch(/git worktree remove/);
    expect(refsOf(clone)).toBe(refs);
    expect(snapshot({ dir: clone.dir, folders: [clone.dir, tree], bare: true })).toEqual(files);
  });

  it("refuses a work tree that the user made on that branch, and names it", async () => {
    const clone = plain(origin, join(temp, "own-tree"));
    const tree = join(temp, "own-tree-tree");
    expect((await apply(clone)).code).toBe(0);
    git(clone.dir, ["worktree", "add", "--quiet", tree, branch]);
    const run = await apply(clone, "--undo");
    expect(run.code).toBe(1);
    expect(resultOf(run)).toMatchObject({ status: "refused", code: "series/checked-out" });
    expect(resultOf(run).reason).toContain(tree);
    expect(existsSync(join(tree, handlerPath))).toBe(true);
  });

  it("refuses a branch that the user made, even at the same commit", async () => {
    const clone = plain(origin, join(temp, "own-branch"));
    expect((await apply(clone)).code).toBe(0);
    const head = objectId(clone.dir, branch);
    git(clone.dir, ["branch", "-D", branch]);
    git(clone.dir, ["branch", branch, head]);
    const run = await apply(clone, "--undo");
    expect(run.code).toBe(1);
    expect(resultOf(run)).toMatchObject({ status: "refused", code: "series/branch-exists" });
    expect(objectId(clone.dir, branch)).toBe(head);
  });

  it("takes back an older roll that it made, and what --force has made of it", async () => {
    const clone = plain(origin, join(temp, "older"));
    const identity = ["--identity", "Jane Doe <jane@example.org>"];
    expect((await apply(clone, ...identity)).code).toBe(0);
    const old = objectId(clone.dir, branch);
    const run = await apply(clone, "--undo");
    expect(resultOf(run)).toMatchObject({ status: "undone", state: "removed", head: old });
    expect((await apply(clone, ...identity)).code).toBe(0);
    expect(resultOf(await apply(clone, "--force"))).toMatchObject({ state: "updated", previous: old });
    expect(resultOf(await apply(clone, "--undo"))).toMatchObject({ status: "undone", state: "removed" });
    expect(resultOf(await apply(clone, "--undo"))).toMatchObject({ status: "undone", state: "absent" });
  });
});

describe("a run that was killed", () => {
  const halves: readonly { title: string; make: (clone: Clone, tree: string, admin: string) => void }[] = [
    {
      title: "after the branch",
      make: (clone, tree) => void git(clone.dir, ["worktree", "remove", "--force", tree]),
    },
    {
      title: "while git added the work tree",
      make: (_, tree, admin) => {
        rmSync(tree, { recursive: true });
        mkdirSync(tree);
        for (const name of readdirSync(admin))
          if (!/^(gitdir|HEAD|commondir)$/.test(name)) rmSync(join(admin, name), { recursive: true });
        writeFileSync(join(admin, "locked"), `${ownLock}\n`);
      },
    },
    {
      title: "while git wrote the files",
      make: (_, tree, admin) => {
        rmSync(join(tree, "pkg"), { recursive: true });
        writeFileSync(join(tree, "VERSION"), readFileSync(join(tree, "VERSION")).subarray(0, 3));
        rmSync(join(admin, "index"));
        writeFileSync(join(admin, "index.lock"), "");
        writeFileSync(join(admin, "locked"), `${ownLock}\n`);
      },
    },
  ];

  it.each(halves)("$title is finished by the next one, and by --undo", async ({ title, make }) => {
    for (const last of ["apply", "undo"]) {
      const name = `killed-${title.replace(/\W+/g, "-")}-${last}`;
      const clone = plain(origin, join(temp, name));
      const tree = join(temp, `${name}-tree`);
      expect((await apply(clone, "--worktree", tree)).code).toBe(0);
      make(clone, tree, join(clone.dir, ".git", "worktrees", `${name}-tree`));
      const run = await (last === "apply" ? apply(clone, "--worktree", tree) : apply(clone, "--undo"));
      expect(run.code, run.stdout + run.stderr).toBe(0);
      expect(existsSync(join(tree, handlerPath))).toBe(last === "apply");
      if (last === "apply") {
        expect(different(clone, tree, branch)).toEqual([]);
        expect(git(tree, ["status", "--porcelain"])).toBe("");
        expect((await apply(clone, "--undo")).code).toBe(0);
      }
      expect(existsSync(tree)).toBe(false);
      expect(linkedNames(clone.dir)).toEqual([]);
      expect(refsOf(clone)).not.toContain(branch);
    }
  });

  it("at any time is finished by the next one", async () => {
    const clone = plain(origin, join(temp, "killed"));
    const tree = join(temp, "killed-tree");
    const main = join(programFolder, "dist", "bin", "cilium-patchkit.js");
    const kill = async (args: readonly string[], afterMs: number) => {
      const child = spawn(process.execPath, [main, ...flags(clone), ...args], {
        detached: true,
        stdio: "ignore",
      });
      const ended = new Promise((resolve) => child.once("close", resolve));
      const timer = setTimeout(() => child.pid && process.kill(-child.pid, "SIGKILL"), afterMs);
      await ended;
      clearTimeout(timer);
    };
    const start = Date.now();
    await apply(clone, "--worktree", tree);
    const tookMs = Date.now() - start;
    await apply(clone, "--undo");
    for (const part of [13, 17]) {
      await kill(["--worktree", tree], (tookMs * part) / 20);
      const run = await apply(clone, "--worktree", tree);
      expect(run.code, run.stdout + run.stderr).toBe(0);
      expect(git(tree, ["status", "--porcelain"])).toBe("");
      await kill(["--undo"], (tookMs * part) / 20);
      const undone = await apply(clone, "--undo");
      expect(undone.code, undone.stdout + undone.stderr).toBe(0);
      expect(existsSync(tree)).toBe(false);
      expect(linkedNames(clone.dir)).toEqual([]);
    }
  });
});

it("a read-only clone is refused with a sentence, and with nothing left behind", async () => {
  const form = cloneForms.find((one) => one.form === "a read-only clone");
  const clone = form?.make(origin, join(temp, "read-only"));
  if (!clone) throw new Error("expected a read-only clone");
  const before = snapshot(clone);
  const run = await apply(clone, "--worktree", join(temp, "read-only-tree"));
  if (clone.wrap || process.getuid?.() !== 0) {
    expect(run.code).toBe(2);
    expect(run.stdout).toContain("environment/not-writable");
    expect(run.stdout).toContain("`generate` needs no write access to the clone; `apply` does.");
    expect(snapshot(clone)).toEqual(before);
    expect(existsSync(join(temp, "read-only-tree"))).toBe(false);
  }
});
