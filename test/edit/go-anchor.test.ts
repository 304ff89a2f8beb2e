import { format } from "@wasm-fmt/gofmt";
import { describe, expect, it } from "vitest";
import type { EditSpec } from "../../src/edit/kinds.ts";
import { parseEdit } from "../../src/edit/template.ts";
import { applyEdits } from "../../src/text/edit.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeGoParser, parseGo } from "../helpers/go.ts";

const parser = await makeGoParser();

type GoEdit = Extract<EditSpec, { readonly base: "go" }>;

function editOf(place: string, at: string, text: string, header = ""): GoEdit {
  const rendered = `---\nfile: file.go\nat: ${at}\nplace: ${place}\n${header}---\n${text}\n`;
  const edit = parseEdit("t.go.hbs", rendered);
  if (edit.base !== "go") throw new Error(`a ${edit.kind} is no edit of Go`);
  return edit;
}

/** What the edit makes of the declarations, before gofmt; the package clause is left out. */
function place(source: string, spec: GoEdit): string {
  const file = parseGo(parser, source);
  return applyEdits(file.text, spec.locate(file)).slice("package p\n".length);
}

/** The same behind gofmt, which takes only Go. */
function placed(source: string, spec: GoEdit): string {
  return format(`package p\n${place(source, spec)}`).slice("package p\n\n".length);
}

/** A function of these lines. */
const body = (...lines: string[]) => `func f() {\n${lines.map((line) => `\t${line}\n`).join("")}}\n`;

describe("an edit of Go", () => {
  const source = body("one()", "old(1)", "two()");

  it.each([
    ["before", "func f > call old", "new()"],
    ["after", "func f > call old", "new()"],
    ["start", "func f", "new()"],
    ["end", "func f", "new()"],
    ["argument", "func f > call old", "2"],
    ["parameter", "func f", "x int"],
    ["replace", "func f > call old", "fresh($0)"],
    ["append", '""', "func g() {}"],
  ])("of place %s is undone to the byte, and is there once it is made", (where, at, text) => {
    const spec = editOf(where, at, text);
    const file = parseGo(parser, source);
    const edited = applyEdits(file.text, spec.locate(file));
    expect(edited).not.toBe(file.text);
    expect(applyEdits(edited, spec.undo(file))).toBe(file.text);
    expect(spec.isPresent(file)).toBe(false);
    expect(spec.isPresent(parser.parse("file.go", edited))).toBe(true);
  });
});

describe("an edit of Go, in front of an anchor", () => {
  const before = (at: string) => editOf("before", at, "new()");

  it.each([
    ["on a line of its own", body("old()"), body("new()", "old()")],
    ["behind a block comment on its line", body("/* c */ old()"), body("new()", "/* c */ old()")],
    [
      "behind a block comment that ends on its line",
      body("/* c", "d */ old()"),
      body("new()", "/* c", "d */old()"),
    ],
    ["behind another statement on its line", body("one(); old()"), body("one()", "new()", "old()")],
    [
      "behind another statement and a comment",
      body("one(); /* c */ old()"),
      body("one()", "new()", "/* c */ old()"),
    ],
    ["behind its block's brace", "func f() { old() }\n", body("new()", "old()")],
    ["with a comment above it", body("// c", "old()"), body("// c", "new()", "old()")],
    [
      "within an expression of several lines",
      body("x(one,", "\told(),", ")"),
      body("new()", "x(one,", "\told(),", ")"),
    ],
    [
      "in a labeled statement",
      "func f() {\nL:\n\told()\n\tgoto L\n}\n",
      "func f() {\n\tnew()\nL:\n\told()\n\tgoto L\n}\n",
    ],
  ])("puts lines in front of one %s", (_, source, expected) => {
    expect(placed(source, before("func f > call old"))).toBe(expected);
  });

  it("refuses an else branch, which has no place in front of it", async () => {
    const source = body("if one {", "\tx()", "} else if old() {", "\ty()", "}");
    expect(await failureOf(() => place(source, before("func f > call old")))).toEqual({
      code: "golang/anchor-mismatch",
      message: 'file.go:5: expected "func f > call old" to be a statement of its own, found an else branch',
      hint: "This tree differs from the known shapes there.",
    });
  });
});

