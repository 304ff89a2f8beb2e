import { format } from "@wasm-fmt/gofmt";
import { describe, expect, it } from "vitest";
import { fillImports } from "../../src/plan/imports.ts";
import type { NodeRouteFacts } from "../../src/proposals/node-routes/facts/facts.ts";
import { vocabulary } from "../../src/proposals/node-routes/view.ts";
import { makeFacts } from "../helpers/facts.ts";

const source = `package linux

import ()

// A comment may mention bytes.Buffer and reflect.DeepEqual.
func f(prefix *cidr.CIDR, node *nodeTypes.Node) error {
	s := "strings.ToLower(x)"
	netlink.RouteList(nil, unix.AF_INET)
	return errors.New(option.Config.IPAM + s)
}
`;

function filled(text: string, facts: NodeRouteFacts): string {
  return fillImports(text, () => vocabulary.packages({ ...facts }));
}

/** The import block of what comes back, from the line of \`import\` to the parenthesis. */
function importsIn(text: string): string[] {
  return text.slice(text.indexOf("import (")).split("\n)")[0]?.split("\n").slice(1) ?? [];
}

describe("fillImports", () => {
  it("groups the standard library, Cilium, others, where the release has Cilium's first", () => {
    expect(importsIn(filled(source, makeFacts({ ciliumImportsFirst: true })))).toEqual([
      '\t"errors"',
      "",
      '\t"github.com/cilium/cilium/pkg/cidr"',
      '\tnodeTypes "github.com/cilium/cilium/pkg/node/types"',
      '\t"github.com/cilium/cilium/pkg/option"',
      "",
      '\t"github.com/vishvananda/netlink"',
      '\t"golang.org/x/sys/unix"',
    ]);
  });

  it("groups the standard library, others, Cilium, where the release has Cilium's last", () => {
    expect(importsIn(filled(source, makeFacts({ ciliumImportsFirst: false })))).toEqual([
      '\t"errors"',
      "",
      '\t"github.com/vishvananda/netlink"',
      '\t"golang.org/x/sys/unix"',
      "",
      '\t"github.com/cilium/cilium/pkg/cidr"',
      '\tnodeTypes "github.com/cilium/cilium/pkg/node/types"',
      '\t"github.com/cilium/cilium/pkg/option"',
    ]);
  });

  it("gives text that gofmt leaves as it is", () => {
    for (const ciliumImportsFirst of [true, false]) {
      const text = filled(source, makeFacts({ ciliumImportsFirst }));
      expect(format(text)).toBe(text);
    }
  });

  it("leaves what comments and strings mention out", () => {
    const imports = importsIn(filled(source, makeFacts())).join("\n");
    expect(imports).not.toMatch(/bytes|reflect|strings/);
  });

  it("imports the packages of the facts under the names the release has for them", () => {
    const facts = makeFacts({
      nodePackage: { path: "github.com/cilium/cilium/pkg/node", name: "node" },
      testHandler: { call: "", imports: [{ path: "github.com/cilium/cilium/pkg/kpr", name: "kpr" }] },
      ipam: {
        ...makeFacts().ipam,
        package: { path: "github.com/cilium/cilium/pkg/ipam/option", name: "ipamOption" },
      },
    });
    const text =
      "package linux\n\nimport ()\n\nvar _ = []any{node.Node{}, kpr.KPRConfig{}, ipamOption.IPAMCRD}\n";
    expect(importsIn(filled(text, facts))).toEqual([
      '\tipamOption "github.com/cilium/cilium/pkg/ipam/option"',
      '\t"github.com/cilium/cilium/pkg/kpr"',
      '\t"github.com/cilium/cilium/pkg/node"',
    ]);
  });

  it("imports a path once, however many facts name it", () => {
    const mtu = { path: "github.com/cilium/cilium/pkg/mtu", name: "mtu" };
    const facts = makeFacts({ testHandler: { call: "", imports: [mtu, mtu] } });
    const text = "package linux\n\nimport ()\n\nvar _ = mtu.Configuration{}\n";
    expect(importsIn(filled(text, facts))).toEqual(['\t"github.com/cilium/cilium/pkg/mtu"']);
  });

  it("does not take a field for a package", () => {
    const text = "package linux\n\nimport ()\n\nvar _ = n.option.Config\n";
    expect(importsIn(filled(text, makeFacts()))).not.toContain('\t"github.com/cilium/cilium/pkg/option"');
  });

  it("leaves a file without the placeholder as it is", () => {
    const text = 'package linux\n\nimport "errors"\n\nvar _ = option.Config\n';
    expect(filled(text, makeFacts())).toBe(text);
  });

  it("sees a package behind a rune literal of a quote", () => {
    const text = "package linux\n\nimport ()\n\nvar a, b, c = '\"', option.Config, '\"'\n";
    expect(importsIn(filled(text, makeFacts()))).toEqual(['\t"github.com/cilium/cilium/pkg/option"']);
  });
});
