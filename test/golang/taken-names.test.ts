import { describe, expect, it } from "vitest";
import { namesIn, takenNames } from "../../src/golang/index.ts";
import { makeGoParser } from "../helpers/go.ts";
import { indexPackages, takeMarks } from "../helpers/packages.ts";

const parser = await makeGoParser();

/** The package as it is without what the tests put into it. */
const files = {
  "p/p.go": `package p

import (
	"example.org/m/route"
	nl "far.example/netlink"
)

const (
	Limit = 1
)

type T struct {
	embedded
	field int
}

func (t *T) method() {}

func helper() {}

func init() {}
`,
  "p/other.go":
    'package p\n\nimport "far.example/elsewhere"\n\nvar list = []string{\n\t"far.example/listed",\n}\n\ntype embedded struct{ promoted int }\n\nfunc (t *T) inOther() {}\n',
  "p/other_windows.go": "//go:build windows\n\npackage p\n\nfunc onWindows() {}\n",
  "p/p_test.go": "package p\n\nfunc TestKnown(t *T) {}\n\nfunc (t *T) inTest() {}\n",
  "p/outer_test.go": "package p_test\n\nfunc outer() {}\n",
};

/** Names that the marked parts of a file declare although they are taken, with what was found. */
function taken(marked: string, path = "p/new.go"): string[] {
  const { text, ranges } = takeMarks(marked);
  const file = parser.parse(path, text);
  return takenNames(file, ranges, namesIn(file, ranges), indexPackages(parser, files)).map(
    ({ expected, found, foundAt }) =>
      `expected ${expected}, found ${found}${foundAt === undefined ? "" : ` ${text.slice(foundAt).split("\n")[0]}`}`,
  );
}

/** The same of declarations in a file of their own. */
const declaring = (declarations: string, path?: string) => taken(`package p\n\n«${declarations}\n»`, path);

describe("takenNames at the top of a package", () => {
  it.each([
    ["a function", "func helper() {}", "helper, found the func at p/p.go:19"],
    ["a constant by the name of a function", "const helper = 1", "helper, found the func at p/p.go:19"],
    ["a constant in a group", "const (\n\ta = 1\n\tLimit = 2\n)", "Limit, found the const at p/p.go:9"],
    ["a variable among others", "var a, list = 1, 2", "list, found the var at p/other.go:5"],
    ["a type", "type T int", "T, found the type at p/p.go:12"],
    ["a name of another build", "func onWindows() {}", "onWindows, found the func at p/other_windows.go:5"],
    ["a name of a test", "func TestKnown() {}", "TestKnown, found the func at p/p_test.go:3"],
    ["a method", "func (x *T) method() {}", "method, found a field or method of T at p/p.go:17"],
    [
      "a method in another file",
      "func (t T) inOther() {}",
      "inOther, found a field or method of T at p/other.go:11",
    ],
    [
      "a method that tests declare",
      "func (t *T) inTest() {}",
      "inTest, found a field or method of T at p/p_test.go:5",
    ],
    [
      "a method by the name of a field",
      "func (t *T) field() {}",
      "field, found a field or method of T at p/p.go:14",
    ],
    [
      "a method by the name of what is embedded",
      "func (t *T) embedded() {}",
      "embedded, found a field or method of T at p/p.go:13",
    ],
    [
      "a method by a promoted name",
      "func (t *T) promoted() {}",
      "promoted, found a field or method of T at p/other.go:9",
    ],
    ["the name of an import", "func route() {}", "route, found the import at p/p.go:4"],
    [
      "the name of an import of another file",
      "const elsewhere = 1",
      "elsewhere, found the import at p/other.go:3",
    ],
    ["the alias of an import", "var nl int", "nl, found the import at p/p.go:5"],
  ])("names %s", (_, declarations, expected) => {
    expect(declaring(declarations)).toEqual([`expected a new name ${expected}`]);
  });

  it.each([
    ["what is new", "const fresh = 1\n\ntype Fresh struct{ field int }\n\nfunc (f Fresh) method() {}"],
    ["a method by the name of a function", "func (t *T) helper() {}"],
    ["a function by the name of a method", "func method() {}"],
    ["another init", "func init() {}"],
    ["the blank identifier", "var _ = 1"],
    ["the path that an alias stands for, and one in a list", "func netlink() {}\n\nfunc listed() {}"],
    ["what only the tests outside of the package declare", "func outer() {}"],
    ["variables of functions", "func fresh(helper int) {\n\tLimit := helper\n\t_ = Limit\n}"],
  ])("takes %s", (_, declarations) => {
    expect(declaring(declarations)).toEqual([]);
  });

  it("compares the tests outside of a package with one another", () => {
    expect(taken("package p_test\n\n«func helper() {}\n»", "p/new_test.go")).toEqual([]);
    expect(taken("package p_test\n\n«func outer() {}\n»", "p/new_test.go")).toEqual([
      "expected a new name outer, found the func at p/outer_test.go:3",
    ]);
  });

  it("names a field that the struct has, and looks at the marked ones only", () => {
    const struct = (fields: string) =>
      taken(`package p\n\ntype T struct {\n\tembedded\n\tfield int\n${fields}}\n`, "p/p.go");
    expect(struct("«\tfresh int\n»")).toEqual([]);
    expect(struct("«\tfield int\n»")).toEqual([
      "expected a new name field, found a field or method of T at p/p.go:14",
    ]);
    expect(struct("«\tfresh, method int\n»")).toEqual([
      "expected a new name method, found a field or method of T at p/p.go:17",
    ]);
  });
});

