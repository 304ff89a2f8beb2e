import { describe, expect, it } from "vitest";
import { fullScript, type ScriptSettings } from "../../../../src/proposals/node-routes/scenario/journeys.ts";
import { expectedPrefixes, type ModelSwitch } from "../../../../src/proposals/node-routes/scenario/model.ts";
import { orderScript } from "../../../../src/proposals/node-routes/scenario/order-script.ts";
import { otherCIDRs, serviceRanges, sharedCIDRs } from "../../../../src/proposals/node-routes/trial-setup.ts";
import { switchedSettings } from "../../../helpers/scenario-settings.ts";

const settings: ScriptSettings = {
  localRoute: false,
  ipv4: true,
  ipv6: true,
  release: { secondaryCIDRs: true, clusterRoute: true, restoredNodes: true },
  skip: { fields: {}, mode: "", clusterID: 0 },
  keep: null,
};
const always = (rule: ModelSwitch["rule"]): ModelSwitch => ({ rule, isOn: () => true });

describe("expectedPrefixes", () => {
  const start = (rule: ModelSwitch["rule"], change: Partial<ScriptSettings> = {}) => {
    const events = fullScript({ ...settings, ...change });
    const index = events.findIndex(({ Step, Event }) => Step === "1 start" && Event === "add tt-lab9");
    return expectedPrefixes(events, always(rule))[index]?.required;
  };

  it("leaves the service range alone where all remote nodes are skipped", () => {
    expect(start("remote")).toEqual(serviceRanges);
  });

  it("keeps the peer where only prefixes that equal a local one are skipped", () => {
    expect(start("equal")).toEqual([...serviceRanges, ...otherCIDRs].sort());
  });

  it("keeps a prefix that lies within a local one", () => {
    const events = fullScript(settings);
    const index = events.findIndex(({ Step, Event }) => Step.startsWith("w ") && Event === "add tt-lab7");
    expect(expectedPrefixes(events, always("equal"))[index]?.required).toContain("10.26.7.0/24");
  });

  it("lets a leftover stay until it is known not to be the local node's own", () => {
    const skip = { fields: { Skip: true }, mode: "", clusterID: 0 };
    const keep = { fields: { Skip: false }, mode: "", clusterID: 0 };
    const events = fullScript({ ...settings, localRoute: true, skip, keep });
    const expected = expectedPrefixes(events, {
      rule: "remote",
      isOn: (fields) => fields["Skip"] === true,
    });
    const at = (event: string) =>
      expected[events.findIndex(({ Step, Event }) => Step === "b restart" && Event === event)];
    expect(at("configure")?.optional).toEqual(expect.arrayContaining([...otherCIDRs, ...sharedCIDRs]));
    expect(at("validate tt-lab9")?.optional).toEqual([]);
    expect(at("validate tt-lab9")?.own).toEqual(sharedCIDRs);
  });

  it("lets the leftover of a node that went while the agent was down stay until its deletion is replayed", () => {
    const { skip, keep } = switchedSettings;
    const events = fullScript({ ...settings, skip, keep });
    const isOn: ModelSwitch["isOn"] = (fields) => fields["Skip"] === true;
    const expected = expectedPrefixes(events, { rule: "remote", isOn });
    const at = (event: string) =>
      expected[events.findIndex(({ Step, Event }) => Step.startsWith("r ") && Event === event)];
    expect(at("configure")?.optional).toEqual(sharedCIDRs);
    expect(at("delete tt-lab4, restored")?.optional).toEqual([]);
  });

  it("has the local node's prefix where its route is enabled", () => {
    expect(start("remote", { localRoute: true })).toEqual([...serviceRanges, ...sharedCIDRs].sort());
  });

  it("has prefixes of enabled address families only", () => {
    expect(start("equal", { ipv6: false })).toEqual(["10.247.144.0/24", "10.96.0.0/16"]);
  });

  it("promises nothing before a handler is configured, while routes are kept, and where leftovers are made", () => {
    const events = fullScript(settings);
    const expected = expectedPrefixes(events, always("remote"));
    expect(expected[events.findIndex(({ Event }) => Event === "add local node")]).toBeUndefined();
    expect(expected[events.findIndex(({ Op }) => Op === "plant")]).toBeUndefined();
    expect(expectedPrefixes(events, { rule: "remote", isOn: () => false })).toEqual(
      events.map(() => undefined),
    );
  });

  it("comes to the same after any order of the same events", () => {
    const ends = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) =>
      expectedPrefixes(orderScript(settings, seed), always("equal")).at(-1),
    );
    for (const end of ends) expect(end).toEqual(ends[0]);
    expect(new Set([1, 2, 3].map((seed) => JSON.stringify(orderScript(settings, seed)))).size).toBe(3);
  });
});
