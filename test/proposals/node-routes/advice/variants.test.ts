import { describe, expect, it } from "vitest";
import { adviceAbout } from "../../../helpers/advise-fixtures.ts";

const shared = "10.1.0.0/24 via 10.1.0.9 dev cilium_host src 10.1.0.9 mtu 1450";
const fits = (flags: string, release = "1.10.4") =>
  adviceAbout({ shared, flags }, { release }).variants.map(({ fits }) => fits);

describe("variants", () => {
  it.each([
    ["--tunnel=vxlan --enable-local-node-route=false --ipam=cluster-pool", ["no", "yes", "no", "yes"]],
    ["--tunnel=vxlan --enable-local-node-route=false --ipam=crd", ["no", "yes", "yes", "yes"]],
    ["--tunnel=vxlan --enable-local-node-route=false --ipam=crd --cluster-id=2", ["no", "yes", "no", "yes"]],
    [
      "--tunnel=vxlan --enable-local-node-route=false --ipam=crd --cluster-id={{ x }}",
      ["no", "yes", "unknown", "yes"],
    ],
    ["--tunnel=vxlan --ipam=cluster-pool", ["no", "partly", "no", "partly"]],
    ["--tunnel=disabled", ["no", "no", "no", "no"]],
  ])("fit a shared CIDR by the settings: %s", (flags, expected) => {
    expect(fits(flags)).toEqual(expected);
  });

  it("change where an address goes only where they act", () => {
    const goes = (flags: string) =>
      adviceAbout(
        { routes: `default via 9.9.9.9 dev eth0\n${shared}`, flags },
        { to: ["10.1.0.20"] },
      ).destinations[0]?.goes.map(({ route }) => route?.includes("cilium_host"));
    expect(goes("--tunnel=vxlan --enable-local-node-route=false")).toEqual([true, false, true, false, false]);
    expect(goes("--tunnel=vxlan")).toEqual([true, true, true, true, false]);
  });
});
