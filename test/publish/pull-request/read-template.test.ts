import { expect, it } from "vitest";
import { readTemplate } from "../../../src/publish/pull-request/read-template.ts";

/** A tree with these files. */
function treeOf(files: Readonly<Record<string, string>>) {
  return {
    list: async (folder: string) => {
      const prefix = folder === "" ? "" : `${folder}/`;
      const below = Object.keys(files).filter((path) => path.startsWith(prefix));
      const names = new Set(below.map((path) => path.slice(prefix.length).split("/")[0] ?? ""));
      return [...names].map((name) => ({ name, isFile: `${prefix}${name}` in files }));
    },
    peekText: async (path: string) => files[path],
  };
}

it.each<[string, Record<string, string>, string | null]>([
  [
    ".github/ before the root",
    { "PULL_REQUEST_TEMPLATE.md": "b", ".github/pull_request_template.md": "a" },
    "a",
  ],
  ["the root before docs/", { "docs/pull_request_template.md": "b", "pull_request_template.txt": "a" }, "a"],
  ["a folder's only one", { ".github/PULL_REQUEST_TEMPLATE/feature.md": "a" }, "a"],
  ["none, where others have one", { "vendor/x/PULL_REQUEST_TEMPLATE.md": "a", "README.md": "b" }, null],
])("takes %s", async (_, files, text) => {
  expect(await readTemplate(treeOf(files))).toEqual({ text, choices: [] });
});

it("takes none of several, and says which there are; or the one that is named", async () => {
  const tree = treeOf({
    ".github/PULL_REQUEST_TEMPLATE/a.md": "a",
    ".github/PULL_REQUEST_TEMPLATE/b.md": "b",
  });
  const choices = [".github/PULL_REQUEST_TEMPLATE/a.md", ".github/PULL_REQUEST_TEMPLATE/b.md"];
  expect(await readTemplate(tree)).toEqual({ text: null, choices });
  expect(await readTemplate(tree, "b.md")).toEqual({ text: "b", choices: [] });
  await expect(readTemplate(tree, "c.md")).rejects.toThrow(
    /template of the base \(.*a\.md, .*\), found "c\.md"/,
  );
  await expect(readTemplate(treeOf({}), "c.md")).rejects.toThrow(/it has none/);
});
