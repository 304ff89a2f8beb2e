import { describe, expect, it } from "vitest";
import { type Checkout, withFiles } from "../../src/checkout/index.ts";

const entry = (name: string, isFile = true) => ({ name, isFile });

const commit = {
  readText: async (path: string) => (path === "a/kept.go" ? "kept" : undefined),
  peekText: async (path: string) => (path === "a/kept.go" ? "kept" : undefined),
  isExecutable: async (path: string) => path === "a/kept.go",
  list: async (folder: string) =>
    folder === "" ? [entry("a", false)] : folder === "a" ? [entry("b.go"), entry("kept.go")] : [],
} as unknown as Checkout;

const file = (path: string, text: string, executable = false) => ({ path, text, executable });

describe("a checkout with files laid over it", () => {
  const laid = withFiles(commit, [
    file("a/b.go", "first"),
    file("a/b.go", ""),
    file("a/c.go", "new"),
    file("x/y/z.sh", "new", true),
  ]);

  it("reads what was laid, the last of a path, and the commit's own files else", async () => {
    for (const read of [laid.readText, laid.peekText]) {
      expect(await read("a/b.go")).toBe("");
      expect(await read("a/c.go")).toBe("new");
      expect(await read("a/kept.go")).toBe("kept");
      expect(await read("a/none.go")).toBeUndefined();
    }
  });

  it("has the mode of what was laid", async () => {
    expect(await laid.isExecutable("x/y/z.sh")).toBe(true);
    expect(await laid.isExecutable("a/c.go")).toBe(false);
    expect(await laid.isExecutable("a/kept.go")).toBe(true);
  });

  it("lists new files and folders among those of the commit, in order", async () => {
    expect(await laid.list("a")).toEqual([entry("b.go"), entry("c.go"), entry("kept.go")]);
    expect(await laid.list("")).toEqual([entry("a", false), entry("x", false)]);
    expect(await laid.list("x")).toEqual([entry("y", false)]);
    expect(await laid.list("x/y")).toEqual([entry("z.sh")]);
    expect(await laid.list("b")).toEqual([]);
  });
});
