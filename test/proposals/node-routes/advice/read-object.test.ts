import { describe, expect, it } from "vitest";
import { readObject } from "../../../../src/proposals/node-routes/advice/read-object.ts";

const metadata = { name: "n" };

describe("readObject", () => {
  it("reads a CiliumNode: CIDRs of all pools, the host's addresses apart from the router's, what the operator says", () => {
    const read = readObject({
      kind: "CiliumNode",
      metadata,
      spec: {
        addresses: [
          { ip: "10.0.0.4", type: "InternalIP" },
          { ip: "10.1.0.9", type: "CiliumInternalIP" },
          { type: "x" },
        ],
        ipam: { podCIDRs: ["10.1.0.0/24"], pools: { allocated: [{ pool: "p", cidrs: ["10.9.0.0/27"] }] } },
      },
      status: { ipam: { "operator-status": { error: "no" } } },
    });
    const node = read?.kind === "node" ? read.node : undefined;
    expect(node?.cidrs.map(({ prefix }) => prefix.text)).toEqual(["10.1.0.0/24", "10.9.0.0/27"]);
    expect([node?.addresses, node?.routers].map((list) => list?.map(({ text }) => text))).toEqual([
      ["10.0.0.4"],
      ["10.1.0.9"],
    ]);
    expect(node?.complaints).toEqual(["no"]);
  });

  it("reads a Node: what Kubernetes gave it, and what an annotation announces", () => {
    const read = readObject({
      kind: "Node",
      metadata: { ...metadata, annotations: { "io.cilium.network.ipv4-pod-cidr": "10.112.0.0/24" } },
      spec: { podCIDR: "10.112.0.0/26", podCIDRs: ["10.112.0.0/26"] },
      status: {
        addresses: [
          { type: "InternalIP", address: "10.0.0.4" },
          { type: "Hostname", address: "n" },
        ],
      },
    });
    const node = read?.kind === "node" ? read.node : undefined;
    expect([node?.cidrs, node?.assigned].map((list) => list?.map(({ prefix }) => prefix.text))).toEqual([
      ["10.112.0.0/24"],
      ["10.112.0.0/26"],
    ]);
  });

  it.each([
    [{ kind: "CiliumNode", metadata: {} }, "CiliumNode: metadata.name"],
    [
      { kind: "CiliumNode", metadata, spec: { ipam: { podCIDRs: ["10.1.0.0/99"] } } },
      'CiliumNode: expected a CIDR, found "10.1.0.0/99"',
    ],
    [{ kind: "Node", metadata, spec: { podCIDR: 7 } }, "Node: spec.podCIDR"],
  ])("says what is wrong with %j", (value, expected) => {
    const read = readObject(value);
    expect(read?.kind === "unreadable" && read.problem).toContain(expected);
  });

  it.each([[null], [7], [{ kind: "Pod" }], [[]], [{ kind: "ConfigMap", data: { other: "x" } }]])(
    "makes nothing of %j",
    (value) => {
      expect(readObject(value)).toBeUndefined();
    },
  );
});
