import { describe, expect, it } from "vitest";
import { handlerProbes } from "../../../../src/proposals/node-routes/facts/handler.ts";
import { paths } from "../../../../src/proposals/node-routes/paths.ts";
import { factOf, sourcesOf } from "../../../helpers/fact-sources.ts";

/** A handler of the shape that the templates know. */
const known = `package linux

import (
	"github.com/cilium/cilium/pkg/datapath"
	nodeTypes "github.com/cilium/cilium/pkg/node/types"

	"github.com/sirupsen/logrus"
	"github.com/vishvananda/netlink"
)

type linuxNodeHandler struct {
	nodes      map[string]*nodeTypes.Node
	nodeConfig datapath.LocalNodeConfiguration
}

func (n *linuxNodeHandler) createNodeRouteSpec(prefix *cidr.CIDR) (route.Route, error) { return route.Route{}, nil }

func (n *linuxNodeHandler) updateNodeRoute(prefix *cidr.CIDR, addressFamilyEnabled bool, isLocalNode bool) error {
	return nil
}

func (n *linuxNodeHandler) updateOrRemoveNodeRoutes(old, new []*cidr.CIDR) {}

func (n *linuxNodeHandler) nodeUpdate(newNode *nodeTypes.Node) error {
	if n.nodeConfig.EnableEncapsulation {
		return nil
	}
	return nil
}
`;

type Name = keyof typeof handlerProbes;

/** A fact about that handler, with some of its text replaced. */
function fact(name: Name, from = "", to = ""): unknown {
  expect(known).toContain(from);
  const sources = sourcesOf({ [paths.handler]: known.replace(from, to) });
  return factOf(handlerProbes[name](sources));
}

describe("the facts about a handler", () => {
  it.each<[Name, unknown]>([
    ["createFunction", "createNodeRouteSpec"],
    ["isLocalNode", true],
    ["returnsErrors", false],
    ["prefixType", "*cidr.CIDR"],
    ["logging", "logrus"],
    ["nodePackage", { path: "github.com/cilium/cilium/pkg/node/types", name: "nodeTypes" }],
    ["configPackage", { path: "github.com/cilium/cilium/pkg/datapath", name: "datapath" }],
    ["configType", "LocalNodeConfiguration"],
    ["encapsulation", "n.nodeConfig.EnableEncapsulation"],
    ["restoredNodes", false],
    ["ciliumImportsFirst", true],
  ])("say of %s: %j", (name, expected) => {
    expect(fact(name)).toEqual(expected);
  });

  it.each<[string, Name, string, string, unknown]>([
    ["an older parameter list", "isLocalNode", ", isLocalNode bool", "", false],
    [
      "a list of errors",
      "returnsErrors",
      "old, new []*cidr.CIDR) {}",
      "o, n int) error { return nil }",
      true,
    ],
    [
      "prefixes of the standard library",
      "prefixType",
      "prefix *cidr.CIDR, a",
      "prefix netip.Prefix, a",
      "netip.Prefix",
    ],
    ["a logger in a field", "logging", "nodes      map", "log *slog.Logger\n\tnodes map", "slog"],
    ["an older name", "createFunction", "createNodeRouteSpec", "createNodeRoute", "createNodeRoute"],
    [
      "a mode per node",
      "encapsulation",
      "if n.nodeConfig.EnableEncapsulation",
      "if n.enableEncapsulation(newNode)",
      "n.enableEncapsulation(newNode)",
    ],
  ])("know %s", (_, name, from, to, expected) => {
    expect(fact(name, from, to)).toBe(expected);
  });

  it.each<[string, Name, string, string, RegExp]>([
    [
      "parameters",
      "isLocalNode",
      "isLocalNode bool",
      "mtu int",
      /:\d+: expected a known shape of updateNodeRoute, found/,
    ],
    [
      "a receiver",
      "isLocalNode",
      "(n *linuxNodeHandler) updateNodeRoute",
      "(h *linuxNodeHandler) updateNodeRoute",
      /receiver to be called n, found h/,
    ],
    ["prefixes", "prefixType", "prefix *cidr.CIDR, a", "prefix string, a", /found string/],
    ["a log", "logging", '"github.com/sirupsen/logrus"', "", /expected a log field or logrus, found neither/],
    [
      "a result",
      "createFunction",
      "(route.Route, error)",
      "route.Route",
      /expected createNodeRouteSpec to return a route and an error, found route.Route/,
    ],
    [
      "a branch",
      "encapsulation",
      "if n.nodeConfig.EnableEncapsulation",
      "if tunnel",
      /expected nodeUpdate to branch on encapsulation/,
    ],
    ["a package", "nodePackage", "*nodeTypes.Node\n", "*Node\n", /field nodes has the unknown type/],
  ])("refuse %s of an unknown shape", (_, name, from, to, expected) => {
    expect(fact(name, from, to)).toMatch(expected);
  });

  it("refuse a method that another file of the package declares again", () => {
    const twin = "package linux\n\nfunc (n *linuxNodeHandler) nodeDelete() {}\n";
    const sources = {
      ...sourcesOf({ [paths.handler]: known }),
      siblings: new Map([["pkg/datapath/linux/b.go", twin]]),
    };
    expect(factOf(handlerProbes.isLocalNode(sources))).toMatch(
      /^missing: pkg\/datapath\/linux\/b.go: expected one linuxNodeHandler.nodeDelete/,
    );
  });
});
