import { describe, expect, it } from "vitest";
import {
  importsOf,
  parametersOf,
  receiverName,
  resultOf,
  signatureOf,
  stringConstants,
} from "../../src/golang/declarations.ts";
import { makeGoParser, parseGo } from "../helpers/go.ts";

const parser = await makeGoParser();

/** The function or method of that source. */
function declared(source: string) {
  const [nodes] = parseGo(parser, source).declarations.func.values();
  const [node] = nodes ?? [];
  if (!node) throw new Error("no function in the source");
  return node;
}

describe("importsOf", () => {
  it("gives path, name in the file and line, in order", () => {
    const file = parseGo(
      parser,
      `import "fmt"
import (
	"github.com/cilium/cilium/pkg/node"

	nodeTypes "github.com/cilium/cilium/pkg/node/types"
	. "gopkg.in/check.v1"
	_ "embed"
)
`,
    );
    expect(importsOf(file)).toEqual([
      { path: "fmt", name: "fmt", line: 2 },
      { path: "github.com/cilium/cilium/pkg/node", name: "node", line: 4 },
      { path: "github.com/cilium/cilium/pkg/node/types", name: "nodeTypes", line: 6 },
      { path: "gopkg.in/check.v1", name: ".", line: 7 },
      { path: "embed", name: "_", line: 8 },
    ]);
  });

  it("is empty where nothing is imported", () => {
    expect(importsOf(parseGo(parser, "func F() {}\n"))).toEqual([]);
  });
});

describe("parametersOf", () => {
  it("takes parameters that share a type apart", () => {
    expect(parametersOf(declared("func F(a, b *cidr.CIDR, isLocal bool) {}\n"))).toEqual([
      { name: "a", type: "*cidr.CIDR" },
      { name: "b", type: "*cidr.CIDR" },
      { name: "isLocal", type: "bool" },
    ]);
  });

  it("gives unnamed parameters the name of nothing", () => {
    expect(parametersOf(declared("func F(int, string) {}\n"))).toEqual([
      { name: "", type: "int" },
      { name: "", type: "string" },
    ]);
  });

  it("passes over comments and line breaks", () => {
    const node = declared("func F(\n\ta int, // the first\n\tb   map[string]int,\n) {}\n");
    expect(parametersOf(node)).toEqual([
      { name: "a", type: "int" },
      { name: "b", type: "map[string]int" },
    ]);
  });

  it("is empty where there are none", () => {
    expect(parametersOf(declared("func F() {}\n"))).toEqual([]);
  });
});

describe("resultOf and signatureOf", () => {
  it.each([
    ["func F() {}\n", "", "F()"],
    ["func F() error {}\n", "error", "F() error"],
    ["func F() (n int,  err error) {}\n", "(n int, err error)", "F() (n int, err error)"],
    ["func (t *T) M(\n\ta int,\n) error {}\n", "error", "M( a int, ) error"],
  ])("reads %j", (source, result, signature) => {
    expect(resultOf(declared(source))).toBe(result);
    expect(signatureOf(declared(source))).toBe(signature);
  });
});

describe("receiverName", () => {
  it.each([
    ["func (n *T) M() {}\n", "n"],
    ["func (node T) M() {}\n", "node"],
    ["func (*T) M() {}\n", undefined],
    ["func F(a int) {}\n", undefined],
  ])("of %j is %s", (source, name) => {
    expect(receiverName(declared(source))).toBe(name);
  });
});

describe("stringConstants", () => {
  it("gives values and lines of constants that are string literals, and no others", () => {
    const file = parseGo(
      parser,
      `const (
	IPAMKubernetes = "kubernetes"
	IPAMCRD        = "crd"
	Number         = 1
	Computed       = "a" + "b"
	Iota           = iota
)
const Flag = "flag"
`,
    );
    expect([...stringConstants(file)]).toEqual([
      ["IPAMKubernetes", { value: "kubernetes", line: 3 }],
      ["IPAMCRD", { value: "crd", line: 4 }],
      ["Flag", { value: "flag", line: 9 }],
    ]);
  });
});
