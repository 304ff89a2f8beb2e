import { describe, expect, it } from "vitest";
import { type Setting, unpatched } from "../../../../src/proposals/node-routes/promise.ts";
import { planTraffic } from "../../../../src/proposals/node-routes/traffic/plan.ts";
import { judgeRun } from "../../../../src/proposals/node-routes/traffic/verdicts.ts";
import {
  cured,
  cutOff,
  drop,
  line,
  overlay,
  recordsOf,
  routes,
  settings,
} from "../../../helpers/traffic-lines.ts";

const planned = planTraffic("base", unpatched);
const base = recordsOf(planned, [line(drop), line()]);

/** Verdicts that are not as expected, in short; the changes are those with `rp_filter` 0 and 1. */
function wrong(setting: Setting, ...changes: readonly object[]): string[] {
  const plans = planTraffic("series", setting);
  const lines = plans.map(({ name, rpFilter }, index) =>
    line({ ...(rpFilter === 1 ? drop : {}), ...changes[index], Run: name }),
  );
  const records = recordsOf(plans, lines);
  return plans.flatMap((plan, index) => {
    const record = records[index];
    if (!record) throw new Error(`expected a record of ${plan.name}`);
    return judgeRun(plan, record, base)
      .filter(({ ok }) => !ok)
      .map(({ found }) => `rp_filter ${plan.rpFilter}: ${found}`);
  });
}

describe("judgeRun", () => {
  it("sees the report's fault on the base, told by what the kernel counted", () => {
    const verdicts = planned.flatMap((plan, index) => (base[index] ? judgeRun(plan, base[index]) : []));
    expect(verdicts.every(({ ok }) => ok)).toBe(true);
    expect(verdicts.map(({ found }) => found)).toEqual([
      "no answer, the reply leaves through cilium_host",
      "answered through cilium_host",
      "no answer, the request is dropped on arrival",
      "answered through cilium_host",
    ]);
  });

  it("agrees where gains and losses are as the setting says", () => {
    const cut = { ...cured, ...cutOff };
    expect(wrong(settings.unchanged, {}, {})).toEqual([]);
    expect(wrong(settings.remote, cut, cut)).toEqual([]);
    expect(wrong(settings.equal, cured, cured)).toEqual([]);
  });

  it("finds a cure that is none, and one that costs what was not to be lost", () => {
    expect(wrong(settings.equal, {}, { ...cured, ...cutOff })).toEqual([
      "rp_filter 0: no answer, the reply leaves through cilium_host",
      "rp_filter 1: no answer through eth0",
    ]);
  });

  it("finds a loss that is promised and does not come", () => {
    expect(wrong(settings.remote, cured, { ...cured, ...cutOff })).toEqual([
      "rp_filter 0: answered through cilium_host",
    ]);
  });

  it("finds a default that changes something", () => {
    const more = [...routes, "10.96.0.0/16 dev cilium_host"];
    expect(wrong(settings.unchanged, { Routes: more }, cured)).toEqual([
      `rp_filter 0: ${more.join("; ")}`,
      "rp_filter 1: answered",
      `rp_filter 1: ${routes[0]}`,
    ]);
  });

  it.each([
    { HostTx: 0, HalfOpen: 0 },
    { HostTx: 0 },
    { HalfOpen: 0 },
    { ReplyRoute: "10.247.2.19 dev eth0" },
  ])("takes no silence for the fault: %j", (changed) => {
    expect(overlay.reply).toContain("cilium_host");
    expect(wrong(settings.unchanged, changed)).toEqual([
      expect.stringMatching(/no answer, unknown where it was lost/),
    ]);
  });
});
