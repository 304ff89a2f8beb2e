import { describe, expect, it } from "vitest";
import type { Checkout } from "../../src/checkout/index.ts";
import { upstreamBuilder } from "../../src/profile/index.ts";

const digest = `sha256:${"0af1".repeat(16)}`;

function checkoutOf(files: Readonly<Record<string, string>>): Checkout {
  return { readText: async (path: string) => files[path] } as unknown as Checkout;
}

describe("upstreamBuilder", () => {
  it.each([
    [
      { "images/cilium/Dockerfile": `ARG BUILDER=quay.io/cilium/cilium-builder:0af1@${digest}\n` },
      `0af1@${digest}`,
    ],
    [{ Dockerfile: "FROM quay.io/cilium/cilium-builder:2019-08-13 as builder\n" }, "2019-08-13"],
    [
      {
        "images/cilium/Dockerfile": "ARG BUILDER=docker.io/someone/cilium-builder-dev:1\n",
        Dockerfile: "FROM quay.io/cilium/cilium-builder:2021-v1.9 as builder\n",
      },
      "2021-v1.9",
    ],
  ])("finds the image in %j", async (files, tag) => {
    expect(await upstreamBuilder(checkoutOf(files))).toBe(`quay.io/cilium/cilium-builder:${tag}`);
  });

  it.each([
    [{}],
    [{ Dockerfile: "FROM quay.io/cilium/cilium-builder-dev:1\n" }],
    [{ Dockerfile: "FROM evilquay.io/cilium/cilium-builder:$(id)\n" }],
    [{ Dockerfile: "FROM quay.io/cilium/cilium-builder:a/../b\n" }],
  ])("takes no other words for it: %j", async (files) => {
    expect(await upstreamBuilder(checkoutOf(files))).toBeUndefined();
  });
});
