import { describe, expect, it } from "vitest";
import type { GoFile } from "../../src/golang/go-file.ts";
import { applyEdits } from "../../src/text/edit.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeGoParser, parseGo } from "../helpers/go.ts";

const parser = await makeGoParser();

describe("parse", () => {
  it.each([
    [
      "an unfinished function",
      "package p\n\nfunc f( {\n}\n",
      "a.go:3: expected Go that parses, found a missing )",
    ],
    [
      "a missing brace",
      "package p\n\nfunc f() {\n\tg()\n",
      "a.go:5: expected Go that parses, found a missing }",
    ],
    [
      "a conflict that was committed",
      "package p\n\nvar a = 1\n<<<<<<< HEAD\nvar b = 2\n=======\nvar b = 3\n>>>>>>> other\n",
      "a.go:4: expected Go that parses, found",
    ],
    ["no Go at all", "hello there, this is prose\n", "a.go:1: expected Go that parses, found"],
  ])("names file and line of %s", async (_, text, message) => {
    const failure = await failureOf(() => parser.parse("a.go", text));
    expect(failure.code).toBe("golang/syntax-error");
    expect(failure.message).toContain(message);
    expect(failure.hint).toBe("Fix the file at that commit, or choose another ref.");
  });

  it("cuts what it found short", async () => {
    const { message } = await failureOf(() => parser.parse("a.go", `package p\n\nfunc ${"x".repeat(500)}`));
    expect(message.length).toBeLessThan(140);
  });

  it("parses on after a file that did not parse", async () => {
    await failureOf(() => parser.parse("a.go", "package p\nfunc {"));
    expect([...parser.parse("b.go", "package p\n\nfunc F() {}\n").declarations.func.keys()]).toEqual(["F"]);
  });

  it("takes CRLF, a byte order mark and a missing final newline as they are", () => {
    for (const text of ["package p\r\n\r\nfunc F() {}\r\n", "\ufeffpackage p\n\nfunc F() {}", "package p"]) {
      const file = parser.parse("a.go", text);
      expect(file.text).toBe(text);
    }
  });

  it("gives nodes whose offsets are string indices, also behind characters outside the BMP", () => {
    const file = parseGo(parser, "// 😀é\nconst A = 1\n");
    const node = file.declarations.const.get("A")?.[0];
    expect(node && file.text.slice(node.startIndex, node.endIndex)).toBe("A = 1");
    expect(node && file.line(node)).toBe(3);
  });
});

describe("edit", () => {
  const source = "package p\n\nfunc f() {\n\t// 😀\n\tone()\n\ttwo()\n}\n\nfunc g() {}\n";
  const before = (marker: string, text: string) => {
    const at = source.indexOf(marker);
    return { start: at, end: at, text };
  };

  /** Every node with its place, so that a tree compares with one parsed anew. */
  const shape = (node: GoFile["root"]): unknown => [
    node.type,
    node.startIndex,
    node.endIndex,
    node.startPosition,
    node.namedChildren.map(shape),
  ];

  it.each([
    ["an insertion", [before("two", "x := `\n`\n\t")]],
    ["two at one place", [before("two", "a()\n\t"), before("two", "b()\n\t")]],
    ["several, in any order", [before("func g", "func h() {\n}\n\n"), before("one", "if x {\n\t}\n\t")]],
    ["a replacement on one line", [{ ...before("one()", "three(é)"), end: source.indexOf("one()") + 5 }]],
    [
      "a comment that takes lines away",
      [{ ...before("one", "/*"), end: source.indexOf("one") }, before("}\n\nfunc g", "*/")],
    ],
  ])("gives the tree of %s as if it was parsed anew", (_, edits) => {
    const file = parser.parse("a.go", source);
    const edited = parser.edit(file, edits);
    expect(edited.text).toBe(applyEdits(source, edits));
    expect(shape(edited.root)).toEqual(shape(parser.parse("a.go", edited.text).root));
    expect(shape(file.root)).toEqual(shape(parser.parse("a.go", source).root));
  });

  it("says that the templates made what does not parse", async () => {
    const file = parser.parse("a.go", source);
    const failure = await failureOf(() => parser.edit(file, [before("two", "if {\n")]));
    expect(failure.code).toBe("golang/syntax-error");
    expect(failure.message).toContain("a.go:6: expected Go that parses");
    expect(failure.hint).toBe("The templates produced this text; report the ref.");
  });
});

describe("declarations", () => {
  const file = parseGo(
    parser,
    `
type T struct{}
type (
	U int
	V interface{ M() }
)
const A = 1
const (
	B = "b"
	C
)
var notListed = 1
func F() {}
func (t T) M() {}
func (t *T) N() {}
func (T) Unnamed() {}
func outer() {
	type inner struct{}
	const local = 1
}
`,
  );

  it("lists functions by name and methods by type and name, pointer receivers or not", () => {
    expect([...file.declarations.func.keys()]).toEqual(["F", "T.M", "T.N", "T.Unnamed", "outer"]);
  });

  it("lists types and constants of the file, grouped or not, and none that are local to a function", () => {
    expect([...file.declarations.type.keys()]).toEqual(["T", "U", "V"]);
    expect([...file.declarations.const.keys()]).toEqual(["A", "B", "C"]);
  });

  it("keeps every declaration of one name", () => {
    const twice = parseGo(parser, "func (T) M() {}\nfunc (*T) M() {}\n");
    expect(twice.declarations.func.get("T.M")?.map((node) => twice.line(node))).toEqual([2, 3]);
  });

  it("lists methods of a generic type under the type's name", () => {
    const generic = parseGo(parser, "type T[K any] struct{}\nfunc (t *T[K]) M() {}\n");
    expect([...generic.declarations.func.keys()]).toEqual(["T.M"]);
  });
});

describe("parseNext", () => {
  const base = 'package p\n\nimport "fmt"\n\nfunc f() {\n\tfmt.Println(1)\n}\n';
  const next = base
    .replace("f()", "g(a int)")
    .replace("(1)", "(a, `x\ny`)")
    .replace("}\n", "}\n\nvar b = 2\n");

  it("gives the tree that the text alone would have, whatever was parsed before", () => {
    for (const text of [base, next, base, "package q\n", next]) {
      const [after, alone] = [parser.parseNext("a.go", text), parser.parse("a.go", text)];
      expect(after.text).toBe(text);
      expect(after.root.toString()).toBe(alone.root.toString());
      expect([...after.declarations.func.keys()]).toEqual([...alone.declarations.func.keys()]);
      after.dispose();
    }
  });

  it("names the place that does not parse, and parses on", async () => {
    parser.parseNext("b.go", base).dispose();
    const failure = await failureOf(() => parser.parseNext("b.go", base.replace("f() {", "f( {")));
    expect(failure.message).toContain("b.go:5: expected Go that parses");
    expect(parser.parseNext("b.go", next).declarations.func.has("g")).toBe(true);
  });
});
