import { describe, expect, it } from "vitest";
import { planTraffic } from "../../../../src/proposals/node-routes/traffic/plan.ts";
import { settings } from "../../../helpers/traffic-lines.ts";

describe("planTraffic", () => {
  it("has a setting with both kinds of reverse path filter, its fields and its rule", () => {
    const { skip } = settings.remote;
    const common = { series: "flag-gate", setting: "off", switch: skip, rule: "remote" };
    expect(planTraffic("flag-gate", settings.remote)).toEqual([
      { name: "flag-gate off rp_filter 0", rpFilter: 0, ...common },
      { name: "flag-gate off rp_filter 1", rpFilter: 1, ...common },
    ]);
  });

  it("names no setting where there is nothing to set", () => {
    expect(planTraffic("cidr-validation", settings.equal).map(({ name }) => name)).toEqual([
      "cidr-validation rp_filter 0",
      "cidr-validation rp_filter 1",
    ]);
  });
});
