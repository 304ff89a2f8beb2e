import { describe, expect, it } from "vitest";
import { bindingsIn, makeScopes } from "../../src/golang/scopes.ts";
import { fieldsIn, TypeIndex, type TypeName } from "../../src/golang/types.ts";
import { makeGoParser, parseGo } from "../helpers/go.ts";
import { indexPackages } from "../helpers/packages.ts";

const parser = await makeGoParser();

const files = {
  "p/p.go": `package p

import (
	"example.org/m/q"
	"far.example/far"
)

type T struct {
	*Base
	q.Remote
	field, twin int
	next *T
	inner struct{ hidden int }
	fn func(arg int) struct{ deep int }
}

type Base struct {
	promoted int
	held q.Remote
}

func (b *Base) Method() {}

type (
	Far    struct{ far.Thing }
	Doer   interface{ Do() }
	Named  Base
	Table  map[string]int
	Ring   struct{ Chain }
	Chain  struct{ Ring }
	List[E any] struct{ items []E }
	Holder struct{ List[int] }
)

var made = &T{}
var typed, other q.Remote
var pair, second = T{}, Base{}
var result = make1()
var loopA = loopB
var loopB = loopA
`,
  "p/p_test.go": "package p\n\nfunc (b *Base) OnlyInTests() {}\n",
  "q/q.go":
    "package q\n\nvar Default = &Remote{}\n\ntype Remote struct {\n\tAddr string\n\tBox Box\n}\n\ntype Box struct{ Size int }\n",
};

describe("memberOf", () => {
  const types = new TypeIndex(indexPackages(parser, files));
  const member = (type: string, name: string, tests = false) => {
    const found = types.memberOf({ folder: "p", name: type }, name, tests);
    if (typeof found !== "object") return found;
    const text = Object.entries(files).find(([path]) => path === found.path)?.[1] ?? "";
    return `${found.path} ${text.split("\n")[found.line - 1]?.trim()}`;
  };

  it.each([
    ["a field", "T", "field", "p/p.go field, twin int"],
    ["the second field of a line", "T", "twin", "p/p.go field, twin int"],
    ["an embedded type by its name", "T", "Base", "p/p.go *Base"],
    ["an embedded type of another package by its name", "T", "Remote", "p/p.go q.Remote"],
    ["an embedded generic type by its name", "Holder", "List", "p/p.go Holder struct{ List[int] }"],
    ["a field of an embedded type", "T", "promoted", "p/p.go promoted int"],
    ["a field of an embedded type of another package", "T", "Addr", "q/q.go Addr string"],
    ["a method of an embedded type", "T", "Method", "p/p.go func (b *Base) Method() {}"],
    ["a field of an embedded generic type", "Holder", "items", "p/p.go List[E any] struct{ items []E }"],
  ])("finds %s", (_, type, name, place) => {
    expect(member(type, name)).toBe(place);
  });

  it.each([
    ["what is not there", "T", "gone"],
    ["a field of a field's struct", "T", "hidden"],
    ["a field of a struct in a function's type", "T", "deep"],
    ["a parameter of a function's type", "T", "arg"],
    ["a member of a type that is no struct", "Table", "field"],
  ])("is sure that there is none for %s", (_, type, name) => {
    expect(member(type, name)).toBeUndefined();
  });

  it.each([
    ["a type that embeds one of another module", "Far"],
    ["an interface", "Doer"],
    ["a type that is made of another", "Named"],
    ["types that embed each other", "Ring"],
    ["a type that is not there", "Gone"],
  ])("cannot tell for %s", (_, type) => {
    expect(member(type, "gone")).toBe("unknown");
  });

  it("has methods of tests only where tests count, whichever is asked for first", () => {
    expect([member("T", "OnlyInTests"), member("T", "OnlyInTests", true)]).toEqual([
      undefined,
      "p/p_test.go func (b *Base) OnlyInTests() {}",
    ]);
    expect([member("Base", "OnlyInTests", true), member("Base", "OnlyInTests")]).toEqual([
      "p/p_test.go func (b *Base) OnlyInTests() {}",
      undefined,
    ]);
  });
});

