import { describe, expect, it } from "vitest";
import { registeredFlag } from "../../src/plan/registered-flag.ts";
import type { Sources } from "../../src/profile/index.ts";

/** Where a tree with these files registers `enable-it`, as `path:line`. */
function place(files: Readonly<Record<string, string>>): string | undefined {
  const isReference = (path: string) => path.endsWith(".md");
  const entries = Object.entries(files);
  const folders = [...new Set(entries.map(([path]) => path.slice(0, path.lastIndexOf("/"))))];
  const sources: Pick<Sources, "references" | "goFolders" | "goFiles"> = {
    references: new Map(entries.filter(([path]) => isReference(path))),
    goFolders: folders,
    goFiles: (folder) =>
      new Map(entries.filter(([path]) => !isReference(path) && path.startsWith(`${folder}/`))),
  };
  const found = registeredFlag(sources as Sources, "enable-it");
  return found && `${found.path}:${found.line}`;
}

describe("registeredFlag", () => {
  it.each([
    ["a command reference", { "doc/a.md": "```\n      --enable-it        Enables it\n```\n" }, "doc/a.md:2"],
    ["one behind a short flag", { "doc/a.md": "  -e, --enable-it   Enables it\n" }, "doc/a.md:1"],
    ["a quoted name", { "p/a.go": 'package p\n\nconst a = "enable-it"\n' }, "p/a.go:3"],
    ["a name in backquotes", { "p/a.go": "package p\nconst a = `enable-it`\n" }, "p/a.go:2"],
  ])("is found in %s", (_, files, expected) => {
    expect(place(files)).toBe(expected);
  });

  it.each([
    ["a longer flag of a reference", { "doc/a.md": "      --enable-it-all   Enables all\n" }],
    ["the end of a longer flag", { "doc/a.md": "      --never--enable-it  x\n" }],
    ["the prose of a reference", { "doc/a.md": "Set --enable-it to true.\n" }],
    ["a comment of Go", { "p/a.go": 'package p\n\n// "enable-it" is old.\n' }],
    ["a longer name", { "p/a.go": 'package p\nconst a = "enable-it-all"\n' }],
    ["a test", { "p/a_test.go": 'package p\nconst a = "enable-it"\n' }],
  ])("is not taken from %s", (_, files) => {
    expect(place(files)).toBeUndefined();
  });
});
