import { describe, expect, it } from "vitest";
import { adviceSchema, hasProblem, unusable } from "../../src/advise/index.ts";
import { adviceAbout, adviceOf, fixtures } from "../helpers/advise-fixtures.ts";

describe("advise", () => {
  it("gives a value of its schema", () => {
    for (const name of fixtures) expect(adviceSchema.parse(adviceOf(name))).toBeTruthy();
  });

  it("finds nothing in a table without anything of interest, and asks for the rest", () => {
    const advice = adviceAbout({ "-": "default via 10.0.0.1 dev eth0 proto dhcp" });
    expect([hasProblem(advice), advice.findings, unusable(advice)]).toEqual([false, [], []]);
    expect(advice.unknown.map(({ what }) => what)).toEqual([
      "which CIDRs the nodes announce",
      "tunnel or native routing and the IPAM mode",
      "the release",
    ]);
  });

  it("names inputs of which nothing could be read, and uses the others", () => {
    const advice = adviceAbout({ good: "default via 10.0.0.1 dev eth0", bad: '{"kind": "No' });
    expect(unusable(advice).map(({ name }) => name)).toEqual(["bad"]);
    expect(advice.tables).toHaveLength(1);
  });

  it("says where an address goes in tables of its family only", () => {
    const advice = adviceAbout({ "-": "default via 10.0.0.1 dev eth0" }, { to: ["10.9.9.9", "fd00::1"] });
    expect(advice.destinations.map(({ address }) => address)).toEqual(["10.9.9.9"]);
  });

  it("takes thousands of nodes", () => {
    const items = Array.from({ length: 5000 }, (_, index) => ({
      kind: "CiliumNode",
      metadata: { name: `n${index}` },
      spec: {
        addresses: [{ ip: `172.16.${index >> 8}.${index & 255}`, type: "InternalIP" }],
        ipam: { podCIDRs: [`10.${index >> 8}.${index & 255}.0/24`] },
      },
    }));
    const routes = items.map(
      ({ spec }) => `${spec.ipam.podCIDRs[0]} via 10.0.0.9 dev cilium_host src 10.0.0.9 mtu 1450`,
    );
    const advice = adviceAbout({
      nodes: JSON.stringify({ kind: "List", items }),
      routes: routes.join("\n"),
      flags: "--tunnel=vxlan --ipam=cluster-pool",
    });
    expect(advice.cidrs).toHaveLength(5000);
    expect(advice.tables[0]?.routes).toHaveLength(5000);
  });
});
