import { describe, expect, it } from "vitest";
import { packetSections } from "../../../../src/proposals/node-routes/report/packet-section.ts";
import { groupSeries, type ReportSeries } from "../../../../src/report/report-data.ts";
import type { CheckResult } from "../../../../src/verify/evidence.ts";
import { makeReportSeries, makeResult } from "../../../helpers/evidence.ts";

function picturesOf(...series: readonly ReportSeries[]) {
  const [section] = packetSections(groupSeries(series));
  const found = section?.blocks.flatMap((block) => (block.kind === "pictures" ? block.pictures : []));
  return found ?? [];
}

describe("what a report shows of packets", () => {
  it("is nothing where none were sent", () => {
    const unmeasured = makeReportSeries({}, [makeResult("traffic", { outcome: "could-not-run" })]);
    expect(packetSections(groupSeries([unmeasured]))).toEqual([]);
  });

  it("is a picture for each outcome, with the settings that have it", () => {
    const pictures = picturesOf(makeReportSeries({ variant: "flag-gate" }));
    expect(pictures.map(({ cases, other }) => [...cases.map(({ label }) => label), other])).toEqual([
      ["the unpatched handler", "flag-gate (flag at its default)", "through cilium_host"],
      ["flag-gate (flag off)", "none"],
    ]);
    expect(pictures.map(({ results }) => results)).toEqual([
      [
        { when: "rp_filter 0", mark: { tone: "bad", words: "no answer, reply leaves through cilium_host" } },
        { when: "rp_filter 1", mark: { tone: "bad", words: "no answer, request dropped on arrival" } },
      ],
      [
        {
          when: "rp_filter 0 and 1",
          mark: { tone: "good", words: "answered, reply leaves through the fabric" },
        },
      ],
    ]);
  });

  it("has drawings whose ids do not clash in one page", () => {
    const ids = picturesOf(makeReportSeries()).flatMap(({ svg }) =>
      [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id),
    );
    expect(ids).toEqual(["packets-0-title", "packets-0-desc", "packets-1-title", "packets-1-desc"]);
  });

  it("says beside a setting that it is not the reported setup, or that checks of its series fail", () => {
    const failed: CheckResult = makeResult("vet", { outcome: "fail" });
    const cases = picturesOf(makeReportSeries({ variant: "ipam-mode" }, [failed])).flatMap(
      (one) => one.cases,
    );
    expect(cases.map(({ label, remark, mark }) => [label, remark !== undefined, mark?.words])).toEqual([
      ["the unpatched handler", false, undefined],
      ["ipam-mode (IPAM mode kubernetes)", true, "checks fail"],
      ["ipam-mode (IPAM mode crd, cluster ID 1)", true, "checks fail"],
      ["ipam-mode (IPAM mode crd)", true, "checks fail"],
    ]);
  });
});
