import { describe, expect, it } from "vitest";
import { adviceAbout } from "../../../helpers/advise-fixtures.ts";

const owners = (
  routes: string,
  flags = "--tunnel=vxlan --ipv4-range=10.1.0.0/24 --ipv4-service-range=10.96.0.0/16",
  release = "1.10.4",
) =>
  adviceAbout({ routes, flags }, { release }).tables[0]?.routes.map(
    ({ owner: { who, role, certain } }) => `${who}${certain ? "" : "?"}: ${role}`,
  );

const form = "via 10.1.0.9 dev cilium_host src 10.1.0.9";

describe("the owner of a route", () => {
  it.each([
    [`10.1.0.0/24 ${form}`, "Cilium: the local node's CIDR"],
    [`10.1.0.0/24 ${form} mtu 1450`, "Cilium: a remote node's CIDR that is also the local node's"],
    [`10.2.0.0/24 ${form} mtu 1450`, "Cilium: a remote node's CIDR"],
    [`10.96.0.0/16 ${form}`, "Cilium: the service range"],
    ["10.1.0.9 dev cilium_host scope link", "Cilium: the router address"],
    ["10.1.0.7 dev lxc12ab scope link", "Cilium: an endpoint"],
    ["10.1.0.7 dev lxc_health scope link", "Cilium: the health endpoint"],
    ["local default dev lo table 2004 scope host", "Cilium: a table to the proxy"],
    ["10.3.0.0/24 dev cilium_host proto static scope link", "not known?: a route on Cilium's device"],
    ["10.3.0.0/24 via 10.0.0.2 dev eth0 proto bird", "bird?: "],
    ["10.3.0.0/24 dev tun-1 proto 17 src 10.0.0.1", "kube-router?: "],
    ["10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.1", "kernel: "],
    ["default via 10.0.0.254 dev eth0 proto dhcp", "DHCP: "],
    ["10.3.0.4 dev cali12 scope link", "Calico?: "],
    ["10.3.0.0/24 via 10.0.0.2 dev eth0", "not known?: "],
    ["10.3.0.0/24 dev eth0 proto 99", "not known?: "],
  ])("%s", (route, expected) => {
    expect(owners(route)).toEqual([expected]);
  });

  it("is not told from the MTU in releases that set it for the local node, too", () => {
    const route = `10.1.0.0/24 ${form} mtu 1450`;
    expect(owners(route, undefined, "1.9.3")).toEqual(["Cilium: the local node's CIDR"]);
    expect(owners(route, undefined, "1.9.4")).toEqual([
      "Cilium: a remote node's CIDR that is also the local node's",
    ]);
  });

  it("is a remote node where the local route is off in tunnel mode", () => {
    expect(owners(`10.1.0.0/24 ${form}`, "--tunnel=vxlan --enable-local-node-route=false")).toEqual([
      "Cilium: a remote node's CIDR that is also the local node's",
    ]);
  });

  it.each([
    ["a remote node's wider CIDR holds the router address, too", ["10.1.0.0/16", "10.1.0.0/24"]],
    ["a remote node's CIDR lies within", ["10.1.0.128/25", "10.1.0.0/24"]],
  ])("is the node itself only for one CIDR of a family: %s", (_, [remote, local]) => {
    const roles = ["Cilium: a remote node's CIDR", "Cilium: the local node's CIDR"];
    expect(owners(`${remote} ${form} mtu 1450\n${local} ${form}`, "--tunnel=vxlan")).toEqual(roles);
    expect(owners(`${local} ${form}\n${remote} ${form} mtu 1450`, "--tunnel=vxlan")).toEqual(
      [...roles].reverse(),
    );
  });

  it("is the node itself for the longest prefix where nothing else tells", () => {
    expect(owners(`10.1.0.0/16 ${form}\n10.1.0.0/24 ${form}`, "--tunnel=vxlan")).toEqual([
      "Cilium: a remote node's CIDR",
      "Cilium: the local node's CIDR",
    ]);
  });
});
