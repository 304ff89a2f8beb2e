import { describe, expect, it } from "vitest";
import { deleteCommand, deviceOf, gatewayOf, routeText } from "../../src/advise/route.ts";
import { routes } from "../helpers/advise.ts";

const text = `default via 10.248.14.1 dev eth0 proto dhcp metric 100 onlink
10.247.2.0/24 via 10.247.2.95 dev cilium_host proto kernel src 10.247.2.95 mtu 1450
10.247.2.95 dev cilium_host scope link
blackhole 10.9.0.0/16 proto bird
default table 100 proto static nexthop via 10.0.0.1 dev eth0 weight 1 nexthop via 10.0.1.1 dev eth1 weight 2
10.1.0.0/16 dev cilium_host table 2004 metric 7`;

describe("a route", () => {
  it("is printed as ip route does", () => {
    expect(routes(text).map(routeText).join("\n")).toBe(text);
  });

  it.each([
    [
      1,
      "ip route del 10.247.2.0/24 via 10.247.2.95 dev cilium_host src 10.247.2.95 proto kernel mtu 1450 table main",
    ],
    [2, "ip route del 10.247.2.95 dev cilium_host scope link table main"],
    [3, "ip route del blackhole 10.9.0.0/16 proto bird table main"],
    [5, "ip route del 10.1.0.0/16 dev cilium_host metric 7 table 2004"],
  ])("is deleted by naming all that tells it apart: %i", (at, expected) => {
    expect(routes(text).map(deleteCommand)[at]).toBe(expected);
  });

  it("of IPv6 is deleted from that family", () => {
    const [route] = routes(
      "fd00:1::/64 dev cilium_host proto kernel src fd00::1 metric 1024 mtu 1450 pref medium",
    );
    expect(route && deleteCommand(route)).toBe(
      "ip -6 route del fd00:1::/64 dev cilium_host src fd00::1 proto kernel metric 1024 mtu 1450 table main",
    );
  });

  it("has a device and a neighbour if it has one next hop", () => {
    const [first, , , none, several] = routes(text);
    expect(first && [deviceOf(first), gatewayOf(first)]).toEqual(["eth0", "10.248.14.1"]);
    expect(none && deviceOf(none)).toBeNull();
    expect(several && gatewayOf(several)).toBeNull();
  });
});
