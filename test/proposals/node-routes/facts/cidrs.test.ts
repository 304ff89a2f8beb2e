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
  [paths.nodeType[0]]: "package node\n",
});
const newer = sourcesOf({
  [paths.handler]: "package linux\n\ntype linuxNodeHandler struct{}\n",
  [paths.cidr]: "package cidr\n\nfunc (n *CIDR) Equal(o *CIDR) bool { return n == o }\n",
  [paths.logFields]: 'package logfields\n\nconst CIDR = "cidr"\n',
  [paths.nodeType[1]]: "package types\n\nfunc (n *Node) GetIPv4AllocCIDRs() []string { return nil }\n",
  [paths.nodeConfig[1]]: "package types\n\ntype LocalNodeConfiguration struct{ AllocCIDRIPv4 *cidr.CIDR }\n",
});

describe("the facts about CIDRs", () => {
  it.each<[string, (sources: Sources) => Found<FactValue>, FactValue, FactValue]>([
    ["whether they are compared by a method", cidrEqual, false, true],
    ["whether a node may have several", secondaryCIDRs, false, true],
    ["where those of the agent are", configuredCIDRs, "addressing", "config"],
    ["the type of a family's addresses", addressingType, "datapath.NodeAddressingFamily", ""],
    ["their name in the log", cidrField, '"allocCIDR"', "logfields.CIDR"],
  ])("say %s", (_, probe, before, after) => {
    expect([factOf(probe(older)), factOf(probe(newer))]).toEqual([before, after]);
  });

  it("say what they looked for in vain", () => {
    const none = sourcesOf({ [paths.handler]: "package linux\n\ntype linuxNodeHandler struct{}\n" });
    expect(factOf(configuredCIDRs(none))).toMatch(/expected a nodeAddressing field or AllocCIDRIPv4/);
    expect(factOf(secondaryCIDRs(none))).toBe(
      "missing: pkg/node/node.go or pkg/node/types/node.go does not exist",
    );
  });
});
