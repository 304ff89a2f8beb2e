import { describe, expect, it } from "vitest";
import { adviceAbout } from "../../../helpers/advise-fixtures.ts";

const commands = (routes: string) =>
  adviceAbout({ routes, flags: "--tunnel=vxlan" }).live.flatMap((step) => step.commands);

describe("the steps on a live node", () => {
  it("name the routes and the underlay of this one", () => {
    const shown = commands(
      "default via 9.9.9.9 dev bond0\n10.1.0.0/24 via 10.1.0.9 dev cilium_host src 10.1.0.9 mtu 1450",
    );
    expect(shown).toContain("ip route show exact 10.1.0.0/24 dev cilium_host");
    expect(shown).toContain("ip route get 10.1.0.254");
    expect(shown).toContain("sysctl net.ipv4.conf.all.rp_filter net.ipv4.conf.bond0.rp_filter");
  });

  it("look into IPv6 for it", () => {
    const shown = commands(
      "fd00:1::/64 dev cilium_host proto kernel src fd00:1::9 metric 1024 mtu 1450 pref medium",
    );
    expect(shown).toContain("ip -6 route show exact fd00:1::/64 dev cilium_host");
    expect(shown).toContain("ip -6 route get fd00:1::1");
  });

  it("are general without a route", () => {
    expect(commands("default dev a")).toContain("ip route show dev cilium_host");
  });
});
