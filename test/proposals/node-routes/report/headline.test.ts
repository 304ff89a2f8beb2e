import { describe, expect, it } from "vitest";
import { headline } from "../../../../src/proposals/node-routes/report/headline.ts";
import { groupSeries, type ReportSeries } from "../../../../src/report/report-data.ts";
import type { CheckResult } from "../../../../src/verify/evidence.ts";
import type { TrafficRun } from "../../../../src/verify/traffic-run.ts";
import { makeReportSeries, makeResult } from "../../../helpers/evidence.ts";

/** Where a reply goes: it is lost in the overlay, or arrives through the fabric. */
type Reply = "lost" | "arrives";

function runsOf(series: string, setting: string, ...replies: readonly [Reply, Reply]): TrafficRun[] {
  return replies.map((reply, index) => ({
    series,
    setting,
    rpFilter: index === 0 ? 0 : 1,
    before: true,
    answered: reply === "arrives",
    elapsedMs: 1,
    replyRoute: `10.247.2.19 dev ${reply === "lost" ? "cilium_host" : "eth0"}`,
    routes: reply === "lost" ? ["10.247.2.0/24 dev cilium_host"] : [],
    hostTx: reply === "lost" ? 4 : 0,
    rpDrops: 0,
    hostToDisjoint: { answered: true, route: "10.247.144.77 dev cilium_host" },
  }));
}

const base = runsOf("base", "", "lost", "lost");
const none = "the VM of the report gets no answer with the unpatched handler (rp_filter 0 and 1).";

function seriesWith(
  runs: readonly TrafficRun[],
  changed: Partial<ReportSeries> = {},
  others: readonly CheckResult[] = [],
) {
  const details = { check: "traffic", runs, verdicts: [] };
  return makeReportSeries(changed, [makeResult("traffic", { details }), ...others]);
}

const fixed = (slug: string, release: string) =>
  seriesWith([...base, ...runsOf("cidr-validation", "", "arrives", "arrives")], {
    variant: "cidr-validation",
    slug,
    release,
  });

describe("headline", () => {
  it("says once of refs with one result which settings help, and which change nothing", () => {
    const gate = seriesWith([
      ...base,
      ...runsOf("flag-gate", "default", "lost", "lost"),
      ...runsOf("flag-gate", "off", "arrives", "arrives"),
    ]);
    expect(headline(groupSeries([gate, { ...gate, slug: "v1.10.13", ref: "v1.10.13" }]))).toEqual([
      `On v1.10.12 and v1.10.13, ${none} It gets an answer with flag-gate (flag off). Nothing changes with flag-gate (flag at its default).`,
    ]);
  });

  it("gives refs with other results a paragraph of their own", () => {
    const lost = seriesWith([...base, ...runsOf("cidr-validation", "", "lost", "lost")], {
      variant: "cidr-validation",
    });
    expect(headline(groupSeries([lost, fixed("v1.15.0", "v1.15"), fixed("v1.16.0", "v1.16")]))).toEqual([
      `On v1.10.12, ${none} It gets no answer with any of these series in the reported setup. Nothing changes with cidr-validation.`,
      `On v1.15.0 and v1.16.0, ${none} It gets an answer with cidr-validation.`,
    ]);
  });

  it("does not call an answer in another setup one in the reported setup", () => {
    const ipam = seriesWith([...base, ...runsOf("ipam-mode", "crd", "arrives", "arrives")], {
      variant: "ipam-mode",
    });
    expect(headline(groupSeries([ipam]))).toEqual([
      `On v1.10.12, ${none} It gets no answer with any of these series in the reported setup. It also gets an answer with ipam-mode (IPAM mode crd); a setting that changes the IPAM mode is not the reported setup.`,
    ]);
  });

  it("does not take a part of a fix for a fix, nor other routes for nothing", () => {
    const half = seriesWith([...base, ...runsOf("flag-gate", "off", "arrives", "lost")]);
    expect(headline(groupSeries([half]))[0]).toContain(
      "With flag-gate (flag off), it gets an answer only with rp_filter 0.",
    );
    const rerouted = base.map((run) => ({ ...run, series: "flag-gate", setting: "off", routes: [] }));
    expect(headline(groupSeries([seriesWith([...base, ...rerouted])]))[0]).toContain(
      "With flag-gate (flag off), routes or packets differ, but it gets no answer.",
    );
  });

  it("never praises a series without saying that its checks fail", () => {
    const runs = [...base, ...runsOf("flag-gate", "off", "arrives", "arrives")];
    const broken = seriesWith(runs, {}, [makeResult("vet", { outcome: "fail" })]);
    expect(headline(groupSeries([broken]))[0]).toContain(
      "an answer with flag-gate (flag off) (its checks fail).",
    );
  });

  it("names series without a result beside others", () => {
    const missing = seriesWith([], { variant: "flag-gate" });
    expect(headline(groupSeries([fixed("v1.10.12", "v1.10"), missing]))[0]).toMatch(
      /The check traffic has no result for flag-gate\.$/,
    );
  });

  it("claims no fix where the unpatched handler answers, or nothing was measured", () => {
    const answered = runsOf("base", "", "arrives", "lost");
    expect(headline(groupSeries([seriesWith(answered)]))).toEqual([
      "On v1.10.12, the VM of the report gets an answer with the unpatched handler too (rp_filter 0 and 1), so no fix can be shown.",
    ]);
    expect(headline(groupSeries([seriesWith([])]))).toEqual([
      "On v1.10.12, the check traffic has no result, so this report cannot say what is fixed.",
    ]);
  });
});
