import { describe, expect, it } from "vitest";
import { adviceAbout } from "../../../helpers/advise-fixtures.ts";

const codes = (routes: string, flags = "--tunnel=vxlan") =>
  adviceAbout({ routes, flags }).findings.map(({ code }) => code);
const ours = "via 10.0.9.9 dev cilium_host src 10.0.9.9 mtu 1450";

describe("collisions", () => {
  it.each([
    [`10.0.0.0/24 ${ours}\n10.0.0.0/22 dev eth0 proto kernel scope link`, ["host-network-taken"]],
    [`10.0.0.0/24 ${ours}\n10.0.0.0/24 dev eth0 proto kernel scope link metric 100`, ["same-prefix"]],
    [
      `10.0.0.0/16 ${ours}\n10.0.4.0/24 dev eth0 proto kernel scope link`,
      ["shared-own-cidr", "pod-range-taken"],
    ],
    [
      `10.0.0.0/24 ${ours}\n10.1.0.0/22 dev eth0 proto kernel scope link\n10.0.0.7 dev tap0 scope link\ndefault via 10.1.0.1 dev eth0`,
      [],
    ],
  ])("between node routes and networks of the host: %j", (routes, expected) => {
    expect(codes(routes)).toEqual(expected);
  });

  it("between pools, services and the host's network", () => {
    const flags = "--cluster-pool-ipv4-cidr=10.0.0.0/8 --ipv4-service-range=10.96.0.0/16";
    expect(
      codes(`10.5.0.0/24 dev eth0 proto kernel scope link\n10.9.0.1 dev cilium_host scope link`, flags),
    ).toEqual(["service-range-in-pool", "host-network-in-pool"]);
  });
});
