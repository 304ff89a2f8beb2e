import { describe, expect, it } from "vitest";
import { codeOf, declaredIn, packageClause, withoutComments } from "../../src/golang/package-text.ts";

const source = `// Package p: const inComment = 1
package p

import "fmt"

/*
func commented() {}
*/
const single = 1 // const behind = 2

const (
	first, second = 1, 2
	// inside is none
	third
	list = "x" +
		continued +
		other
	/* c */ fourth = 4
)

var (
	table = map[string]int{
		"a": nested,
	}
	hook = func() {
		local := 1
		_ = local
	}
	raw = \`
var inRaw = 1
func inRaw() {}
\`
	last Type
)

var one, two = "func quoted() {}", '"'

type T struct {
	field int
}

type (
	Grouped int
	Generic[K comparable, V any] struct {
		inner K
	}
)

type Pair[K any] struct{}

func Plain() {
	const inner = 1
}

func Map[K any](k K) {}

func (t *T) Method(x int) {}
func (Pair[K]) Other() {}
func (é *Größe) länge() {}
`;

describe("declaredIn", () => {
  it("finds what stands at the top of a file, and nothing that is quoted, commented or further in", () => {
    expect(declaredIn(source).map(({ kind, name, receiver }) => [kind, receiver, name].join(" "))).toEqual([
      "const  single",
      "const  first",
      "const  second",
      "const  third",
      "const  list",
      "const  fourth",
      "var  table",
      "var  hook",
      "var  raw",
      "var  last",
      "var  one",
      "var  two",
      "type  T",
      "type  Grouped",
      "type  Generic",
      "type  Pair",
      "func  Plain",
      "func  Map",
      "method T Method",
      "method Pair Other",
      "method Größe länge",
    ]);
  });

  it("says where each name stands, and which types have parameters", () => {
    for (const { name, offset } of declaredIn(source))
      expect(source.slice(offset, offset + name.length)).toBe(name);
    const generic = declaredIn(source).filter((one) => one.generic && one.kind === "type");
    expect(generic.map(({ name }) => name)).toEqual(["Generic", "Pair"]);
    expect(declaredIn("package p\n\ntype Array [4]int\n")).toMatchObject([{ name: "Array", generic: false }]);
  });

  it("takes a group on one line", () => {
    expect(declaredIn("package p\n\nvar (a, b = 1, 2)\n\nvar c int\n").map(({ name }) => name)).toEqual([
      "a",
      "b",
      "c",
    ]);
  });
});

describe("codeOf", () => {
  it("puts blanks for comments and quotes, and moves nothing", () => {
    const text = 'a := "x // y" // "z"\nb := `\n"` + \'"\' /* c\nd */ + e\n';
    expect(codeOf(text)).toBe(`a := ${" ".repeat(15)}\nb :=  \n   +     ${" ".repeat(4)}\n     + e\n`);
    expect(codeOf(text)).toHaveLength(text.length);
  });
});

describe("withoutComments", () => {
  it("keeps what is quoted", () => {
    expect(withoutComments('a := "// x" // "y"\n')).toBe('a := "// x"       \n');
  });
});

describe("packageClause", () => {
  it.each([
    ["package p\n", "p"],
    ["// +build linux\n\n/*\nx\n*/\npackage p_test // import\n", "p_test"],
    ["", ""],
  ])("of %j is %j", (text, name) => {
    expect(packageClause(text)).toBe(name);
  });
});
