import { describe, expect, it } from "vitest";
import { argumentsOf } from "../../../../src/proposals/node-routes/cluster/arguments.ts";

/** Help with flags as the flag library of agents prints them. */
const helpOf = (...flags: readonly string[]) =>
  [
    "Usage:",
    "  agent [flags]",
    "",
    "Flags:",
    ...flags.map((flag) => `      --${flag} string   What it does`),
  ].join("\n");

const always = [
  "kvstore",
  "kvstore-opt",
  "ipv4-range",
  "ipv4-node",
  "bpf-root",
  "cgroup-root",
  "state-dir",
  "lib-dir",
];

describe("argumentsOf", () => {
  it("takes the newest spelling that the help names, whole", () => {
    const tunnelOf = (...flags: string[]) => {
      const found = argumentsOf(helpOf(...always, ...flags));
      return "reason" in found ? found.reason : found.filter((one) => /tunnel|routing/.test(one));
    };
    expect(tunnelOf("routing-mode", "tunnel-protocol", "tunnel")).toEqual([
      "--routing-mode=tunnel",
      "--tunnel-protocol=vxlan",
    ]);
    expect(tunnelOf("tunnel", "tunnel-protocol")).toEqual(["--tunnel=vxlan"]);
  });

  it("leaves out what an agent does not know, and takes no flag for another that starts like it", () => {
    const found = argumentsOf(helpOf(...always, "tunnel", "enable-k8s-event-handover"));
    expect(found).toEqual(expect.arrayContaining(["--kvstore=etcd", "--ipv4-range={prefix}"]));
    expect(found).not.toContain("--enable-k8s=false");
  });

  it("reads flags with a letter of their own, and none that only a text names", () => {
    const help = helpOf(...always).concat("\n  -t, --tunnel string   Tunnel mode");
    expect(argumentsOf(help)).toContain("--tunnel=vxlan");
    const told = helpOf(...always, "masquerade").concat("\n      --mode string   Is not --tunnel");
    expect(argumentsOf(told)).toEqual({
      reason:
        "this agent's help names no flags for a tunnel: --routing-mode=tunnel --tunnel-protocol=vxlan --tunnel=vxlan",
    });
  });
});
