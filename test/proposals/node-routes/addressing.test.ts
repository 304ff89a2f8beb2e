import { expect, it } from "vitest";
import type { Checkout } from "../../../src/checkout/index.ts";
import { findNodeAddressing } from "../../../src/proposals/node-routes/addressing.ts";

/** What is found in a tree of these files. */
function found(files: Readonly<Record<string, string>>) {
  const list = async (folder: string) =>
    Object.keys(files)
      .filter((path) => path.slice(0, path.lastIndexOf("/")) === folder)
      .map((path) => ({ name: path.slice(folder.length + 1), isFile: true }));
  return findNodeAddressing({ list, readText: async (path: string) => files[path] } as unknown as Checkout);
}

const declares = (type: string) => `package p\n\ntype ${type} interface {\n}\n`;

it.each([
  ["pkg/datapath", "NodeAddressing"],
  ["pkg/datapath/types", "NodeAddressing"],
  ["pkg/node", "Addressing"],
])("finds the interface in %s, in whichever file", async (folder, type) => {
  const files = { [`${folder}/a.go`]: "package p\n", [`${folder}/z.go`]: declares(type) };
  expect(await found(files)).toEqual({ folder, type });
});

it("takes the older place where there are two", async () => {
  const files = { "pkg/node/a.go": declares("Addressing"), "pkg/datapath/a.go": declares("NodeAddressing") };
  expect(await found(files)).toMatchObject({ folder: "pkg/datapath" });
});

it.each([
  ["another type", { "pkg/datapath/a.go": declares("NodeAddressingFamily") }],
  ["a struct", { "pkg/datapath/a.go": "type NodeAddressing struct {\n}\n" }],
  ["a comment", { "pkg/datapath/a.go": "// type NodeAddressing interface {\n" }],
  ["a file that is not Go", { "pkg/datapath/a.md": declares("NodeAddressing") }],
  ["another folder", { "pkg/datapath/linux/a.go": declares("NodeAddressing") }],
  ["the other folder's type", { "pkg/node/a.go": declares("NodeAddressing") }],
])("does not take %s for it", async (_, files) => {
  expect(await found(files)).toBeUndefined();
});