describe("an edit of Go, behind an anchor", () => {
  const after = (at: string) => editOf("after", at, "new()");

  it.each([
    ["on a line of its own", body("old()", "two()"), body("old()", "new()", "two()")],
    ["in front of a comment on its line", body("old() // c", "two()"), body("old() // c", "new()", "two()")],
    [
      "in front of two comments on its line",
      body("old() /* c */ // d", "two()"),
      body("old() /* c */ // d", "new()", "two()"),
    ],
    [
      "in front of a comment of several lines",
      body("old() /* c", "d */", "two()"),
      body("old()", "new()", "/* c", "d */", "two()"),
    ],
    ["in front of another statement", body("old(); two()"), body("old()", "new()", "two()")],
    ["in front of its block's brace", "func f() { old() }\n", body("old()", "new()")],
    [
      "at the end of a clause",
      body("switch x {", "case 1:", "\told()", "}"),
      body("switch x {", "case 1:", "\told()", "\tnew()", "}"),
    ],
  ])("puts lines behind one %s", (_, source, expected) => {
    const spread = (text: string) => format(`package p\n${text}`).replace(/\n+/g, "\n");
    expect(spread(place(source, after("func f > call old")))).toBe(spread(expected));
  });

  it.each([
    ["on a line", "var a = []T{\n\told,\n\ttwo,\n}\n", "var a = []T{\n\told,\n\tnew,\n\ttwo,\n}\n"],
    ["with a comment behind it", "var a = []T{\n\told, // c\n}\n", "var a = []T{\n\told, // c\n\tnew,\n}\n"],
    ["that others follow", "var a = []T{old, two}\n", "var a = []T{old,\n\tnew,\n\ttwo}\n"],
    ["that ends the list", "var a = []T{one, old}\n", "var a = []T{one, old,\n\tnew,\n}\n"],
    [
      "with a comment before the brace",
      "var a = []T{old /* c */}\n",
      "var a = []T{old,\n\tnew,\n\t/* c */}\n",
    ],
  ])("puts an element behind one %s", (_, source, expected) => {
    expect(placed(source, editOf("after", "element old", "new,"))).toBe(expected);
  });

  it("puts a field behind one that shares its line", () => {
    const source = "type T struct{ old int; two int }\n";
    expect(placed(source, editOf("after", "type T > field old", "added int"))).toBe(
      "type T struct {\n\told   int\n\tadded int\n\ttwo   int\n}\n",
    );
  });

  it("puts a constant behind one in parentheses, and refuses one alone", async () => {
    const spec = editOf("after", "const old", "added = 2");
    expect(placed("const (\n\told = 1 // c\n)\n", spec)).toBe("const (\n\told   = 1 // c\n\tadded = 2\n)\n");
    expect((await failureOf(() => place("const old = 1\n", spec))).message).toBe(
      'file.go:2: expected "const old" to be a constant within parentheses, found a single one',
    );
  });

  it("puts lines behind the file's last declaration without a line break at its end", () => {
    expect(place("func old() {}", editOf("after", "func old", "func added() {}"))).toBe(
      "func old() {}\nfunc added() {}\n",
    );
  });
});

describe("an edit of Go, in a block", () => {
  it.each([
    ["of several lines", body("one()"), body("new()", "one()")],
    ["on one line", "func f() { one() }\n", body("new()", "one()")],
    ["without a statement", "func f() {}\n", body("new()")],
    ["with a statement behind the brace", "func f() { one()\n\ttwo()\n}\n", body("new()", "one()", "two()")],
    [
      "with a comment behind the brace",
      "func f() { // c\n\tone()\n}\n",
      "func f() { // c\n\tnew()\n\tone()\n}\n",
    ],
    [
      "with a comment of several lines behind the brace",
      "func f() { /* c\nd */\n\tone()\n}\n",
      "func f() {\n\tnew()\n\t/* c\n\td */\n\tone()\n}\n",
    ],
  ])("puts lines at the start of one %s", (_, source, expected) => {
    expect(placed(source, editOf("start", "func f", "new()"))).toBe(expected);
  });

  it.each([
    ["of several lines", body("one()"), body("one()", "new()")],
    ["on one line", "func f() { one() }\n", body("one()", "new()")],
    ["without a statement", "func f() {}\n", body("new()")],
    [
      "with a statement before the brace",
      "func f() {\n\tone()\n\ttwo() }\n",
      body("one()", "two()", "new()"),
    ],
    [
      "with a comment before the brace",
      "func f() {\n\tone()\n\t/* c\n\td */ }\n",
      body("one()", "/* c", "d */", "new()"),
    ],
  ])("puts lines at the end of one %s", (_, source, expected) => {
    expect(placed(source, editOf("end", "func f", "new()"))).toBe(expected);
  });

  it("puts fields at the end of a struct on one line", () => {
    expect(placed("type T struct{ a int }\n", editOf("end", "type T", "b int"))).toBe(
      "type T struct {\n\ta int\n\tb int\n}\n",
    );
  });

  it("refuses what has no braces", async () => {
    expect(await failureOf(() => place("type T other\n", editOf("end", "type T", "b int")))).toMatchObject({
      code: "golang/anchor-mismatch",
      message: 'file.go:2: expected "type T" to have braces, found T other',
    });
  });
});

