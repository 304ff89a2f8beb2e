import { chownSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findConfig } from "../../src/cli/find-config.ts";
import { git } from "../helpers/clone-git.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const name = "cilium-patchkit.config.json";

/** What is found from a folder, and what is said of it. */
async function find(cwd: string, options: { clone?: string; config?: string; home?: string } = {}) {
  const notes: string[] = [];
  const { home = "/nowhere", config, clone } = options;
  const env = { PATH: process.env["PATH"], HOME: home };
  const session = { signal: new AbortController().signal, env, cwd };
  const found = await findConfig(session, { config, clone, marks: ["pkg/main.go"] }, (text) =>
    notes.push(text),
  );
  return { found: found && { out: found.config.out, path: found.path }, notes };
}

const files = { [name]: '{"out": "top"}', [`a/${name}`]: '{"out": "a"}', "a/b/c": "", "d/e": "" };

describe("findConfig", () => {
  it("takes the nearest file up to the root of the work tree, that included", async () => {
    const folder = await makeFolder(files);
    git(folder, ["init", "--quiet"]);
    expect((await find(join(folder, "a/b"))).found?.out).toBe("a");
    expect((await find(join(folder, "d"))).found?.out).toBe("top");
    git(join(folder, "d"), ["init", "--quiet"]);
    expect(await find(join(folder, "d"))).toEqual({ found: undefined, notes: [] });
  });

  it("goes up to the home folder, and nowhere from a folder that is in neither", async () => {
    const folder = await makeFolder(files);
    expect((await find(join(folder, "d"), { home: folder })).found?.out).toBe("top");
    expect((await find(join(folder, "a/b"), { home: join(folder, "a") })).found?.out).toBe("a");
    expect(await find(join(folder, "d"))).toEqual({ found: undefined, notes: [] });
    expect((await find(join(folder, "a"))).found?.out).toBe("a");
  });

  it("reads the one that is named, wherever it is, and refuses one that is not there or no file", async () => {
    const folder = await makeFolder({ ...files, "pkg/main.go": "" });
    expect(await find(folder, { config: `a/${name}`, clone: folder })).toMatchObject({
      found: { out: "a" },
      notes: [],
    });
    symlinkSync(name, join(folder, "link"));
    mkdirSync(join(folder, "folder"));
    for (const [config, found] of [
      ["none", "expected the file, found none"],
      ["link", "expected a file, found a symbolic link"],
      ["folder", "expected a file, found a folder"],
    ] as const) {
      const { code, message } = await failureOf(() => find(folder, { config }));
      expect([code, message]).toEqual(["usage/bad-config", `${join(folder, config)}: ${found}`]);
    }
  });
});

describe("a configuration of a stranger's", () => {
  const inClone = "it is in the clone that is read, whose authors would decide for you";

  it("is not obeyed in the clone that is read, whichever folder the user stands in", async () => {
    const folder = await makeFolder({
      [`clone/${name}`]: '{"out": "x"}',
      "clone/a/b": "",
      [`own/${name}`]: "{}",
    });
    const clone = join(folder, "clone");
    git(clone, ["init", "--quiet"]);
    const said = {
      found: undefined,
      notes: [`${join(clone, name)} is not used: ${inClone}; --config FILE uses it`],
    };
    expect(await find(clone, { clone })).toEqual(said);
    expect(await find(join(clone, "a"), { clone: join(clone, "a") })).toEqual(said);
    expect(await find(join(clone, "a"), { clone: "." })).toEqual(said);
    symlinkSync(clone, join(folder, "link"));
    expect(await find(join(folder, "link"), { clone })).toEqual(said);
    expect((await find(join(folder, "own"), { clone })).found?.path).toBe(join(folder, "own", name));
    expect((await find(clone)).found?.out).toBe("x");
  });

  it("is not obeyed in another work tree of that clone, nor in a bare clone", async () => {
    const folder = await makeFolder({ [`clone/${name}`]: "{}" });
    const clone = join(folder, "clone");
    git(clone, ["init", "--quiet"]);
    git(clone, ["add", "."]);
    git(clone, ["commit", "--quiet", "-m", "x"]);
    git(clone, ["worktree", "add", "--quiet", join(folder, "linked")]);
    expect((await find(join(folder, "linked"), { clone })).notes.join()).toContain(inClone);
    git(folder, ["clone", "--quiet", "--bare", clone, "bare.git"]);
    symlinkSync(join(clone, name), join(folder, "bare.git", name));
    expect((await find(join(folder, "bare.git"), { clone: "." })).notes.join()).toContain(inClone);
  });

  it("is not obeyed in another tree of Cilium", async () => {
    const folder = await makeFolder({ [`clone/${name}`]: "{}", "clone/pkg/main.go": "", "clone/a/b": "" });
    git(join(folder, "clone"), ["init", "--quiet"]);
    const { found, notes } = await find(join(folder, "clone/a"), { clone: folder });
    expect([found, notes.join()]).toEqual([undefined, expect.stringContaining("it is in a tree of Cilium")]);
  });

  it.skipIf(process.getuid?.() !== 0)("is not obeyed where it belongs to another user", async () => {
    const folder = await makeFolder({ [name]: "{}" });
    chownSync(join(folder, name), 12345, 12345);
    const { found, notes } = await find(folder);
    expect([found, notes.join()]).toEqual([
      undefined,
      expect.stringContaining("it belongs to another user (12345)"),
    ]);
  });
});
