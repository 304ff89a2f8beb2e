import { describe, expect, it } from "vitest";
import { adviceAbout } from "../../../helpers/advise-fixtures.ts";

function setup(texts: Readonly<Record<string, string>>, release: string | null = null) {
  return Object.fromEntries(adviceAbout(texts, { release }).setup.map(({ name, value }) => [name, value]));
}

describe("what settings come to", () => {
  it("is nothing without any", () => {
    expect(setup({ "-": "default dev a" })).toMatchObject({
      routing: null,
      "IPAM mode": null,
      "cluster ID": null,
    });
  });

  it("is the defaults where the settings are whole", () => {
    expect(setup({ "-": "--enable-ipv4=true --ipv4-range=10.1.0.0/24" })).toMatchObject({
      routing: "tunnel",
      "IPAM mode": "cluster-pool",
      "local node's route": "true",
      "cluster ID": "0",
    });
    expect(setup({ "-": "--tunnel=vxlan" }, "1.7.3")).toMatchObject({ "IPAM mode": "host-scope" });
  });

  it("is not known where they name a folder of more", () => {
    expect(setup({ "-": "cilium-agent --config-dir=/tmp/cilium/config-map" })).toMatchObject({
      routing: null,
      "IPAM mode": null,
    });
  });

  it.each([
    ["--tunnel=disabled", "native"],
    ["--routing-mode=native --tunnel-protocol=vxlan", "native"],
    ["--routing-mode=tunnel", "tunnel"],
    ["--tunnel=geneve", "tunnel"],
    ["--tunnel=vxlan --tunnel=disabled", "native"],
  ])("takes %s for %s routing", (flags, expected) => {
    expect(setup({ "-": flags })["routing"]).toBe(expected);
  });

  it("takes a cluster ID that a template leaves open for not known", () => {
    expect(setup({ "-": "--cluster-id {{ cluster_id }}" })["cluster ID"]).toBeNull();
  });
});
