import { describe, expect, it } from "vitest";
import { adviceAbout } from "../../../helpers/advise-fixtures.ts";

const node = (cidr: string, ip = "10.0.0.35") =>
  `kind: CiliumNode\nmetadata: {name: n}\nspec: {addresses: [{ip: "${ip}", type: InternalIP}], ipam: {podCIDRs: ["${cidr}"]}}\n`;
const standing = (cidr: string, flags: string, more: Readonly<Record<string, string>> = {}) =>
  adviceAbout({ node: node(cidr), flags, ...more }).cidrs[0]?.standing;

describe("the standing of a node CIDR", () => {
  it.each([
    [
      "10.244.1.0/24",
      "--ipam=cluster-pool --cluster-pool-ipv4-cidr=10.244.0.0/16 --cluster-pool-ipv4-mask-size=24",
      "real",
    ],
    ["10.244.1.0/26", "--ipam=cluster-pool --cluster-pool-ipv4-mask-size=24", "wrong"],
    ["10.99.1.0/24", "--ipam=cluster-pool --cluster-pool-ipv4-cidr=10.244.0.0/16", "wrong"],
    ["10.35.0.0/16", "--ipam=cluster-pool --cluster-pool-ipv4-cidr=10.244.0.0/16", "made-up"],
    ["10.35.0.0/16", "--ipam=eni", "made-up"],
    ["10.36.0.0/16", "--ipam=crd", "made-up"],
    ["10.35.0.0/16", "--ipam=kubernetes", "made-up"],
    ["f00d::a23:0:0:0/96", "--ipam=kubernetes", "made-up"],
    ["10.36.0.0/16", "--ipam=multi-pool", "real"],
    ["::ffff:10.244.1.0/120", "--ipam=cluster-pool --cluster-pool-ipv4-cidr=10.244.0.0/16", "real"],
  ])("%s with %s: %s", (cidr, flags, expected) => {
    expect(standing(cidr, flags)).toBe(expected);
  });

  it("is what the Node says in mode kubernetes", () => {
    const given = (cidr: string) => ({
      nodes: `kind: Node\nmetadata: {name: n}\nspec: {podCIDR: ${cidr}}\n`,
    });
    expect(standing("10.1.0.0/24", "--ipam=kubernetes", given("10.1.0.0/24"))).toBe("real");
    expect(standing("10.1.0.0/24", "--ipam=kubernetes", given("10.2.0.0/24"))).toBe("wrong");
  });

  it("is not known without a mode, unless its form tells", () => {
    expect(standing("10.36.0.0/16", "--config-dir=/x")).toBe("unknown");
    expect(standing("10.35.0.0/16", "--config-dir=/x")).toBe("made-up");
  });
});
