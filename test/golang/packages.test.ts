import { describe, expect, it } from "vitest";
import { folderOf, isTest } from "../../src/golang/packages.ts";
import { makeGoParser } from "../helpers/go.ts";
import { indexPackages } from "../helpers/packages.ts";

const parser = await makeGoParser();

const files = {
  "p/a.go": 'package p\n\nimport (\n\t"fmt"\n\tother "example.org/m/q"\n)\n\nfunc Name() {}\n',
  "p/b.go": "package p\n\ntype T struct{}\n\nfunc (t *T) Name() {}\n\nfunc (t T) Other() {}\n",
  "p/a_test.go": "package p\n\nvar helper = 1\n",
  "p/out_test.go": "package p_test\n\nconst Name = 1\n",
  "p/g.go": "package p\n\ntype G[K any] struct{}\n\nfunc (g *G[K]) Name() {}\n",
  "q/q.go": "package q\n\nvar Name int\n",
};
const index = indexPackages(parser, files);
const parsed = (path: keyof typeof files) => parser.parse(path, files[path]);

/** `kind path:line` of declarations. */
const shown = (found: ReturnType<typeof index.declarations>) =>
  found.map((one) => `${one.kind} ${one.path}:${index.placeOf(one).line}`);

describe("PackageIndex", () => {
  it("finds what a folder declares, without methods", () => {
    expect(shown(index.declarations("p", "Name"))).toEqual(["func p/a.go:8", "const p/out_test.go:3"]);
    expect(shown(index.declarations("p", "Nam"))).toEqual([]);
    expect(shown(index.declarations("r", "Name"))).toEqual([]);
  });

  it("leaves out what a file cannot see: other packages of the folder, and tests of a file that is none", () => {
    expect(shown(index.visible("p/b.go", "Name"))).toEqual(["func p/a.go:8"]);
    expect(shown(index.visible("p/out_test.go", "Name"))).toEqual(["const p/out_test.go:3"]);
    expect(shown(index.visible("p/b.go", "helper"))).toEqual([]);
    expect(shown(index.visible("p/a_test.go", "helper"))).toEqual(["var p/a_test.go:3"]);
  });

  it("finds methods by their type, with and without type parameters", () => {
    expect(shown(index.methods("p", "T", "Name"))).toEqual(["method p/b.go:5"]);
    expect(shown(index.methods("p", "T", "Other"))).toEqual(["method p/b.go:7"]);
    expect(shown(index.methods("p", "G", "Name"))).toEqual(["method p/g.go:5"]);
    expect(shown(index.methods("p", "T", "Missing"))).toEqual([]);
  });

  it("names what a new name of the package would meet: declarations, and imports of its files", () => {
    const file = parsed("p/b.go");
    expect(index.sharing(file, "Name")).toEqual([{ kind: "func", path: "p/a.go", line: 8 }]);
    expect(index.sharing(file, "fmt")).toEqual([{ kind: "import", path: "p/a.go", line: 4 }]);
    expect(index.sharing(file, "other")).toEqual([{ kind: "import", path: "p/a.go", line: 5 }]);
    expect(index.sharing(file, "q")).toEqual([]);
  });

  it("knows the folder of an import that is read, by the name it has in the file", () => {
    expect(index.importedFolder(parsed("p/a.go"), "other")).toBe("q");
    expect(index.importedFolder(parsed("p/a.go"), "q")).toBeUndefined();
    expect(index.importedFolder(parsed("p/a.go"), "fmt")).toBeUndefined();
  });
});

describe("paths", () => {
  it("have a folder, and a name that tells tests", () => {
    expect(folderOf("a/b/c.go")).toBe("a/b");
    expect(folderOf("c.go")).toBe("");
    expect(isTest("a/b_test.go")).toBe(true);
    expect(isTest("a_test.go/b.go")).toBe(false);
  });
});
