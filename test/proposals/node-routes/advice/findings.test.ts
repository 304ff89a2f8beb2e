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
});
