import { describe, expect, it } from "vitest";
import { unpatched } from "../../../../src/proposals/node-routes/promise.ts";
import { clusterAnswers, clusterTable } from "../../../../src/proposals/node-routes/report/cluster.ts";
import { headline } from "../../../../src/proposals/node-routes/report/headline.ts";
import { groupSeries, type Report } from "../../../../src/report/report-data.ts";
import type { CheckResult } from "../../../../src/verify/evidence.ts";
import { plansOf, recordOf, shown } from "../../../helpers/cluster-lines.ts";
import { makeReport, makeReportSeries, makeResult } from "../../../helpers/evidence.ts";
import { settings } from "../../../helpers/traffic-lines.ts";

const [basePlan] = plansOf("base", unpatched);
const base = recordOf(basePlan, shown.fault).run;
const [offPlan, inPlace] = plansOf("flag-gate", settings.remote);
const off = recordOf(offPlan, shown.remote).run;

function reportWith(result: Partial<CheckResult>): Report {
  return groupSeries([makeReportSeries({}, [makeResult("cluster", result)])]);
}

describe("what a report says of whole agents", () => {
  it("is nothing where none were tried", () => {
    expect(clusterAnswers(makeReport())).toEqual([]);
  });

  it("starts with whether the request was answered, and tells of packets that loop", () => {
    if (!inPlace) throw new Error("expected an upgrade");
    const upgrade = recordOf(inPlace, shown.fault, shown.remote, shown.fault).run;
    const details = { check: "cluster", runs: [base, off, upgrade], verdicts: [] };
    expect(clusterAnswers(reportWith({ details }))).toEqual([
      "On v1.10.12, the VM's request with four agents of this release: on the unpatched base, no answer, the reply leaves through cilium_host (in circles: the overlay carried 192 packets until 6 had been forwarded too often) with rp_filter 0, no answer, the request is dropped on arrival with rp_filter 1; with flag-gate (flag off), answered.",
    ]);
    expect(clusterTable([base, upgrade]).rows.map((row) => [row[0], row[5], row[6], row[7]])).toEqual([
      [
        "base, fresh",
        "tt-lab6, tt-lab5, tt-lab3",
        "answered through cilium_host, route after 6.3 s",
        "6.2 s",
      ],
      [
        "flag-gate, off, before",
        "tt-lab6, tt-lab5, tt-lab3",
        "answered through cilium_host, route after 6.3 s",
        "6.2 s",
      ],
      ["flag-gate, off, upgraded", "none", "no answer through eth0", "6.2 s"],
      [
        "flag-gate, off, back",
        "tt-lab6, tt-lab5, tt-lab3",
        "answered through cilium_host, route after 6.3 s",
        "6.2 s",
      ],
    ]);
  });

  it("does not repeat what is as on the base, nor say that nothing can be told", () => {
    const unchanged = { ...base, series: "flag-gate", setting: "default" };
    const report = reportWith({ details: { check: "cluster", runs: [base, unchanged], verdicts: [] } });
    expect(clusterAnswers(report).join()).toMatch(/; with flag-gate \(flag at its default\), the same\.$/);
    const alone = report.refs.map((ref) => ({
      ...ref,
      series: ref.series.map((one) => ({
        ...one,
        evidence: one.evidence && {
          ...one.evidence,
          checks: one.evidence.checks.filter(({ check }) => check === "cluster"),
        },
      })),
    }));
    expect(headline({ ...report, refs: alone })).toEqual(["On v1.10.12, the check traffic has no result."]);
  });

  it("gives the reason where agents could not be started", () => {
    const reason = "on the unpatched base, base, fresh: the agent of tt-lab6 ended: no tc";
    expect(clusterAnswers(reportWith({ outcome: "could-not-run", reason, details: null }))).toEqual([
      `On v1.10.12, the VM's request with four agents of this release: no result: ${reason}.`,
    ]);
  });
});