describe("takenNames in a block", () => {
  const inBlock = (...lines: string[]) =>
    taken(
      `package p\n\nfunc f(first int) (result error) {\n${lines.map((line) => `\t${line}\n`).join("")}}\n`,
      "p/p.go",
    );

  it.each([
    ["what nobody else has", ["«x := 1; f(x)»", "y := 2"]],
    ["what another block has", ["if y := 1; y > 0 {", "\tx := 1", "}", "«x := 1; f(x)»"]],
    [
      "a variable that gets another value beside a new one",
      ["var err error", "«x, err := f(1)»", "use(err)"],
    ],
    ["what a statement of its own declares", ["«if x := f(1); x != nil { return x }»", "use(x)"]],
    ["a field, a key or a label of that name", ["«x := 1; f(x)»", "use(y.x, T{x: 1})"]],
    ["a name that an inner block declares anew", ["«x := 1; f(x)»", "if y {", "\tx := 2", "\tuse(x)", "}"]],
    ["a name in a comment and in a string", ["«x := 1; f(x)»", 'use("x") // x']],
    ["what was used before", ["use(x)", "«x := 1; f(x)»"]],
  ])("takes %s", (_, lines) => {
    expect(inBlock(...lines)).toEqual([]);
  });

  it.each([
    [
      "a variable that the block declares before",
      ["x := 1", "«x := 2»"],
      "declared in the same block x := 1",
    ],
    ["one that it declares behind", ["«x := 2»", "x := 1"], "declared in the same block x := 1"],
    [
      "one declared with var, beside a new one",
      ["«x, y := f(2)»", "var x int"],
      "declared in the same block x int",
    ],
    [
      "one declared twice with var",
      ["x, z := f(1)", "«var x int»"],
      "declared in the same block x, z := f(1)",
    ],
    ["a parameter", ["«var first int»"], "declared in the same block first int) (result error) {"],
    ["a result", ["«result := 1»"], "declared in the same block result error) {"],
    [
      "a name that the block uses behind",
      ["«helper := 1; use(helper)»", "if y {", "\thelper()", "}"],
      "used in the same block helper()",
    ],
    [
      "an import that the block uses behind",
      ["«route := 1; use(route)»", "route.Upsert()"],
      "used in the same block route.Upsert()",
    ],
    ["a type that the block uses behind", ["«T := 1; use(T)»", "var y T"], "used in the same block T"],
  ])("names %s", (_, lines, found) => {
    const [name = ""] = /«(?:var )?(\w+)/.exec(lines.join("\n"))?.slice(1) ?? [];
    expect(inBlock(...lines)).toEqual([`expected a new name ${name}, found one ${found}`]);
  });

  it("names a parameter by the name of another, or of what the function uses", () => {
    const parameter = (name: string) =>
      taken(`package p\n\nfunc f(first int«, ${name} int») {\n\thelper()\n\tlocal := 1\n}\n`, "p/p.go");
    expect(parameter("second")).toEqual([]);
    expect(parameter("first")).toHaveLength(1);
    expect(parameter("helper")).toEqual([
      "expected a new name helper, found one used in the same block helper()",
    ]);
    expect(parameter("local")).toEqual([
      "expected a new name local, found one declared in the same block local := 1",
    ]);
  });
});
