import { describe, expect, it } from "vitest";
import { effectsByDefault } from "../../../../src/proposals/node-routes/report/effects-by-default.ts";
import { groupSeries } from "../../../../src/report/report-data.ts";
import { makeReportSeries } from "../../../helpers/evidence.ts";

const newer = { slug: "v1.15.0", release: "v1.15", sha: "a8668f816272fe9544e02e66cc67a9f498dc1f6e" };

/** Evidence without one check. */
function without(check: string, series: ReturnType<typeof makeReportSeries>) {
  const { evidence } = series;
  if (!evidence) throw new Error("expected evidence");
  return {
    ...series,
    evidence: { ...evidence, checks: evidence.checks.filter((one) => one.check !== check) },
  };
}

describe("effectsByDefault", () => {
  const cidrs = makeReportSeries({ variant: "cidr-validation" });

  it("counts the routes that a series takes away without any setting", () => {
    expect(effectsByDefault(groupSeries([cidrs]), "cidr-validation")).toEqual(["2 fewer routes"]);
  });

  it("looks at the setting that users get who set nothing", () => {
    const gate = makeReportSeries({ variant: "flag-gate" });
    const off = makeReportSeries({ variant: "flag-gate", params: { default: false } });
    expect(effectsByDefault(groupSeries([gate]), "flag-gate")).toEqual([
      "flag at its default: no change to routes",
    ]);
    expect(effectsByDefault(groupSeries([off]), "flag-gate")).toEqual(["flag off: 4 fewer routes"]);
  });

  it("takes the routes of the packets' run where the scenario has none", () => {
    expect(effectsByDefault(groupSeries([without("scenario", cidrs)]), "cidr-validation")).toEqual([
      "1 fewer route",
    ]);
  });

  it("says where an effect was measured, if not everywhere", () => {
    const unmeasured = without("traffic", without("scenario", { ...cidrs, ...newer, folder: "v1.15.0/x" }));
    expect(effectsByDefault(groupSeries([cidrs, unmeasured]), "cidr-validation")).toEqual([
      "2 fewer routes (v1.10.12)",
    ]);
    expect(effectsByDefault(groupSeries([unmeasured]), "cidr-validation")).toEqual(["not measured"]);
  });
});
