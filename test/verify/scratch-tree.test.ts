import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { EngineSession } from "../../src/host/engine.ts";
import { makeScratchTree } from "../../src/verify/scratch-tree.ts";
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
      isolation: [],
    },
    tree: join(home, "tree"),
    goPath: home,
    work: join(home, "work"),
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
});
