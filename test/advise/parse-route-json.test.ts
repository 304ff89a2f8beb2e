import { describe, expect, it } from "vitest";
import { isRouteList, parseRouteJson } from "../../src/advise/parse-route-json.ts";
import { routeText } from "../../src/advise/route.ts";

describe("parseRouteJson", () => {
  const context = { input: "routes.json", family: null } as const;

  it("reads what ip -j route prints", () => {
    const { routes, problems } = parseRouteJson(
      [
        { dst: "default", gateway: "10.248.14.1", dev: "eth0", protocol: "dhcp", metric: 100, flags: [] },
        {
          dst: "10.247.2.0/24",
          gateway: "10.247.2.95",
          dev: "cilium_host",
          prefsrc: "10.247.2.95",
          flags: [],
          metrics: [{ mtu: 1450 }],
        },
        { type: "blackhole", dst: "10.9.0.0/16", flags: [] },
        {
          dst: "10.1.0.0/16",
          protocol: 17,
          flags: [],
          nexthops: [
            { gateway: "10.0.0.1", dev: "a", weight: 1, flags: [] },
            { via: { family: "inet6", host: "fe80::1" }, dev: "b", weight: 1, flags: ["linkdown"] },
          ],
        },
        {
          type: "local",
          dst: "::1",
          dev: "lo",
          table: "local",
          protocol: "kernel",
          metric: 0,
          flags: [],
          pref: "medium",
        },
        { dst: "default", dev: "tun0", metric: 1024, pref: "medium", flags: [] },
      ],
      context,
    );
    expect(problems).toEqual([]);
    expect(routes.map(routeText)).toEqual([
      "default via 10.248.14.1 dev eth0 proto dhcp metric 100",
      "10.247.2.0/24 via 10.247.2.95 dev cilium_host src 10.247.2.95 mtu 1450",
      "blackhole 10.9.0.0/16",
      "10.1.0.0/16 proto 17 nexthop via 10.0.0.1 dev a weight 1 nexthop via fe80::1 dev b weight 1",
      "local ::1 dev lo table local proto kernel metric 0",
      "default dev tun0 metric 1024",
    ]);
    expect(routes.map(({ destination }) => destination.family)).toEqual([4, 4, 4, 4, 6, 6]);
  });

  it("names the items that it cannot read", () => {
    const { routes, problems } = parseRouteJson(
      [{ dst: 7 }, { dst: "nowhere", dev: "eth0" }, null, { dst: "10.0.0.1", dev: "a" }],
      context,
    );
    expect(routes.map(({ line }) => line)).toEqual([4]);
    expect(problems.map(({ line }) => line)).toEqual([1, 2, 3]);
    expect(problems[1]?.problem).toBe("dst: expected an address or prefix, found nowhere");
  });

  it.each([
    [[{ dst: "default" }], true],
    [[], false],
    [[{ kind: "Node" }], false],
    [{ dst: "default" }, false],
    [[null], false],
  ])("tells a list of routes by its items: %j", (value, expected) => {
    expect(isRouteList(value)).toBe(expected);
  });
});
