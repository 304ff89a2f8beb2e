import { describe, expect, it } from "vitest";
import type { FactValue, Found } from "../../../../src/profile/index.ts";
import type { Sources } from "../../../../src/profile/sources.ts";
import {
  addressingType,
  cidrEqual,
  cidrField,
  configuredCIDRs,
  secondaryCIDRs,
} from "../../../../src/proposals/node-routes/facts/cidrs.ts";
import { paths } from "../../../../src/proposals/node-routes/paths.ts";
import { factOf, sourcesOf } from "../../../helpers/fact-sources.ts";

const older = sourcesOf({
  [paths.handler]:
    "package linux\n\ntype linuxNodeHandler struct{ nodeAddressing datapath.NodeAddressing }\n",
  [paths.cidr]: "package cidr\n",
  [paths.logFields]: "package logfields\n",
});
const newer = sourcesOf({
  [paths.handler]: `package linux

type linuxNodeHandler struct{}

func (n *linuxNodeHandler) nodeUpdate(oldNode, newNode *nodeTypes.Node) {
	prefixes := newNode.GetIPv4AllocCIDRs()
}
`,
  [paths.cidr]: "package cidr\n\nfunc (n *CIDR) Equal(o *CIDR) bool { return n == o }\n",
  [paths.logFields]: 'package logfields\n\nconst CIDR = "cidr"\n',
  [paths.nodeConfig[1]]: "package types\n\ntype LocalNodeConfiguration struct{ AllocCIDRIPv4 *cidr.CIDR }\n",
});

describe("the facts about CIDRs", () => {
  it.each<[string, (sources: Sources) => Found<FactValue>, FactValue, FactValue]>([
    ["whether they are compared by a method", cidrEqual, false, true],
    ["whether several of a node are routed", secondaryCIDRs, false, true],
    ["where those of the agent are", configuredCIDRs, "addressing", "config"],
    ["the type of a family's addresses", addressingType, "datapath.NodeAddressingFamily", ""],
    ["their name in the log", cidrField, '"allocCIDR"', "logfields.CIDR"],
  ])("say %s", (_, probe, before, after) => {
    expect([factOf(probe(older)), factOf(probe(newer))]).toEqual([before, after]);
  });

  it("say what they looked for in vain", () => {
    const none = sourcesOf({ [paths.handler]: "package linux\n\ntype linuxNodeHandler struct{}\n" });
    expect(factOf(configuredCIDRs(none))).toMatch(/expected a nodeAddressing field or AllocCIDRIPv4/);
    expect(factOf(secondaryCIDRs(sourcesOf({})))).toBe("missing: pkg/datapath/linux/node.go does not exist");
  });
});
