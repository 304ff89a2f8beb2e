import { describe, expect, it } from "vitest";
import { continuesRoute, parseRouteLine } from "../../src/advise/parse-route-line.ts";
import { routeText } from "../../src/advise/route.ts";

const context = { family: null, table: "main", input: "pasted", line: 1 } as const;

function shown(line: string): string | undefined {
  const parsed = parseRouteLine(line, context);
  if (!parsed) return undefined;
  return "problem" in parsed ? `problem: ${parsed.problem}` : routeText(parsed);
}

describe("parseRouteLine", () => {
  it.each([
    ["10.0.0.0/24 dev eth0 scope link  src 10.0.0.5 ", "10.0.0.0/24 dev eth0 scope link src 10.0.0.5"],
    ["unicast 10.0.0.0/24\u00a0dev\u3000eth0", "10.0.0.0/24 dev eth0"],
    [
      "local 10.0.0.5 dev eth0 table local proto kernel scope host src 10.0.0.5",
      "local 10.0.0.5 dev eth0 table local proto kernel scope host src 10.0.0.5",
    ],
    [
      "unreachable default dev lo metric 4294967295 error -101 pref medium",
      "unreachable default metric 4294967295",
    ],
    ["blackhole 10.9.0.0/16", "blackhole 10.9.0.0/16"],
    ["10.1.0.0/24 via inet6 fe80::1 dev eth0 proto bgp", "10.1.0.0/24 via fe80::1 dev eth0 proto bgp"],
    ["10.2.0.0/24 dev eth0 mtu lock 1400 advmss 1360", "10.2.0.0/24 dev eth0 mtu 1400"],
    ["10.2.0.0/24 dev eth0 linkdown", "10.2.0.0/24 dev eth0 linkdown"],
    ["fe80::/64 dev eth0 proto kernel metric 256 pref medium", "fe80::/64 dev eth0 proto kernel metric 256"],
    [
      "default proto static \\ nexthop via 10.0.0.1 dev a weight 1 \\ nexthop via 10.0.0.2 dev b weight 1",
      "default proto static nexthop via 10.0.0.1 dev a weight 1 nexthop via 10.0.0.2 dev b weight 1",
    ],
  ])("reads %j", (line, expected) => {
    expect(shown(line)).toBe(expected);
  });

  it.each([
    ["10.0.0.0/40 dev eth0", "expected an address or prefix, found 10.0.0.0/40"],
    ["10.0.0.0/24 via nowhere dev eth0", "via: expected an address, found nowhere"],
    ["10.0.0.0/24 dev", "dev: expected a device, found nothing"],
    ["10.0.0.0/24 dev eth0 metric many", "metric: expected a number, found many"],
    ["10.0.0.0/24 dev eth0 src here", "src: expected an address, found here"],
  ])("says what is wrong with %j", (line, problem) => {
    expect(shown(line)).toBe(`problem: ${problem}`);
  });

  it.each([
    "",
    "The route via eth0 is wrong",
    "10.0.0.1",
    "2: eth0: <UP> mtu 1500",
    "blackhole routes are what we want to have here in the end I think so",
  ])("takes no other text for a route: %j", (line) => {
    expect(shown(line)).toBeUndefined();
  });

  it("takes the family of default from what stands with it, else from its command", () => {
    const family = (line: string, hint: 4 | 6 | null) => {
      const parsed = parseRouteLine(line, { ...context, family: hint });
      return parsed && !("problem" in parsed) && parsed.destination.family;
    };
    expect(family("default via fe80::1 dev eth0", 4)).toBe(6);
    expect(family("default dev tun0", 6)).toBe(6);
    expect(family("default dev tun0 metric 1 pref medium", null)).toBe(6);
    expect(family("default dev tun0 scope link", null)).toBe(4);
  });

  it("keeps words that it does not know", () => {
    const parsed = parseRouteLine("10.0.0.0/24 dev eth0 sparkling nhid 7", context);
    expect(parsed && !("problem" in parsed) && parsed.others).toEqual(["sparkling", "nhid", "7"]);
  });

  it.each([
    ["\tnexthop via 10.0.0.1 dev eth0 weight 1", true],
    [" src 10.247.2.135 mtu 1450", true],
    ["src 10.247.2.135", false],
    ["10.0.0.0/24 dev eth0", false],
    [" onlink", true],
    [" via", false],
  ])("knows the rest of a route above: %j", (line, expected) => {
    expect(continuesRoute(line)).toBe(expected);
  });
});
