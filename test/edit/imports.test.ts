import { format } from "@wasm-fmt/gofmt";
import { describe, expect, it } from "vitest";
import { fillImports } from "../../src/edit/imports.ts";

const ownFirst = { module: "example.org/own", ownFirst: true };
const ownLast = { module: "example.org/own", ownFirst: false };

const source = `package linux

import (
	"errors"
	"bytes"
	"reflect"
	"strings"
	"example.org/other/link"
	"example.org/own/pkg/cidr"
	check "gopkg.in/check.v1"
)

// A comment may mention bytes.Buffer and reflect.DeepEqual.
func f(prefix *cidr.CIDR, node *nodeTypes.Node) error {
	s := "strings.ToLower(x)"
	link.List(nil, unix.AF_INET)
	return errors.New(option.Config.IPAM + s)
}
`;

const packages = [
  { path: "example.org/sys/unix", name: "unix" },
  { path: "example.org/own/pkg/node", name: "nodeTypes" },
  { path: "example.org/own/pkg/option", name: "option" },
  { path: "example.org/own/pkg/unused", name: "unused" },
];

/** The import block of what comes back, from the line of `import` to the parenthesis. */
function importsIn(text: string): string[] {
  return text.slice(text.indexOf("import (")).split("\n)")[0]?.split("\n").slice(1) ?? [];
}

describe("fillImports", () => {
  it("takes from the file's block and the given packages what the code uses, and groups it as the release does", () => {
    const own = [
      '\t"example.org/own/pkg/cidr"',
      '\tnodeTypes "example.org/own/pkg/node"',
      '\t"example.org/own/pkg/option"',
    ];
    const others = ['\t"example.org/other/link"', '\t"example.org/sys/unix"'];
    expect(importsIn(fillImports(source, packages, ownFirst))).toEqual([
      '\t"errors"',
      "",
      ...own,
      "",
      ...others,
    ]);
    expect(importsIn(fillImports(source, packages, ownLast))).toEqual([
      '\t"errors"',
      "",
      ...others,
      "",
      ...own,
    ]);
  });

  it("gives text that gofmt leaves as it is, and that it leaves as it is itself", () => {
    for (const layout of [ownFirst, ownLast]) {
      const text = fillImports(source, packages, layout);
      expect(format(text)).toBe(text);
      expect(fillImports(text, packages, layout)).toBe(text);
    }
  });

  it("adds a block to a file that has none, behind the package clause", () => {
    const text = "// licence\n\npackage linux\n\nvar a = unix.AF_INET\n";
    expect(fillImports(text, packages, ownFirst)).toBe(
      '// licence\n\npackage linux\n\nimport (\n\t"example.org/sys/unix"\n)\n\nvar a = unix.AF_INET\n',
    );
  });

  it("imports a path once, however often it is given", () => {
    const text = "package linux\n\nvar _ = unix.AF_INET\n";
    const twice = [...packages, ...packages];
    expect(importsIn(fillImports(text, twice, ownFirst))).toEqual(['\t"example.org/sys/unix"']);
  });

  it("does not take a field for a package", () => {
    const text = "package linux\n\nvar _ = n.option.Config\n";
    expect(fillImports(text, packages, ownFirst)).toBe(text);
  });

  it("sees a package behind a rune literal of a quote", () => {
    const text = "package linux\n\nvar a, b, c = '\"', option.Config, '\"'\n";
    expect(importsIn(fillImports(text, packages, ownFirst))).toEqual(['\t"example.org/own/pkg/option"']);
  });

  it("keeps imports without a name to use, and those that are called otherwise than their path ends", () => {
    const text =
      'package p\n\nimport (\n\t_ "embed"\n\t. "example.org/dsl"\n\t"gopkg.in/check.v1"\n)\n\nvar _ = check.Equals\n';
    expect(importsIn(fillImports(text, [], ownFirst))).toEqual([
      '\t_ "embed"',
      "",
      '\t. "example.org/dsl"',
      '\t"gopkg.in/check.v1"',
    ]);
  });

  it("leaves a name alone that another import has", () => {
    const text = 'package p\n\nimport unix "example.org/mine"\n\nvar _ = unix.AF_INET\n';
    expect(fillImports(text, packages, ownFirst)).toBe(text);
  });

  it("leaves a block with comments as it is", () => {
    const text = 'package p\n\nimport (\n\t"errors" // for later\n)\n';
    expect(fillImports(text, packages, ownFirst)).toBe(text);
  });
});
