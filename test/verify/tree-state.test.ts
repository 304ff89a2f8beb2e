import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Bench, filesOf, once, openState } from "../../src/verify/tree-state.ts";
import { makeFolder } from "../helpers/folder.ts";

const dummy = "package a\n\nvar link = &netlink.Dummy{}\n";

/** A bench whose base has these files; @param hasDummies whether its kernel has dummy links. */
async function makeBench(files: Readonly<Record<string, string>>, hasDummies: boolean) {
  const [root, work] = [await makeFolder(files), await makeFolder()];
  const bench = {
    base: { root },
    tree: { session: { goPath: "/go", tree: "/tree" }, hasModule: true, wantsC: false },
    folders: { work, sessionWork: "/shown", sessionTree: "/tree" },
    generated: new Map([
      ["daemon/bindata.go", "package main\n"],
      ["pkg/a/made.go", "package a // generated\n"],
    ]),
    hasDummies: async () => hasDummies,
  } as unknown as Bench;
  const replaced = async (name: string): Promise<Record<string, string>> =>
    JSON.parse(await readFile(join(work, name, "overlay.json"), "utf8")).Replace;
  return { bench, work, replaced };
}

describe("a state of the tree", () => {
  it("has the generated files and its own over them, and knows which files it removes", async () => {
    const { bench, replaced, work } = await makeBench({}, true);
    const texts = new Map([
      ["pkg/a/made.go", "package a // mine\n"],
      ["pkg/a/gone.go", undefined],
    ]);
    const state = await openState(bench, "s", texts);
    expect(await replaced("s")).toEqual({
      "/tree/daemon/bindata.go": "/shown/s/files/daemon/bindata.go",
      "/tree/pkg/a/made.go": "/shown/s/files/pkg/a/made.go",
      "/tree/pkg/a/gone.go": "",
    });
    expect(await readFile(join(work, "s/files/pkg/a/made.go"), "utf8")).toBe("package a // mine\n");
    expect(filesOf(state)).toEqual(
      new Map([
        ["pkg/a/made.go", "/shown/s/files/pkg/a/made.go"],
        ["pkg/a/gone.go", undefined],
        ["daemon/bindata.go", "/shown/s/files/daemon/bindata.go"],
      ]),
    );
  });

  it("has its own files for privileged tests as well, where the kernel has dummy links", async () => {
    const { bench } = await makeBench({ "pkg/a/a_test.go": dummy }, true);
    const state = await openState(bench, "s", new Map());
    expect((await state.privileged("pkg/a")).overlay.file).toBe(state.go.overlay.file);
  });

  it("gets stand-ins for the tests of a package that make dummy links, and of no other, where the kernel has none", async () => {
    const { bench, replaced, work } = await makeBench(
      {
        "pkg/a/a_test.go": dummy,
        "pkg/a/changed_test.go": dummy,
        "pkg/a/gone_test.go": dummy,
        "pkg/a/plain_test.go": "package a\n",
        "pkg/a/a.go": dummy,
        "pkg/a/b/b_test.go": dummy,
      },
      false,
    );
    const texts = new Map([
      ["pkg/a/changed_test.go", "package a // no links any more\n"],
      ["pkg/a/gone_test.go", undefined],
      ["pkg/a/new_test.go", dummy],
      ["pkg/c/c_test.go", dummy],
    ]);
    const state = await openState(bench, "s", texts);
    const { overlay } = await state.privileged("pkg/a");
    expect(overlay.file).toBe("/shown/s-pkg-a-privileged/overlay.json");
    const files = await replaced("s-pkg-a-privileged");
    const ofPackage = Object.entries(files).filter(([path]) => /\/a\/.*_test\.go$/.test(path));
    expect(ofPackage.sort()).toEqual([
      ["/tree/pkg/a/a_test.go", "/shown/s-pkg-a-privileged/files/pkg/a/a_test.go"],
      ["/tree/pkg/a/changed_test.go", "/shown/s-pkg-a-privileged/files/pkg/a/changed_test.go"],
      ["/tree/pkg/a/gone_test.go", ""],
      ["/tree/pkg/a/new_test.go", "/shown/s-pkg-a-privileged/files/pkg/a/new_test.go"],
    ]);
    const textOf = (name: string) =>
      readFile(join(work, "s-pkg-a-privileged/files/pkg/a", `${name}_test.go`), "utf8");
    expect(await textOf("../c/c")).toBe(dummy);
    expect(await textOf("changed")).toBe("package a // no links any more\n");
    const links = await Promise.all(
      ["a", "new"].map(async (name) => (await textOf(name)).match(/Peer\d+\(\)/)?.[0]),
    );
    expect(links.every((link) => link !== undefined)).toBe(true);
    // Both are in one package, so that each has a name of its own.
    expect(links[0]).not.toBe(links[1]);
    expect(state.texts).toBe(texts);
    expect(await readFile(join(work, "s/files/pkg/a/new_test.go"), "utf8")).toBe(dummy);
  });

  it("needs no stand-ins for a package without such tests, or without a folder", async () => {
    const { bench } = await makeBench({ "pkg/a/a_test.go": "package a\n" }, false);
    const state = await openState(bench, "s", new Map());
    for (const name of ["pkg/a", "pkg/none"])
      expect((await state.privileged(name)).overlay.file).toBe("/shown/s/overlay.json");
  });
});

it("once asks once, also while the answer is on its way", async () => {
  let asked = 0;
  const ask = once(async () => ++asked);
  expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
  expect(await ask()).toBe(1);
});
