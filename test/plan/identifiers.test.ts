import { describe, expect, it } from "vitest";
import { identifierOf, valueNameOf } from "../../src/plan/identifiers.ts";

describe("identifierOf", () => {
  it.each([
    ["enable-remote-node-route", "EnableRemoteNodeRoute"],
    ["enable-node-cidr-validation", "EnableNodeCIDRValidation"],
    ["enable-ipv4-masquerade", "EnableIPv4Masquerade"],
    ["k8s-api-server", "K8sAPIServer"],
    ["bpf-lb-l7", "BPFLbL7"],
    ["ip", "IP"],
    ["ipx-route", "IpxRoute"],
    ["a1-2b", "A12b"],
  ])("makes %s the Go name %s", (flag, identifier) => {
    expect(identifierOf(flag)).toBe(identifier);
  });

  it("gives an exported Go identifier for every name a flag may have", () => {
    for (const flag of ["ab", "a-1", "x-2-y", `a${"-b".repeat(31)}`])
      expect(identifierOf(flag)).toMatch(/^[A-Z][A-Za-z0-9]*$/);
  });
});

describe("valueNameOf", () => {
  it.each([
    ["enable-remote-node-route", "enableRemoteNodeRoute"],
    ["enable-ipv4-masquerade", "enableIPv4Masquerade"],
    ["bpf-lb", "bpfLb"],
    ["mtu", "mtu"],
  ])("makes %s the value %s", (flag, value) => {
    expect(valueNameOf(flag)).toBe(value);
  });
});
