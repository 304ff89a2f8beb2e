import { describe, expect, it } from "vitest";
import { expectedPrefixes, type ModelSwitch, overlaps } from "../../src/verify/scenario-model.ts";
import {
  fullScript,
  orderScript,
  otherCIDRs,
  type ScriptSettings,
  serviceRanges,
  sharedCIDRs,
} from "../../src/verify/scenario-script.ts";

const settings: ScriptSettings = {
  localRoute: false,
  ipv4: true,
  ipv6: true,
  release: { secondaryCIDRs: true, clusterRoute: true },
  skip: { fields: {}, mode: "" },
  keep: null,
};
const always = (rule: ModelSwitch["rule"]): ModelSwitch => ({ rule, isOn: () => true });

describe("overlaps", () => {
  it.each([
    ["10.247.2.0/24", "10.247.2.0/24", true],
    ["10.247.2.0/24", "10.247.0.0/16", true],
    ["10.247.0.0/16", "10.247.2.0/24", true],
    ["10.247.2.0/24", "10.247.3.0/24", false],
    ["0.0.0.0/0", "192.0.2.0/24", true],
    ["fd00:2::/96", "fd00:2::8000:0/97", true],
    ["fd00:2::/96", "fd00:3::/96", false],
    ["::/0", "fd00:3::/96", true],
    ["10.247.2.0/24", "::/0", false],
  ])("%s and %s: %s", (first, second, expected) => {
    expect(overlaps(first, second)).toBe(expected);
  });
});

describe("expectedPrefixes", () => {
  const start = (rule: ModelSwitch["rule"], change: Partial<ScriptSettings> = {}) => {
    const events = fullScript({ ...settings, ...change });
    const index = events.findIndex(({ Step, Event }) => Step === "1 start" && Event === "add tt-lab9");
    return expectedPrefixes(events, always(rule))[index]?.required;
  };

  it("leaves the service range alone where all remote nodes are skipped", () => {
    expect(start("remote")).toEqual(serviceRanges);
  });

  it("keeps the peer where prefixes that overlap, or nodes of the own cluster, are skipped", () => {
    const kept = [...serviceRanges, ...otherCIDRs].sort();
    expect(start("overlap")).toEqual(kept);
    expect(start("own-cluster")).toEqual(kept);
  });

  it("has the local node's prefix where its route is enabled", () => {
    expect(start("remote", { localRoute: true })).toEqual([...serviceRanges, ...sharedCIDRs].sort());
  });

  it("has prefixes of enabled address families only", () => {
    expect(start("overlap", { ipv6: false })).toEqual(["10.247.144.0/24", "10.96.0.0/16"]);
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
      expectedPrefixes(orderScript(settings, seed), always("overlap")).at(-1),
    );
    for (const end of ends) expect(end).toEqual(ends[0]);
    expect(new Set([1, 2, 3].map((seed) => JSON.stringify(orderScript(settings, seed)))).size).toBe(3);
  });
});
