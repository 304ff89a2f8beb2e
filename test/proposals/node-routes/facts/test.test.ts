import { describe, expect, it } from "vitest";
import { testProbes } from "../../../../src/proposals/node-routes/facts/test.ts";
import { paths } from "../../../../src/proposals/node-routes/paths.ts";
import { factOf, sourcesOf } from "../../../helpers/fact-sources.ts";

function fact(name: keyof typeof testProbes, texts: Readonly<Record<string, string>>): unknown {
  return factOf(testProbes[name](sourcesOf(texts)));
}

const update = "package linux\n\nfunc (n *linuxNodeHandler) nodeUpdate() { updateTunnelMapping() }\n";

describe("the facts about tests", () => {
  it("have the constraints about privileges, and no other comment", () => {
    const text =
      "// Licence\n//go:build privileged_tests\n// +build privileged_tests\n//go:build linux\n\npackage linux\n";
    expect(fact("testConstraints", { [paths.handlerTest]: text })).toEqual([
      "//go:build privileged_tests",
      "// +build privileged_tests",
    ]);
    expect(fact("testConstraints", {})).toBe(`missing: ${paths.handlerTest} does not exist`);
    expect(fact("unitTestConstraints", {})).toEqual([]);
    expect(
      fact("unitTestConstraints", { [paths.optionTest]: "//go:build !privileged_tests\n\npackage option\n" }),
    ).toEqual(["//go:build !privileged_tests"]);
  });

  it("know the call that skips a privileged test", () => {
    const text = "package testutils\n\nfunc PrivilegedTest(tb testing.TB) {}\n";
    expect(fact("privilegedTest", { [paths.privileged]: text })).toBe("testutils.PrivilegedTest(t)");
    expect(fact("privilegedTest", {})).toBe("");
  });

  it.each([
    ["func SetTunnelMap(m *Map) {}", "setter"],
    ["func NewTunnelMap() *Map { return nil }", "variable"],
    ["var TunnelMap *Map", "none"],
  ])("tell how a test gets at the tunnel map: %s", (declaration, expected) => {
    const map = `package tunnel\n\n${declaration}\n`;
    expect(fact("tunnelMap", { [paths.handler]: update, [paths.tunnelMap]: map })).toBe(expected);
    expect(fact("tunnelMap", { [paths.tunnelMap]: map, [paths.handler]: "package linux\n" })).toBe("none");
  });

  it("tell types of the node configuration, the newest first", () => {
    const config = (fields: string) =>
      `package types\n\ntype LocalNodeConfiguration struct {\n${fields}\n}\n`;
    const [early, late] = paths.nodeConfig;
    const older = { [early]: config("\tMtuConfig mtu.Configuration\n\tCiliumInternalIPv4 net.IP") };
    const newer = {
      ...older,
      [late]: config("\tMtuConfig MTUConfiguration\n\tCiliumInternalIPv4 netip.Addr"),
    };
    expect([fact("mtuInterface", older), fact("netipAddresses", older)]).toEqual([false, false]);
    expect([fact("mtuInterface", newer), fact("netipAddresses", newer)]).toEqual([true, true]);
    expect([fact("mtuInterface", {}), fact("netipAddresses", {})]).toEqual([false, false]);
  });
});
