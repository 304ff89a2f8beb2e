import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { EngineSession } from "../../src/host/engine.ts";
import { makeScratchTree } from "../../src/verify/scratch-tree.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

/** A session on this machine, with a tree of two files and a folder of texts to show. */
async function makeSession(): Promise<EngineSession & { readonly home: string }> {
  const home = await makeFolder({
    "tree/a.txt": "base a",
    "tree/b/b.txt": "base b",
    "work/a.txt": "new a",
    "work/c.txt": "new c",
  });
  for (const name of ["kept", "scratch"]) mkdirSync(join(home, name));
  return {
    home,
    place: {
      engine: "host",
      version: "",
      image: null,
      imageDigest: null,
      go: "",
      kernel: "",
      programs: [],
    },
    tree: join(home, "tree"),
    goPath: home,
    work: join(home, "work"),
    cache: join(home, "cache"),
    kept: join(home, "kept"),
    scratch: join(home, "scratch"),
    run: ({ command: [program = "", ...args], cwd }) =>
      new Promise((resolve) => {
        execFile(program, args, { cwd }, (error, stdout, stderr) => {
          resolve({ ended: "exited", status: error ? 1 : 0, stdout, stderr });
        });
      }),
    build: undefined,
    close: async () => {},
  };
}

const read = (root: string, path: string) =>
  existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined;

it("shows files at one place, one state after another, and the base's in between", async () => {
  const session = await makeSession();
  const tree = await makeScratchTree(session);
  const texts = async (root: string) => ["a.txt", "b/b.txt", "d/c.txt"].map((path) => read(root, path));
  const files = new Map([
    ["a.txt", join(session.work, "a.txt")],
    ["b/b.txt", undefined],
    ["d/c.txt", join(session.work, "c.txt")],
  ]);
  const shown = await Promise.all([tree.show(files, texts), tree.show(new Map(), texts)]);
  expect(shown).toEqual([
    ["new a", undefined, "new c"],
    ["base a", "base b", undefined],
  ]);
  const failure = tree.show(files, () => Promise.reject(new Error("no")));
  await expect(failure).rejects.toThrow("no");
  expect(await tree.show(new Map(), texts)).toEqual(["base a", "base b", undefined]);
  expect(read(session.tree, "a.txt")).toBe("base a");
  await tree.close();
  expect(readdirSync(join(session.kept, "trees"))).toEqual([]);
});

it("takes the first free place, one that was forgotten too, and one of its own where all are taken", async () => {
  const session = await makeSession();
  const rootOf = async () => {
    const tree = await makeScratchTree(session);
    return tree.show(new Map(), async (root) => root.slice(session.home.length));
  };
  const places = ["/kept/trees/0", "/kept/trees/1", "/kept/trees/2", "/kept/trees/3"];
  for (const place of places) expect(await rootOf()).toBe(place);
  expect(await rootOf()).toBe("/scratch/tree");
  const forgotten = join(session.home, "/kept/trees/2");
  writeFileSync(join(forgotten, "left.txt"), "of another tree");
  utimesSync(forgotten, new Date(), new Date(Date.now() - 5 * 3_600_000));
  expect(await rootOf()).toBe("/kept/trees/2");
  expect(readdirSync(forgotten)).toEqual(["a.txt", "b"]);
});

it("says that there is no tree to work in", async () => {
  const session = await makeSession();
  const error = await failureOf(() => makeScratchTree({ ...session, tree: join(session.home, "none") }));
  expect(error).toMatchObject({ code: "environment/engine-failed" });
  expect(error.message).toMatch(/^expected a copy of the tree to work in, found: cp: /);
});
