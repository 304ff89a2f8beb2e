import { beforeAll, describe, expect, it } from "vitest";
import { loadOwnTemplates } from "../../../src/cli/own-templates.ts";
import type { ParamValues, Variant } from "../../../src/plan/index.ts";
import {
  type PlannedTraffic,
  planBaseTraffic,
  planTraffic,
} from "../../../src/proposals/node-routes/traffic/plan.ts";
import { parseTraffic } from "../../../src/proposals/node-routes/traffic/records.ts";
import { judgeTraffic } from "../../../src/proposals/node-routes/traffic/verdicts.ts";
import type { TrafficRecord } from "../../../src/verify/index.ts";
import { makeFacts } from "../../helpers/facts.ts";

const overlay = {
  reply: "10.247.2.19 from 10.248.14.22 dev cilium_host",
  pod: "10.247.144.77 dev cilium_host src 10.247.2.135",
};
const fabric = {
  reply: "10.247.2.19 from 10.248.14.22 via 10.248.14.1 dev eth0",
  pod: "10.247.144.77 via 10.248.14.1 dev eth0 src 10.248.14.22",
};
const routes = ["default via 10.248.14.1 dev eth0 onlink", "10.247.2.0/24 via 10.247.2.135 dev cilium_host"];

/** A line as the Go test prints it, of a picture in which the reply is lost to the overlay. */
function line(changed: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    Run: "base rp_filter 0",
    Trouble: "",
    Before: true,
    Answered: false,
    ElapsedMs: 3050.2,
    ReplyRoute: overlay.reply,
    Routes: routes,
    HostTx: 4,
    RPDrops: 0,
    HalfOpen: 1,
    HostToDisjoint: { Answered: true, Route: overlay.pod },
    ...changed,
  });
}
const drop = { Run: "base rp_filter 1", HostTx: 0, RPDrops: 3, HalfOpen: 0 };
const cured = {
  Answered: true,
  ReplyRoute: fabric.reply,
  HostTx: 0,
  HalfOpen: 0,
  Routes: routes.slice(0, 1),
};
const cutOff = { HostToDisjoint: { Answered: false, Route: fabric.pod } };

function recordsOf(planned: readonly PlannedTraffic[], lines: readonly string[]): readonly TrafficRecord[] {
  const answer = parseTraffic(lines, planned);
  if ("trouble" in answer) throw new Error(answer.trouble.words);
  return answer.records;
}

const base = recordsOf(planBaseTraffic(), [line(drop), line()]);
const variants = new Map<string, Variant>();
beforeAll(async () => {
  const templates = await loadOwnTemplates();
  for (const variant of templates.variants) variants.set(variant.spec.id, variant);
});

function plan(id: string, params: ParamValues = {}): PlannedTraffic[] {
  const variant = variants.get(id);
  if (!variant) throw new Error(`expected the variant ${id}`);
  const modes = ["kubernetes", "crd"].map((value) => ({ constant: value, value }));
  const { ipam, ...facts } = makeFacts();
  return planTraffic(variant, params, { ...facts, ipam: ipam && { ...ipam, modes } });
}

describe("planTraffic", () => {
  it("has every setting with both kinds of reverse path filter", () => {
    expect(plan("flag-gate").map(({ name }) => name)).toEqual([
      "flag-gate default rp_filter 0",
      "flag-gate default rp_filter 1",
      "flag-gate off rp_filter 0",
      "flag-gate off rp_filter 1",
    ]);
    expect(plan("cidr-validation").map(({ name }) => name)).toEqual([
      "cidr-validation rp_filter 0",
      "cidr-validation rp_filter 1",
    ]);
    expect(plan("cidr-validation", { "opt-in": true })).toHaveLength(4);
  });

  it("takes fields, mode and rule from the setting", () => {
    const [byDefault, , off] = plan("flag-gate");
    expect(byDefault).toMatchObject({ rule: undefined, switch: { fields: { SkipRemoteNodeRoute: false } } });
    expect(off).toMatchObject({ rule: "remote", switch: { fields: { SkipRemoteNodeRoute: true } } });
    const [first, second] = planBaseTraffic();
    expect([first?.rpFilter, second?.rpFilter]).toEqual([0, 1]);
    expect(first?.switch).toEqual({ fields: {}, mode: "", clusterID: 0 });
  });
});

