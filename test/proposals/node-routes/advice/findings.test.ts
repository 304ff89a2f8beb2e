import { describe, expect, it } from "vitest";
import { adviceAbout } from "../../../helpers/advise-fixtures.ts";

const routes = "default via 10.0.0.1 dev eth0\n10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.5";

describe("findings", () => {
  it("tell of a missing device in tunnel mode only", () => {
    const codes = (flags: string) => adviceAbout({ routes, flags }).findings.map(({ code }) => code);
    expect(codes("--tunnel=vxlan")).toEqual(["no-device"]);
    expect(codes("--tunnel=disabled")).toEqual([]);
    expect(codes("--config-dir=/x")).toEqual([]);
  });

  it("tell of settings that exclude each other", () => {
    const { findings } = adviceAbout({ flags: "--tunnel=vxlan --auto-direct-node-routes" });
    expect(findings.map(({ code }) => code)).toEqual(["tunnel-and-direct"]);
  });

  it("call nested CIDRs a problem only where both are in use", () => {
    const nodes =
      "kind: CiliumNode\nmetadata: {name: a}\nspec: {addresses: [{ip: 9.9.9.1, type: InternalIP}], ipam: {podCIDRs: [10.1.0.0/16]}}\n---\nkind: CiliumNode\nmetadata: {name: b}\nspec: {ipam: {podCIDRs: [10.1.2.0/24]}}\n";
    const levels = (flags: string) =>
      adviceAbout({ nodes, flags })
        .findings.filter(({ code }) => code === "nested-cidrs")
        .map(({ level }) => level);
    expect(levels("--ipam=multi-pool")).toEqual(["problem"]);
    expect(levels("--ipam=crd")).toEqual(["note"]);
  });

  it("tell from routes alone that CIDRs are nested", () => {
    const form = "via 10.1.0.9 dev cilium_host src 10.1.0.9";
    const says = (texts: Readonly<Record<string, string>>) =>
      adviceAbout(texts)
        .findings.filter(({ code }) => code === "nested-cidrs")
        .map((finding) => `${finding.level}: ${finding.says.split(":")[0]}`);
    const within = `10.1.0.0/24 ${form}\n10.1.0.64/26 ${form} mtu 1450\n10.1.0.128/26 ${form} mtu 1450`;
    expect(says({ routes: within })).toEqual([
      "note: 10.1.0.0/24 of this node holds 10.1.0.64/26 of a remote node, 10.1.0.128/26 of a remote node",
    ]);
    expect(says({ routes: `10.1.0.0/16 ${form} mtu 1450\n10.1.0.0/24 ${form}` })).toEqual([
      "note: 10.1.0.0/16 of a remote node holds 10.1.0.0/24 of this node",
    ]);
    expect(says({ routes: `${within}\n10.2.0.0/24 ${form} mtu 1450` })).toHaveLength(1);
    expect(says({ routes: `10.1.0.0/24 ${form}\n10.1.0.0/16 dev eth0\n10.2.0.0/24 ${form}` })).toEqual([]);
  });

  it("tell of nested CIDRs once, by the nodes' names where they are known", () => {
    const node = (name: string, cidr: string) =>
      `kind: CiliumNode\nmetadata: {name: ${name}}\nspec: {ipam: {podCIDRs: [${cidr}]}}\n---\n`;
    const routes =
      "10.1.0.0/24 via 10.1.0.9 dev cilium_host src 10.1.0.9\n10.1.0.64/26 via 10.1.0.9 dev cilium_host src 10.1.0.9 mtu 1450";
    const { findings } = adviceAbout({
      routes,
      nodes: node("a", "10.1.0.0/24") + node("b", "10.1.0.64/26"),
    });
    const nested = findings.filter(({ code }) => code === "nested-cidrs").map(({ says }) => says);
    expect(nested).toHaveLength(1);
    expect(nested[0]).toMatch(/^10\.1\.0\.0\/24 of a holds 10\.1\.0\.64\/26 of b:/);
  });
});
