import { describe, expect, it } from "vitest";
import { namesIn } from "../../src/golang/names.ts";
import { makeGoParser } from "../helpers/go.ts";
import { takeMarks } from "../helpers/packages.ts";

const parser = await makeGoParser();

/** The names in the marked parts of these declarations. */
function names(marked: string) {
  const { text, ranges } = takeMarks(`package p\n${marked}`);
  const found = namesIn(parser.parse("file.go", text), ranges);
  return {
    uses: found.uses.map(({ name, member }) => (member ? `${name}.${member.name}` : name)),
    selections: found.selections.map(({ operand, member }) => `${operand.text}.${member.text}`),
    keys: found.keys.map(({ node, literal }) => `${node.text} of ${literal.text}`),
    bound: found.scopes.all.map(({ name }) => name),
  };
}

describe("namesIn", () => {
  it("gives the names that a whole declaration uses, not those that it declares", () => {
    expect(names("«func (t *T) f(a int) error {\n\tb := g(a)\n\treturn b\n}»")).toEqual({
      uses: ["T", "int", "error", "g", "a", "b"],
      selections: [],
      keys: [],
      bound: ["t", "a", "b"],
    });
  });

  it("looks at the marked lines only, but knows what is declared around them", () => {
    const { uses, bound } = names("func f(a int) {\n\tb()\n«\tc(a)\n»\td()\n}\nfunc g(e int) {}");
    expect(uses).toEqual(["c", "a"]);
    expect(bound).toEqual(["a"]);
  });

  it("looks at a part of a line", () => {
    expect(names("func f() {\n\tif a«.b» || «c.d» || e {\n\t}\n}").uses).toEqual(["c.d"]);
  });

  it("gives members with what they are members of", () => {
    const { uses, selections } = names("«func f(a pkg.Type) { a.b.c(d()) ; e().f() }»");
    expect(uses).toEqual(["pkg.Type", "a.b", "d", "e"]);
    expect(selections).toEqual(["a.b.c", "a.b", "e().f"]);
  });

  it("tells keys of a literal from names that it uses", () => {
    const { uses, keys } = names("«var a = T{key: value, 1: other}»");
    expect(uses).toEqual(["T", "value", "other"]);
    expect(keys).toEqual(["key of T{key: value, 1: other}"]);
  });

  it("passes over the blank name, comments, strings and imports", () => {
    expect(names('«import "fmt"\n\n// a uses b.\nvar _ = "c"»')).toEqual({
      uses: [],
      selections: [],
      keys: [],
      bound: [],
    });
  });
});