describe("typeOf", () => {
  /** The type of an expression behind some statements, as `folder.Name`; undefined if it is not known. */
  function typeOf(expression: string, ...before: readonly string[]): string | undefined {
    const body = [...before, `use(${expression})`].map((line) => `\t${line}\n`).join("");
    const text = `${files["p/p.go"]}\nfunc f(param *T, rest ...T) {\n${body}}\n`;
    const file = parser.parse("p/p.go", text);
    const scopes = makeScopes(
      file.root.namedChildren.filter(({ type }) => type === "function_declaration").flatMap(bindingsIn),
    );
    const call = file.root.descendantsOfType("call_expression").find((node) => node.text.startsWith("use("));
    const types = new TypeIndex(indexPackages(parser, { ...files, "p/p.go": text }));
    const found: TypeName | undefined = types.typeOf(
      file,
      call?.childForFieldName("arguments")?.namedChild(0),
      scopes,
    );
    return found && `${found.folder}.${found.name}`;
  }

  it.each([
    ["param", "p.T"],
    ["&param", "p.T"],
    ["(*param)", "p.T"],
    ["T{}", "p.T"],
    ["List[int]{}", "p.List"],
    ["&q.Remote{}", "q.Remote"],
    ["made", "p.T"],
    ["other", "q.Remote"],
    ["second", "p.Base"],
    ["q.Default", "q.Remote"],
    ["q.Default.Box", "q.Box"],
    ["param.next.next", "p.T"],
    ["made.next", "p.T"],
  ])("of %s is %s", (expression, type) => {
    expect(typeOf(expression)).toBe(type);
  });

  it.each([
    ["a call's result", "result"],
    ["a variadic parameter, which is a list", "rest"],
    ["variables that are each other's value", "loopA"],
    ["a field of a type that Go declares", "param.field.x"],
    ["a package of another module", "far.Thing"],
    ["a negation", "-param"],
    ["an unknown name", "gone"],
  ])("is not known of %s", (_, expression) => {
    expect(typeOf(expression)).toBeUndefined();
  });

  it("follows variables of the function, which hide those of the package", () => {
    expect(typeOf("local.held", "local := Base{}")).toBe("q.Remote");
    expect(typeOf("b", "a, b := T{}, Base{}")).toBe("p.Base");
    expect(typeOf("a", "a, b := two()")).toBeUndefined();
    expect(typeOf("v", "var v *q.Box")).toBe("q.Box");
    expect(typeOf("v", "var v = made")).toBe("p.T");
    expect(typeOf("made", "made := Base{}")).toBe("p.Base");
    expect(typeOf("made", "made := two()")).toBeUndefined();
    expect(typeOf("q.Default", "q := param")).toBeUndefined();
  });

  it("does not take a type of the function for one of the package", () => {
    expect(typeOf("T{}", "type T struct{}")).toBeUndefined();
  });
});

describe("isStruct", () => {
  it("is for structs that are known, not for what is made of one", () => {
    const types = new TypeIndex(indexPackages(parser, files));
    const names = ["T", "List", "Doer", "Named", "Table", "Gone", "made"];
    expect(names.filter((name) => types.isStruct({ folder: "p", name }))).toEqual(["T", "List"]);
  });
});

it("fieldsIn gives the declarations of fields, the embedded ones too, not those of structs in them", () => {
  const file = parseGo(
    parser,
    "type T struct {\n\tB\n\ta, b int // both\n\n\tin struct{ deep int }\n}\ntype F func(x int)\n",
  );
  const [struct, func] = file.root
    .descendantsOfType("type_spec")
    .map((spec) => spec.childForFieldName("type"));
  expect(fieldsIn(struct ?? null).map(({ text }) => text)).toEqual([
    "B",
    "a, b int",
    "in struct{ deep int }",
  ]);
  expect(fieldsIn(func ?? null)).toEqual([]);
  expect(fieldsIn(null)).toEqual([]);
});
