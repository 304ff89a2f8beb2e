import { describe, expect, it } from "vitest";
import { PlannedTree } from "../../src/plan/planned-tree.ts";
import type { Sources } from "../../src/profile/index.ts";
import { makeGoParser } from "../helpers/go.ts";

const parser = await makeGoParser();
const base = "package p\n\nfunc old() {}\n";
const next = "package p\n\nfunc next() {}\n";

/** A tree over a commit with `p/a.go` and `README`; all Go files of `p` are read. */
function makeTree(): PlannedTree {
  const texts = new Map([
    ["p/a.go", base],
    ["README", "old\n"],
  ]);
  const sources: Pick<Sources, "text" | "exists" | "go" | "goFiles" | "isExecutable"> = {
    text: (path) => texts.get(path),
    exists: (path) => texts.has(path),
    isExecutable: (path) => path === "README",
    go: (path) => (path === "p/a.go" ? parser.parse(path, base) : undefined),
    goFiles: (folder) => (folder === "p" ? new Map([["p/a.go", base]]) : undefined),
  };
  return new PlannedTree(sources as Sources, parser);
}

describe("PlannedTree", () => {
  it("is the commit as long as nothing was planned", () => {
    const tree = makeTree();
    expect(tree.text("README")).toBe("old\n");
    expect(tree.parsed("p/a.go").text).toBe(base);
    expect([...(tree.files("p") ?? [])]).toEqual([["p/a.go", base]]);
    expect(tree.exists("p/b.go")).toBe(false);
    expect(tree.isExecutable("README")).toBe(true);
  });

  it("shows what was set, in its text, its syntax and its folder", () => {
    const tree = makeTree();
    tree.set("p/a.go", next);
    tree.set("p/b.go", base);
    expect(tree.text("p/a.go")).toBe(next);
    expect(tree.parsed("p/a.go").declarations.func.has("next")).toBe(true);
    expect(tree.exists("p/b.go")).toBe(true);
    expect([...(tree.files("p") ?? [])]).toEqual([
      ["p/a.go", next],
      ["p/b.go", base],
    ]);
    expect(tree.files("q")).toBeUndefined();
  });

  it("parses when the syntax is asked for, once", () => {
    const tree = makeTree();
    let parses = 0;
    tree.set("p/a.go", next, () => {
      parses++;
      return parser.parse("p/a.go", next);
    });
    expect(parses).toBe(0);
    expect(tree.parsed("p/a.go")).toBe(tree.parsed("p/a.go"));
    expect(parses).toBe(1);
  });

  it("goes back to where it was saved", () => {
    const tree = makeTree();
    tree.set("README", "planned\n");
    const restore = tree.save();
    tree.set("README", "dropped\n");
    tree.set("p/b.go", base);
    restore();
    expect(tree.text("README")).toBe("planned\n");
    expect(tree.exists("p/b.go")).toBe(false);
    expect([...(tree.files("p") ?? [])]).toEqual([["p/a.go", base]]);
  });

  it("refuses the syntax of a file that nobody read", () => {
    expect(() => makeTree().parsed("p/unread.go")).toThrow("p/unread.go was not read");
  });

  it("knows folders of the module's own packages", () => {
    const tree = makeTree();
    expect(tree.importFolder("github.com/cilium/cilium/pkg/option")).toBe("pkg/option");
    expect(tree.importFolder("github.com/cilium/cilium-cli/x")).toBeUndefined();
    expect(tree.importFolder("fmt")).toBeUndefined();
  });
});
