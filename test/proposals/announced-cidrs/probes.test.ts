import { describe, expect, it } from "vitest";
import { paths } from "../../../src/proposals/announced-cidrs/paths.ts";
import { probes } from "../../../src/proposals/announced-cidrs/probes.ts";
import { sourcesOf } from "../../helpers/fact-sources.ts";
import { readFixture } from "../../helpers/fixture-sources.ts";

const tree = Object.fromEntries(readFixture("announced-cidrs"));

/** The facts of the tree with some texts replaced in one of its files: values, or why there is none. */
function facts(path = "", changes: readonly (readonly [string, string])[] = []): Record<string, unknown> {
  const text = changes.reduce((all, [from, to]) => all.replaceAll(from, to), tree[path] ?? "");
  const sources = sourcesOf(path === "" ? tree : { ...tree, [path]: text });
  return Object.fromEntries(
    Object.entries(probes).map(([name, probe]) => {
      const found = probe(sources);
      return [name, "missing" in found ? found.missing : found.value];
    }),
  );
}

describe("the probes", () => {
  it("find every fact of the tree, and what is written where", () => {
    expect(facts()).toEqual({
      version: "1.12.0",
      goVersion: "1.18",
      nodeDiscovery: true,
      announcedRange: true,
      ipamMode: true,
      modes: expect.anything(),
      nodeStore: "nodestore",
      nodeGetter: true,
      mutateFails: true,
      ipv6RangeType: "*cidr.CIDR",
      ciliumImportsFirst: false,
      licence: "// SPDX-License-Identifier: Apache-2.0",
      testConstraints: ["//go:build !privileged_tests"],
    });
  });

  it("see the shape before v1.10.1: the client of all, and no error", () => {
    const found = facts(paths.discovery, [
      ["k8sNodeGetter k8sNodeGetter", "NetConf string"],
      ["(nodeResource *ciliumv2.CiliumNode) error {", "(nodeResource *ciliumv2.CiliumNode) {"],
    ]);
    expect(found).toMatchObject({ nodeGetter: false, mutateFails: false });
    const ranges = facts(paths.addresses, [["NodeRange(net *cidr.CIDR)", "NodeRange(net *net.IPNet)"]]);
    expect(ranges["ipv6RangeType"]).toBe("*net.IPNet");
  });

  it("see a release that announces no range of its own any more", () => {
    const found = facts(paths.discovery, [["node.GetIPv6AllocRange()", "n.podCIDR"]]);
    expect(found["announcedRange"]).toBe(
      `${paths.discovery}: expected one "func NodeDiscovery.mutateNodeResource > call node.GetIPv6AllocRange", found 0`,
    );
  });

  it("say which file is not there", () => {
    for (const path of Object.values(paths)) {
      const without = sourcesOf(Object.fromEntries(Object.entries(tree).filter(([one]) => one !== path)));
      const missing = Object.values(probes).flatMap((probe) => {
        const found = probe(without);
        return "missing" in found ? [found.missing] : [];
      });
      expect(missing.join("\n")).toContain(path);
    }
  });
});
