import { describe, expect, it } from "vitest";
import type { Checkout } from "../../src/checkout/index.ts";
import {
  chartWaysOf,
  imageNameOf,
  linkerSettings,
  readChartWays,
  releaseImage,
} from "../../src/profile/release-image.ts";

/** Own writing in the form of charts of these releases. */
const charts = {
  "v1.10":
    "other:\n  image:\n    repository: quay.io/cilium/certgen\nimage:\n  override: ~\n\n  repository: quay.io/cilium/cilium\n  tag: v1.10.12\nextraConfig: {}\n",
  "v1.8": "global:\n  # the registry of all images\n  registry: quay.io/cilium\n  tag: v1.8.13\n",
  "v1.6": "global:\n  registry: docker.io/cilium\n",
  main: 'image:\n  repository: "quay.io/cilium/cilium-ci"\n  tag: "latest"\nextraConfig: {}\n',
};

function checkout(version: string | undefined, values?: string): Checkout {
  const read = async (path: string) =>
    path === "VERSION" ? version : path.endsWith("/values.yaml") ? values : undefined;
  return { readText: read, peekText: read } as unknown as Checkout;
}

describe("releaseImage", () => {
  it.each([
    ["1.10.12\n", charts["v1.10"], "quay.io/cilium/cilium:v1.10.12"],
    ["1.8.13", charts["v1.8"], "quay.io/cilium/cilium:v1.8.13"],
    ["1.6.12", charts["v1.6"], "docker.io/cilium/cilium:v1.6.12"],
    ["1.4.10", undefined, "docker.io/cilium/cilium:v1.4.10"],
    ["1.12.0-rc3", charts["v1.10"], "quay.io/cilium/cilium:v1.12.0-rc3"],
  ])("takes tag and name of a release from the tree: %j", async (version, values, image) => {
    expect(await releaseImage(checkout(version, values))).toEqual({ image });
  });

  it.each(["1.19.0-dev", "1.12.90", "", undefined])("has none for %j", async (version) => {
    expect(await releaseImage(checkout(version, charts.main))).toEqual({
      reason: expect.stringMatching(/^VERSION says ".*", which was not published$/),
    });
  });
});

it("does not take an image of builds between releases for one of a release", () => {
  expect(imageNameOf(charts.main)).toBe("docker.io/cilium/cilium");
});

it("says how a chart sets image and flags", async () => {
  expect(chartWaysOf(charts["v1.10"])).toEqual({ setsImage: true, addsConfig: true });
  expect(chartWaysOf(charts["v1.8"])).toEqual({ setsImage: false, addsConfig: false });
  expect(await readChartWays(checkout("1.4.10"))).toEqual({ setsImage: false, addsConfig: false });
});

it("stamps an agent with its release, whatever its variable is called", () => {
  const settings = linkerSettings("1.0 a b", "t");
  expect(settings).toContain('-X "github.com/cilium/cilium/pkg/version.ciliumVersion=1.0 a b"');
  expect(settings).toContain('-X "github.com/cilium/cilium/pkg/datapath/loader.DatapathSHA256=t"');
});
