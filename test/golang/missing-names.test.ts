import { describe, expect, it } from "vitest";
import { missingNames, namesIn } from "../../src/golang/index.ts";
import { makeGoParser } from "../helpers/go.ts";
import { indexPackages, takeMarks } from "../helpers/packages.ts";

const parser = await makeGoParser();

/** Other files of the module: of the package `p` itself, and of packages that it imports. */
const others = {
  "p/other.go": `package p

var log = newLogger()

type (
	embedded struct{ promoted int }
	outside  struct{ *far.Type }
	table    map[string]int
	doer     interface{ Do() }
)

func helper() {}

func f(args ...any) int { return 0 }

func find() any { return nil }

func (t *T) elsewhere() {}
func (t *T) find() (any, bool) { return nil, false }
func (e embedded) Method() {}
`,
  "p/other_test.go": "package p\n\nfunc testHelper() {}\n\nfunc (t *T) onlyInTests() {}\n",
  "p/outer_test.go": "package p_test\n\nfunc outerHelper() {}\n",
  "config/config.go":
    "package config\n\nvar Default = &Config{}\n\ntype Config struct {\n\tName string\n\tNested Nested\n}\n\ntype Nested struct{ Deep bool }\n\nconst Limit = 1\n",
  "config/config_test.go": "package config\n\nfunc ForTests() {}\n",
};

const imports = `import (
	"errors"
	nl "far.example/netlink"
	"far.example/check.v1"
	"far.example/radix/v2"
	"example.org/m/config"
	. "far.example/dotted"
)
`;

/** What is wrong with the marked parts of a file of package \`p\`, behind its imports. */
function missing(marked: string, { path = "p/p.go", header = `package p\n\n${imports}` } = {}): string[] {
  const { text, ranges } = takeMarks(`${header}\n${marked}`);
  const file = parser.parse(path, text);
  const index = indexPackages(parser, { ...others, [path]: text });
  return missingNames(file, ranges, namesIn(file, ranges), index).map(
    ({ name, expected, found, foundAt }) =>
      `${name}: expected ${expected}, found ${found}${foundAt === undefined ? "" : ` ${text.slice(foundAt, foundAt + 12).split("\n")[0]}`}`,
  );
}

/** The same in the body of a method of a type with some fields. */
function inMethod(...lines: string[]): string[] {
  const body = lines.map((line) => `\t${line}\n`).join("");
  return missing(`type T struct {
	embedded
	field  int
	config config.Config
	pair, twin *T
}

func (t *T) own(first int, rest ...string) (result error) {
${body}	return nil
}
`);
}

