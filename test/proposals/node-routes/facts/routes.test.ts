import { describe, expect, it } from "vitest";
import {
  clusterRoute,
  directRoutes,
  ipv6Gateway,
  routeDelete,
  routeMetric,
  routeProtocol,
  safeNetlink,
} from "../../../../src/proposals/node-routes/facts/routes.ts";
import { paths } from "../../../../src/proposals/node-routes/paths.ts";
import { factOf, sourcesOf } from "../../../helpers/fact-sources.ts";

function handlerWith(body: string) {
  return sourcesOf({ [paths.handler]: `package linux\n\n${body}\n` });
}

function deletion(keys: string) {
  return sourcesOf({
    [paths.route]: `package route\n\nfunc Delete(r Route) error {\n\treturn del(netlink.Route{${keys}})\n}\n`,
  });
}

describe("the facts about routes", () => {
  it("tell a direct route per CIDR, with its condition, from one in a loop", () => {
    const single = handlerWith(`func (n *linuxNodeHandler) updateDirectRoute(newCIDR *cidr.CIDR) {
	if cidrNodeMappingUpdateRequired(newCIDR) {
		installDirectRoute(newCIDR)
	}
}`);
    const several = handlerWith(`func (n *linuxNodeHandler) updateDirectRoutes() {
	for _, cidr := range addedCIDRs {
		installDirectRoute(cidr)
	}
}`);
    expect(factOf(directRoutes(single))).toEqual({
      function: "updateDirectRoute",
      prefix: "newCIDR",
      loop: "",
      condition: "cidrNodeMappingUpdateRequired(newCIDR)",
    });
    expect(factOf(directRoutes(several))).toEqual({
      function: "updateDirectRoutes",
      prefix: "cidr",
      loop: "for _, cidr := range addedCIDRs",
      condition: "",
    });
    const always = handlerWith(
      "func (n *linuxNodeHandler) updateDirectRoute() { installDirectRoute(newCIDR) }",
    );
    expect(factOf(directRoutes(always))).toMatch(/found no such call$/);
  });

  it.each([
    ["Dst: r.Prefix", "prefix"],
    ["Dst: r.Prefix, Protocol: r.Proto", "exact"],
    ["Dst: r.Prefix, Protocol: r.Proto, MTU: r.MTU", "exact-with-mtu"],
  ])("tell by the attributes what a deletion takes: %s", (keys, expected) => {
    expect(factOf(routeDelete(deletion(keys)))).toBe(expected);
  });

  it.each([
    ["nexthop", false],
    ["gateway", true],
  ])("tell whether IPv6 routes have a gateway: %s", (name, expected) => {
    const create = `func (n *linuxNodeHandler) createNodeRouteSpec() {\n\tvar ${name} *net.IP\n}`;
    expect(factOf(ipv6Gateway(handlerWith(create)))).toBe(expected);
  });

  it("tell what the handler mentions", () => {
    const all = handlerWith("var used = []any{UseSingleClusterRoute, RTProto, RouteMetric}");
    const none = handlerWith("var unused = []any{UseSingleClusterRoutes}");
    for (const probe of [clusterRoute, routeProtocol, routeMetric])
      expect([factOf(probe(all)), factOf(probe(none))]).toEqual([true, false]);
  });

  it("tell whether there is a netlink that is interrupted safely", () => {
    expect(factOf(safeNetlink(sourcesOf({ [paths.safeNetlink]: "package safenetlink\n" })))).toBe(true);
    expect(factOf(safeNetlink(sourcesOf({})))).toBe(false);
  });
});