describe("parseTraffic", () => {
  const planned = planBaseTraffic();

  it("gives the records in the order of the plan", () => {
    expect(base.map(({ name, run }) => [name, run.rpFilter, run.rpDrops])).toEqual([
      ["base rp_filter 0", 0, 0],
      ["base rp_filter 1", 1, 3],
    ]);
    expect(base[0]?.run).toEqual({
      series: "base",
      setting: "",
      rpFilter: 0,
      before: true,
      answered: false,
      elapsedMs: 3050.2,
      replyRoute: overlay.reply,
      routes,
      hostTx: 4,
      rpDrops: 0,
      hostToDisjoint: { answered: true, route: overlay.pod },
    });
  });

  it.each([
    ["a picture that was not made", { Trouble: "ip link add br0 type bridge: exit status 2" }, "type bridge"],
    ["a VM that was never answered", { Before: false }, "got no answer before the handler ran"],
  ])("blames the machine for %s", (_, changed, words) => {
    const answer = parseTraffic([line(drop), line(changed)], planned);
    expect(answer).toMatchObject({ trouble: { isFailure: false } });
    if ("trouble" in answer)
      expect(answer.trouble.words).toMatch(new RegExp(`^base rp_filter 0: .*${words}`));
  });

  it("has no answer where a picture is missing", () => {
    expect(parseTraffic([line()], planned)).toMatchObject({
      trouble: { words: "base rp_filter 1: the test printed nothing", isFailure: false },
    });
  });
});

describe("judgeTraffic", () => {
  /** Verdicts that are not as expected, in short. */
  function wrong(planned: readonly PlannedTraffic[], changes: readonly object[]): string[] {
    const lines = planned.map(({ name, rpFilter }, index) =>
      line({ ...(rpFilter === 1 ? drop : {}), ...changes[index], Run: name }),
    );
    return judgeTraffic(planned, recordsOf(planned, lines), base)
      .filter(({ ok }) => !ok)
      .map(({ run, found }) => `${run}: ${found}`);
  }

  it("sees the report's fault on the base, told by what the kernel counted", () => {
    const verdicts = judgeTraffic(planBaseTraffic(), base);
    expect(verdicts.every(({ ok }) => ok)).toBe(true);
    expect(verdicts.map(({ found }) => found)).toEqual([
      "no answer, the reply leaves through cilium_host",
      "answered through cilium_host",
      "no answer, the request is dropped on arrival",
      "answered through cilium_host",
    ]);
  });

  it.each([
    ["flag-gate", {}, [{}, {}, { ...cured, ...cutOff }, { ...cured, ...cutOff }]],
    [
      "ipam-mode",
      { allow: ["kubernetes"] },
      [{}, {}, {}, {}, { ...cured, ...cutOff }, { ...cured, ...cutOff }],
    ],
    ["cidr-validation", {}, [cured, cured]],
  ])("agrees with %s where gains and losses are as its settings say", (id, params, changes) => {
    expect(wrong(plan(id, params), changes)).toEqual([]);
  });

  it("finds a cure that is none, and one that costs what was not to be lost", () => {
    const planned = plan("cidr-validation");
    expect(wrong(planned, [{}, { ...cured, ...cutOff }])).toEqual([
      "cidr-validation rp_filter 0: no answer, the reply leaves through cilium_host",
      "cidr-validation rp_filter 1: no answer through eth0",
    ]);
  });

  it("finds a loss that is promised and does not come, and a default that changes something", () => {
    const planned = plan("flag-gate");
    const moved = { Routes: [...routes, "10.96.0.0/16 dev cilium_host"] };
    expect(wrong(planned, [moved, cured, cured, { ...cured, ...cutOff }])).toEqual([
      `flag-gate default rp_filter 0: ${[...routes, "10.96.0.0/16 dev cilium_host"].join("; ")}`,
      "flag-gate default rp_filter 1: answered",
      `flag-gate default rp_filter 1: ${routes[0]}`,
      "flag-gate off rp_filter 0: answered through cilium_host",
    ]);
  });

  it.each([{ HostTx: 0, HalfOpen: 0 }, { HostTx: 0 }, { HalfOpen: 0 }, { ReplyRoute: fabric.reply }])(
    "takes no silence for the fault: %j",
    (changed) => {
      const [first] = planBaseTraffic();
      const found = wrong(first ? [first] : [], [changed]);
      expect(found).toEqual([expect.stringMatching(/no answer, unknown where it was lost/)]);
    },
  );
});
