import { describe, expect, it } from "vitest";
import { isOwn, lookUp, makeTables } from "../../src/advise/look-up.ts";
import { parseRuleLine, type Rule } from "../../src/advise/parse-rule-line.ts";
import { routeText } from "../../src/advise/route.ts";
import { address, routes } from "../helpers/advise.ts";

function goes(table: string, to: string, rules: readonly string[] = []): string {
  const parsed = rules
    .map((line) => parseRuleLine(line, null))
    .filter((rule): rule is Rule => rule !== undefined);
  const found = lookUp(makeTables(routes(table), parsed), address(to));
  if (found.kind === "hop") return routeText(found.route);
  return found.kind === "refused" ? `refused: ${found.by}` : found.kind;
}

describe("lookUp", () => {
  const table = `
default via 10.248.14.1 dev eth0
10.247.2.0/24 via 10.247.2.95 dev cilium_host src 10.247.2.95 mtu 1450
10.247.2.19 dev tape4f9e219-e1 scope link
10.0.0.0/8 dev a metric 20
10.0.0.0/8 dev b metric 10
unreachable 10.66.0.0/16`;

  it.each([
    ["8.8.8.8", "default via 10.248.14.1 dev eth0"],
    ["10.247.2.20", "10.247.2.0/24 via 10.247.2.95 dev cilium_host src 10.247.2.95 mtu 1450"],
    ["10.247.2.19", "10.247.2.19 dev tape4f9e219-e1 scope link"],
    ["10.1.1.1", "10.0.0.0/8 dev b metric 10"],
    ["10.66.1.1", "refused: unreachable"],
    ["10.247.2.95", "local"],
    ["fd00::1", "none"],
  ])("takes the longest prefix, then the smallest metric: %s", (to, expected) => {
    expect(goes(table, to)).toBe(expected);
  });

  it("passes over a route whose device is dead", () => {
    expect(goes("10.1.0.0/16 dev a dead linkdown\n10.0.0.0/8 dev b", "10.1.0.1")).toBe("10.0.0.0/8 dev b");
  });

  it("takes of equal IPv6 routes the preferred one", () => {
    const two =
      "default via fe80::1 dev a metric 1024 pref low\ndefault via fe80::2 dev b metric 1024 pref high";
    expect(goes(two, "fd00::1")).toBe("default via fe80::2 dev b metric 1024");
  });

  it("leaves routes of another type of service alone", () => {
    expect(goes("10.1.0.0/16 tos 0x10 dev a\n10.0.0.0/8 dev b", "10.1.0.1")).toBe("10.0.0.0/8 dev b");
  });

  it("follows rules that take an unmarked packet, and no other", () => {
    const tables =
      "default dev a table 7\n10.0.0.0/8 dev b table 8\ndefault dev c\n10.9.0.0/16 dev d table 9";
    const rules = [
      "5: from all fwmark 0x200/0xf00 lookup 9",
      "6: from 10.0.0.1 lookup 9",
      "7: from all to 10.0.0.0/8 lookup 8",
      "9: from all lookup 7",
      "32766: from all lookup main",
    ];
    expect(goes(tables, "10.9.0.1", rules)).toBe("10.0.0.0/8 dev b table 8");
    expect(goes(tables, "1.1.1.1", rules)).toBe("default dev a table 7");
    expect(
      goes(tables, "1.1.1.1", ["3: from all lookup 7 suppress_prefixlength 0", "4: from all lookup main"]),
    ).toBe("default dev c");
    expect(goes(tables, "1.1.1.1", ["3: from all prohibit"])).toBe("refused: prohibit");
  });

  it("goes on with the next table after throw", () => {
    const rules = ["1: from all lookup 5", "2: from all lookup main"];
    expect(goes("throw 10.0.0.0/8 table 5\n10.0.0.0/8 dev a", "10.0.0.1", rules)).toBe("10.0.0.0/8 dev a");
  });

  it("knows the node's own addresses from the local table, else from the sources of routes", () => {
    const own = makeTables(routes("10.0.0.0/24 dev a src 10.0.0.5"));
    expect([isOwn(own, "10.0.0.5"), isOwn(own, "10.0.0.6"), isOwn(own, "nonsense")]).toEqual([
      true,
      false,
      false,
    ]);
    const local = makeTables(routes("local 10.0.0.6 dev a table local\n10.0.0.0/24 dev a src 10.0.0.5"));
    expect([isOwn(local, "10.0.0.5"), isOwn(local, "10.0.0.6")]).toEqual([false, true]);
  });
});
