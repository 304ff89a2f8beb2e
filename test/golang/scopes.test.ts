import { describe, expect, it } from "vitest";
import { bindingsIn, holds, isIn, makeScopes, overlaps, sameBlock } from "../../src/golang/scopes.ts";
import { makeGoParser, parseGo } from "../helpers/go.ts";

const parser = await makeGoParser();

/** Scopes of the only declaration, and its text. */
function scopesOf(declaration: string) {
  const file = parseGo(parser, declaration);
  const nodes = file.root.namedChildren.filter(({ type }) => /_declaration$/.test(type));
  return { text: file.text, scopes: makeScopes(nodes.flatMap(bindingsIn)) };
}

/** What `x` means at the `@`: the text that declares it, "" where it is no local name. */
function meaning(declaration: string): string {
  const { text, scopes } = scopesOf(declaration.replace("@", "here()"));
  return scopes.at("x", text.indexOf("here"))?.definer.text ?? "";
}

describe("makeScopes", () => {
  it.each([
    ["a parameter", "func f(x int) { @ }", "x int"],
    ["one of several parameters", "func f(a, x int) { @ }", "a, x int"],
    ["a variadic parameter", "func f(x ...int) { @ }", "x ...int"],
    ["a result", "func f() (x int) { @; return }", "x int"],
    ["a receiver", "func (x *T) f() { @ }", "x *T"],
    ["a type parameter", "func f[x any](a x) { @ }", "x any"],
    ["a variable behind its declaration", "func f() { x := 1; @ }", "x := 1"],
    ["no variable in front of it", "func f() { @; x := 1 }", ""],
    ["no variable within its own value", "func f() { x := g(@) }", ""],
    ["the inner one of two", "func f(x int) { if true { x := 2; @ } }", "x := 2"],
    ["the outer one behind the inner block", "func f(x int) { if true { x := 2 }; @ }", "x int"],
    ["the later one of a block", "func f() { x := 1; var x = 2; @ }", "x = 2"],
    ["a variable of an if", "func f() { if x := 1; x > 0 { @ } }", "x := 1"],
    ["none behind the if", "func f() { if x := 1; x > 0 { }; @ }", ""],
    ["a variable of a range", "func f() { for _, x := range a { @ } }", "_, x := range a"],
    ["none of a range that assigns", "func f() { for _, x = range a { @ } }", ""],
    ["a variable of a case's own block", "func f() { switch { case a: x := 1; @; case b: } }", "x := 1"],
    ["none in the next case", "func f() { switch { case a: x := 1; case b: @ } }", ""],
    ["what a select receives", "func f() { select { case x := <-c: @ } }", "x := <-c"],
    ["a parameter of a literal", "func f() { g(func(x int) { @ }) }", "x int"],
    ["none of a literal behind it", "func f() { g(func(x int) { }); @ }", ""],
    ["a type of its own body", "func f() { type x struct { next *here } }", "x struct { next *here }"],
  ])("takes x for %s", (_, declaration, expected) => {
    expect(meaning(declaration)).toBe(expected);
  });

  it("takes a type switch's name for one in all its cases", () => {
    expect(meaning("func f() { switch x := a.(type) { case int: @ } }")).toMatch(/^switch x := a/);
    expect(meaning("func f() { switch x := a.(type) { case int: }; @ }")).toBe("");
  });

  it("knows the names of a generic receiver", () => {
    expect(meaning("func (t *T[x]) f() { @ }")).toBe("(t *T[x])");
  });

  it("leaves names of the package and the blank name out", () => {
    expect(scopesOf("var x = 1").scopes.all).toEqual([]);
    expect(scopesOf("func f() { _ := 1 }").scopes.all).toEqual([]);
  });
});

describe("sameBlock", () => {
  it.each([
    ["func f(x int) { x := 1 }", true],
    ["func f(x int) { { x := 1 } }", false],
    ["func f() { x := 1; var x int }", true],
    ["func f() { if x := 1; true { x := 2 } }", false],
  ])("of both names in %s is %s", (declaration, expected) => {
    const [one, other] = scopesOf(declaration).scopes.all.filter(({ name }) => name === "x");
    if (!one || !other) throw new Error("expected two names");
    expect(sameBlock(one, other)).toBe(expected);
  });
});

describe("ranges", () => {
  it("hold their start and not their end", () => {
    const range = { start: 2, end: 4 };
    expect([1, 2, 3, 4].map((at) => holds(range, at))).toEqual([false, true, true, false]);
    expect(isIn([range, { start: 9, end: 10 }], 9)).toBe(true);
    expect(isIn([range], 4)).toBe(false);
  });

  it("overlap where they share an index, not where they touch", () => {
    const range = { start: 2, end: 4 };
    expect(overlaps(range, { start: 3, end: 9 })).toBe(true);
    expect(overlaps(range, { start: 4, end: 9 })).toBe(false);
    expect(overlaps(range, { start: 0, end: 2 })).toBe(false);
  });
});