describe("missingNames", () => {
  it.each([
    ["a receiver, parameters and results", ["«f(t, first, rest, result)»"]],
    ["a variable declared before", ["x := 1", "var y, z = 1, 2", "const k = 3", "«f(x, y, z, k)»"]],
    ["a variable of a block around", ["x := 1", "if x > 0 {", "\tfor {", "\t\t«x++»", "\t}", "}"]],
    ["what a statement of its own declares", ["«if v, ok := t.find(); ok { f(v) } else { f(ok) }»"]],
    ["loop variables", ["«for i, v := range rest { f(i, v) }»", "«for j := 0; j < 3; j++ { f(j) }»"]],
    ["the variable of a type switch", ["switch v := find().(type) {", "case int:", "\t«f(v)»", "}"]],
    ["a variable of a switch", ["switch x := first; x {", "case 1:", "\t«f(x)»", "}"]],
    ["a received value", ["select {", "case v := <-make(chan int):", "\t«f(v)»", "}"]],
    ["parameters of a function literal", ["«f(func(inner int) (out bool) { f(inner, out); return })»"]],
    ["a local type and a label", ["«type local struct{ a int }; var v local; f(v)»", "«L: for { break L }»"]],
    [
      "what Go declares",
      ["«var x []error = make([]error, len(rest)); f(append(x, nil), true, iota, any(x))»"],
    ],
    ["names of the package in another file", ["«log.Info(helper())»", "«var v embedded; f(v)»"]],
    ["imports, under the name the file has for them", ["«errors.New(nl.Name, config.Limit)»"]],
    ["imports whose paths end otherwise than their names", ["«check.Equals(radix.New())»"]],
    ["an exported name that a dot import may bring", ["«Equals(1)»"]],
    [
      "fields and methods",
      ["«t.field = t.own(1); t.elsewhere(); t.promoted++; t.Method(); t.embedded = embedded{}»"],
    ],
    [
      "fields of fields, of pointers, and of what a variable is set to",
      ["v := &T{}", "«v.twin.pair.config.Nested.Deep = v.config.Name == config.Default.Name»"],
    ],
    [
      "keys of structs and of maps",
      ["«f(T{field: 1, pair: nil}, table{}, map[string]int{log: 1}, config.Config{Name: log})»"],
    ],
    [
      "a field of what only a type checker knows",
      ["«f(t.find().Unknown, rest[0].Unknown, outside{}.Unknown)»"],
    ],
    ["the blank identifier", ["«_ = first»", "«for _, _ = range rest {}»"]],
  ])("finds nothing amiss with %s", (_, lines) => {
    expect(inMethod(...lines)).toEqual([]);
  });

  it.each([
    [
      "one that nobody declares",
      ["«gone(1)»"],
      ["gone: expected gone to be declared in own, found no such name"],
    ],
    [
      "one that is declared further down",
      ["«log.Info(later)»", "later := 1"],
      ["later: expected later to be declared in own, found one further down later := 1"],
    ],
    [
      "a loop variable that is set and not declared",
      ["«for gone = range rest {}»"],
      ["gone: expected gone to be declared in own, found no such name"],
    ],
    [
      "one of another block",
      ["if first > 0 {", "\tinner := 1", "}", "«log.Info(inner)»"],
      ["inner: expected inner to be declared in own, found one in another block inner := 1"],
    ],
    [
      "its own in its declaration",
      ["«x := x + 1»"],
      ["x: expected x to be declared in own, found one further down x := x + 1»"],
    ],
    [
      "one of a function literal",
      ["defer func(inner int) {}(1)", "«log.Info(inner)»"],
      ["inner: expected inner to be declared in own, found one in another block inner int) {"],
    ],
    [
      "an import that the file has under another name",
      ["«netlink.RouteDel(nil)»"],
      ["netlink: expected netlink to be imported or declared, found far.example/netlink imported as nl"],
    ],
    [
      "an import that the file does not have",
      ["«fmt.Println()»"],
      ["fmt: expected fmt to be imported or declared, found no such name"],
    ],
    [
      "a type of a package that is not imported",
      ["«var x unix.Errno»"],
      ["unix: expected unix to be imported or declared, found no such name"],
    ],
    [
      "a field",
      ["«t.mutex.Lock()»"],
      ["mutex: expected T to have the field or method mutex, found no such name"],
    ],
    [
      "a field of a field",
      ["«log.Info(t.config.Missing, t.pair.config.Nested.Missing)»"],
      [
        "Missing: expected Config to have the field or method Missing, found no such name",
        "Missing: expected Nested to have the field or method Missing, found no such name",
      ],
    ],
    [
      "a field of a package's variable",
      ["«log.Info(config.Default.Missing)»"],
      ["Missing: expected Config to have the field or method Missing, found no such name"],
    ],
    [
      "a name of a package",
      ["«log.Info(config.Missing)»"],
      ["Missing: expected config to declare Missing, found no such name"],
    ],
    [
      "a type of a package",
      ["«var x config.Missing»"],
      ["Missing: expected config to declare Missing, found no such name"],
    ],
    [
      "what only tests of a package declare",
      ["«config.ForTests()»"],
      ["ForTests: expected config to declare ForTests, found no such name"],
    ],
    [
      "a method that only tests declare",
      ["«t.onlyInTests()»"],
      ["onlyInTests: expected T to have the field or method onlyInTests, found no such name"],
    ],
    [
      "what only tests of the package declare",
      ["«testHelper()»"],
      ["testHelper: expected testHelper to be declared in own, found no such name"],
    ],
    [
      "a key of a struct",
      ["«log.Info(T{missing: 1})»"],
      ["missing: expected T to have the field or method missing, found no such name"],
    ],
    [
      "a key of a map",
      ["«log.Info(map[string]int{missing: 1})»"],
      ["missing: expected missing to be declared in own, found no such name"],
    ],
  ])("names %s", (_, lines, expected) => {
    expect(inMethod(...lines)).toEqual(expected.map((text) => text.replace("»", "")));
  });

  it("are told with every import that the name may stand for", () => {
    const header =
      'package p\n\nimport (\n\tother "far.example/ipam/option"\n\topts "far.example/option"\n)\n';
    expect(missing("var _ = «option.Config»", { header })).toEqual([
      "option: expected option to be imported or declared, found far.example/ipam/option imported as other, far.example/option imported as opts",
    ]);
  });

  it("looks at the marked parts only", () => {
    expect(inMethod("unknown()", "«log.Info(1)»", "other.Unknown()")).toEqual([]);
  });

  it("names a receiver that is called otherwise", () => {
    expect(missing("type T struct{ field int }\n\nfunc (h *T) m() {\n\t«n.field++»\n}\n")).toEqual([
      "n: expected n to be declared in m, found no such name",
    ]);
  });

  it("names a type that takes parameters where the text gives it none", () => {
    const generic = (body: string) =>
      missing(`type G[K any] struct{ field K }\n\nfunc (n *G[K]) m(k K) {\n${body}\n}\n`);
    expect(generic("\t«var k2 K; n.field, k2 = k2, k; _ = G[int]{}»")).toEqual([]);
    expect(generic("\t«n.missing = k»")).toEqual([
      "missing: expected G to have the field or method missing, found no such name",
    ]);
    expect(generic("\t«_ = G{}»")).toEqual([
      expect.stringMatching(
        /^G: expected G to be a type without parameters, found one with parameters \(p\/p\.go:\d+\)$/,
      ),
    ]);
    expect(missing("type G[K any] struct{}\n\n«func (n *G) m() {}\n»")).toEqual([
      expect.stringContaining("G: expected G to be a type without parameters"),
    ]);
  });

  it("does not take a variable for the package of that name, unless the release does the same with it", () => {
    const body = (text: string) =>
      missing(`func f(list []int) {\n\tfor _, config := range list {\n${text}\t}\n}\n`);
    expect(body("\t\t«_ = config.Limit»\n")).toEqual([
      "config: expected config to be the package example.org/m/config, found a variable of that name config := ra",
    ]);
    expect(body("\t\tuse(config.Limit)\n\t\t«_ = config.Limit»\n")).toEqual([]);
    expect(body("\t\t«_ = config.OfTheVariable»\n")).toEqual([]);
    expect(missing("func f(config *T) {\n\t«_ = config.Limit»\n}\n\ntype T struct{ Limit int }\n")).toEqual(
      [],
    );
    expect(
      missing("func f() {\n\t«config := list(); _ = config.Limit»\n}\n\nfunc list() int { return 1 }\n"),
    ).toEqual([]);
  });

  it("looks through a whole file, for the names of its own and of its package", () => {
    const file =
      '«package p\n\nimport "errors"\n\ntype own struct{ a int }\n\nfunc (o own) m() error {\n\thelper()\n\to.b = 1\n\treturn errors.New(absent)\n}\n»';
    expect(missing(file, { path: "p/new.go", header: "" })).toEqual([
      "absent: expected absent to be declared in m, found no such name",
      "b: expected own to have the field or method b, found no such name",
    ]);
  });

  it("gives tests what tests declare, each package its own", () => {
    const header = "package p\n";
    const text =
      "\nfunc TestX() {\n\t«testHelper(); helper(); var t T; t.onlyInTests()»\n}\n\ntype T struct{}\n";
    expect(missing(text, { path: "p/new_test.go", header })).toEqual([]);
    expect(
      missing("\nfunc TestX() {\n\t«outerHelper()»\n}\n", { path: "p/new_test.go", header }),
    ).toHaveLength(1);
    const outer = { path: "p/x_test.go", header: "package p_test\n" };
    expect(missing("\nfunc TestX() {\n\t«outerHelper()»\n}\n", outer)).toEqual([]);
    expect(missing("\nfunc TestX() {\n\t«helper()»\n}\n", outer)).toHaveLength(1);
  });

  it("comes to an end with variables that are set to one another", () => {
    expect(missing("var a = b\n\nvar b = a\n\nfunc f() {\n\t«a.field = b.field»\n}\n")).toEqual([]);
  });

  it("takes an expression of any depth", () => {
    const deep = `${"(".repeat(300)}1${")".repeat(300)}`;
    const long = Array(4000).fill("1").join(" + ");
    expect(missing(`func f() {\n\tx := ${deep}\n\ty := ${long}\n\t«_ = x + y + z»\n}\n`)).toHaveLength(1);
  });
});
