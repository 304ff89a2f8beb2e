import { describe, expect, it } from "vitest";
import type { Checkout } from "../../src/checkout/index.ts";
import { concerns, recordReads } from "../../src/checkout/index.ts";

const checkout = {
  readText: async (path: string) => `text of ${path}`,
  peekText: async () => undefined,
  isExecutable: async () => false,
  list: async () => [],
  prefetch: async () => {},
} as unknown as Checkout;

describe("recordReads", () => {
  it("notes files that were asked for, and folders that were listed, and passes answers on", async () => {
    const recorded = recordReads(checkout);
    expect(await recorded.checkout.readText("a/b.go")).toBe("text of a/b.go");
    await recorded.checkout.peekText("c.go");
    await recorded.checkout.isExecutable("run.sh");
    await recorded.checkout.list("docs");
    expect([...recorded.reads.files]).toEqual(["a/b.go", "c.go", "run.sh"]);
    expect([...recorded.reads.folders]).toEqual(["docs"]);
  });
});

describe("concerns", () => {
  const reads = { files: new Set(["a/b.go", "VERSION"]), folders: new Set(["docs/cmd"]) };

  it.each([
    ["a file that was read", ["x", "a/b.go"], true],
    ["a file of a listed folder", ["docs/cmd/new.md"], true],
    ["a file below a listed folder, which becomes an entry", ["docs/cmd/new/x.md"], true],
    ["a folder that takes the place of a file", ["VERSION/x"], true],
    ["a neighbour", ["a/c.go", "docs/other.md", "a/b.go.orig"], false],
    ["nothing", [], false],
  ])("is told of %s", (_, paths, expected) => {
    expect(concerns(reads, paths)).toBe(expected);
  });

  it("is told of any file where the root folder was listed", () => {
    expect(concerns({ files: new Set(), folders: new Set([""]) }, ["x"])).toBe(true);
  });
});