describe("an edit of Go, in a list", () => {
  const argument = (call: string) =>
    place(`var x = ${call}\n`, editOf("argument", "call f", "z")).slice("var x = ".length, -1);

  it.each([
    ["f()", "f(z)"],
    ["f(a, b)", "f(a, b, z)"],
    ["f(/* none */)", "f(/* none */z)"],
    ["f(a /* c */)", "f(a, z /* c */)"],
    ["f(/* c */ a)", "f(/* c */ a, z)"],
    ["f(\n\ta,\n\tb,\n)", "f(\n\ta,\n\tb, z,\n)"],
    ["f(a, // one\n\tb, // two\n)", "f(a, // one\n\tb, z, // two\n)"],
  ])("adds an argument to %j", (call, expected) => {
    expect(argument(call)).toBe(expected);
    expect(() => format(`package p\n\nvar x = ${expected}\n`)).not.toThrow();
  });

  it("refuses to add one behind an argument that is spread", async () => {
    expect((await failureOf(() => argument("f(a, b...)"))).message).toBe(
      'file.go:2: expected "call f" to take one more argument, found b...',
    );
  });

  it.each([
    ["func f() {}\n", "func f(z int) {}\n"],
    ["func f(a int /* c */) {}\n", "func f(a int, z int /* c */) {}\n"],
    ["func f(\n\ta int,\n) {}\n", "func f(\n\ta int, z int,\n) {}\n"],
  ])("adds a parameter to %j", (source, expected) => {
    expect(place(source, editOf("parameter", "func f", "z int"))).toBe(expected);
  });

  it.each([
    ["func f(a ...int) {}\n", "to take one more parameter, found a ...int"],
    ["func f(int) {}\n", "to have parameters with names, found (int)"],
  ])("refuses to add a parameter to %j", async (source, expected) => {
    const { message } = await failureOf(() => place(source, editOf("parameter", "func f", "z int")));
    expect(message).toBe(`file.go:2: expected "func f" ${expected}`);
  });
});

describe("an edit of Go, replacing a call", () => {
  const replace = (call: string) =>
    place(`var x = ${call}\n`, editOf("replace", "call f", "g($1, $0)")).slice("var x = ".length, -1);

  it.each([
    ["f(a, b)", "g(b, a)"],
    ["f(/* c */ a, /* d */ b)", "g(b, a)"],
    ["f(\n\th(1), // c\n\tb,\n)", "g(b, h(1))"],
  ])("fills the arguments of %j in", (call, expected) => {
    expect(replace(call)).toBe(expected);
  });

  it("refuses a call that has fewer arguments than the text names", async () => {
    expect((await failureOf(() => replace("f(a /* b */)"))).message).toBe(
      'file.go:2: expected "call f" to have 2 arguments or more, found 1',
    );
  });
});

describe("an anchor's promise", () => {
  const guard = (promise: string, at = "func f > if bad") =>
    editOf("after", at, "new()", `promise: ${promise}\n`);
  const check = ["if bad {", "\treturn", "}"];
  const refusal = async (promise: string, ...lines: string[]) =>
    (await failureOf(() => place(body(...lines), guard(promise)))).message;

  it("to be the first statement is kept behind comments", () => {
    expect(placed(body("// c", ...check, "x()"), guard("first-statement"))).toBe(
      body("// c", ...check, "new()", "x()"),
    );
  });

  it("to be the first statement is broken by another, and by a block around it", async () => {
    const broken =
      'expected "func f > if bad" to be the first statement of its function, found another before it';
    expect(await refusal("first-statement", "x()", ...check)).toBe(`file.go:4: ${broken}`);
    expect(await refusal("first-statement", "{", ...check, "}")).toBe(`file.go:4: ${broken}`);
  });

  it("to stand before a call is kept where every such call is behind it, however deep", () => {
    const source = body("y()", ...check, "for {", "\tinstall(1)", "}", "install(2)");
    expect(place(source, guard("before call install"))).toContain("new()");
    expect(place(source, guard("before call install and before call install(2)"))).toContain("new()");
  });

  it.each([
    ["stands in front of it", 4, ["install(1)", ...check, "install(2)"], "found one on line 3"],
    ["is in its own body", 3, ["if bad {", "\tinstall(1)", "\treturn", "}"], "found one on line 4"],
  ])("to stand before a call is broken where one %s", async (_, line, lines, found) => {
    expect(await refusal("before call install", ...lines)).toBe(
      `file.go:${line}: expected "func f > if bad" to stand before every call of install, ${found} that may come first`,
    );
  });

  it("to stand before a call is broken where one is out of its block", async () => {
    const lines = ["if y {", ...check, "}", "install(1)"];
    const edit = guard("before call install", "func f > if y > if bad");
    expect((await failureOf(() => place(body(...lines), edit))).message).toBe(
      'file.go:4: expected "func f > if y > if bad" to stand before every call of install, found one on line 8 that may come first',
    );
    expect(await refusal("before call install", ...lines)).toMatch(/found it under a condition.*\(line 4\)$/);
  });

  it("to stand before a call is broken where there is none, or only one in a function literal", async () => {
    const message = 'file.go:3: expected "func f > if bad" to stand before a call of install, found none';
    expect(await refusal("before call install", ...check)).toBe(message);
    expect(await refusal("before call install", ...check, "later(func() { install(1) })")).toBe(message);
  });
});
