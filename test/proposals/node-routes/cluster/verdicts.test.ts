import { describe, expect, it } from "vitest";
import { judgeCluster } from "../../../../src/proposals/node-routes/cluster/verdicts.ts";
import { type Setting, unpatched } from "../../../../src/proposals/node-routes/promise.ts";
import { plansOf, recordOf, shown } from "../../../helpers/cluster-lines.ts";
import { settings } from "../../../helpers/traffic-lines.ts";

function wrong(setting: Setting, ...phases: readonly object[]): string[] {
  const [fresh, inPlace] = plansOf("series", setting);
  const plan = phases.length > 1 ? inPlace : fresh;
  if (!plan) throw new Error("expected an upgrade");
  return judgeCluster(plan, recordOf(plan, ...phases))
    .filter(({ ok }) => !ok)
    .map(({ check, found }) => `${check}: ${found}`);
}

describe("judgeCluster", () => {
  it("sees the report's fault on the base, by what kernels counted and routed", () => {
    expect(wrong(unpatched, shown.fault)).toEqual([]);
    expect(wrong(unpatched, shown.equal)).toEqual([
      "request from the VM, rp_filter 0: answered",
      "request from the VM, rp_filter 1: answered",
      "nodes that route their own prefix to cilium_host: none",
    ]);
  });

  it("agrees where a cure is as the setting says, in its extent too", () => {
    expect(wrong(settings.equal, shown.equal)).toEqual([]);
    expect(wrong(settings.remote, shown.remote)).toEqual([]);
    expect(wrong(settings.unchanged, shown.fault)).toEqual([]);
    expect(wrong(settings.remote, shown.equal)).toEqual([
      "request from the host to a node with a CIDR of its own: answered through cilium_host",
    ]);
    expect(wrong(settings.equal, shown.remote)).toEqual([
      "request from the host to a node with a CIDR of its own: no answer through eth0",
    ]);
  });

  it("names the phase of an upgrade that left a route behind", () => {
    expect(wrong(settings.equal, shown.fault, shown.equal, shown.fault)).toEqual([]);
    const routes = shown.equal.Routes.map((one) => (one.Node === "tt-lab3" ? shown.fault.Routes[0] : one));
    const left = {
      ...shown.equal,
      Routes: routes.map((one, index) => ({ ...one, Node: shown.equal.Routes[index]?.Node })),
    };
    expect(wrong(settings.equal, shown.fault, left, shown.fault)).toEqual([
      "upgraded: nodes that route their own prefix to cilium_host: tt-lab3",
    ]);
  });

  it("takes no silence for the fault", () => {
    const [looping, dropped] = shown.fault.Requests;
    const silent = { ...shown.fault, Requests: [{ ...looping, Nodes: dropped?.Nodes }, dropped] };
    expect(wrong(unpatched, silent)).toEqual([
      expect.stringMatching(/^request from the VM, rp_filter 0: no answer, unknown where it was lost/),
    ]);
  });
});
