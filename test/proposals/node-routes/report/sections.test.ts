import { describe, expect, it } from "vitest";
import { nodeRoutesSections } from "../../../../src/proposals/node-routes/report/sections.ts";
import { groupSeries } from "../../../../src/report/report-data.ts";
import { makeReportSeries, makeResult, scenarioDetails, trafficDetails } from "../../../helpers/evidence.ts";

const cidrs = makeReportSeries({ variant: "cidr-validation" });
const untried = makeReportSeries({ variant: "ipam-mode", slug: "v1.15.0", sha: "a".repeat(40) }, [
  makeResult("scenario", { outcome: "could-not-run" }),
]);
const said = nodeRoutesSections(groupSeries([cidrs, untried]));

describe("what the proposal says of a report", () => {
  it("has a row of effects with a cell for each series", () => {
    const [row, ...others] = said.comparison.rows;
    expect([row?.head, others]).toEqual(["Changes by default", []]);
    expect([...(row?.cells ?? [])].map(([name]) => name)).toEqual(["cidr-validation", "ipam-mode"]);
    expect(row?.cells.get("cidr-validation")).toEqual({ kind: "lines", lines: ["2 fewer routes"] });
  });

  it("compares the routes of a ref with its base's, the removed ones with their role", () => {
    const [first, second] = [...said.ofRefs.values()];
    const [section] = first ?? [];
    const [block] = section?.blocks ?? [];
    if (block?.kind !== "comparison") throw new Error("expected a comparison");
    expect(block.before?.label).toBe("base");
    expect(block.before?.lines.every(({ change }) => change === "kept")).toBe(true);
    expect(block.after.map(({ label }) => label)).toEqual(["cidr-validation"]);
    const lines = block.after[0]?.lines ?? [];
    expect(lines).toHaveLength(6);
    const removed = lines.filter(({ change }) => change === "removed");
    expect(removed.map(({ text, remark }) => [text.split(" ")[0], remark])).toEqual([
      ["10.247.2.0/24", "shared by all nodes"],
      ["fd00:2::/96", "shared by all nodes"],
    ]);
    expect(second).toEqual([]);
  });

  it("has tables of packets for the check that sent them alone", () => {
    const traffic = makeResult("traffic", { details: trafficDetails("cidr-validation") });
    expect(said.tablesOf?.(traffic)).toHaveLength(1);
    const scenario = makeResult("scenario", { details: scenarioDetails("cidr-validation") });
    expect(said.tablesOf?.(scenario)).toEqual([]);
    expect(said.tablesOf?.(makeResult("traffic"))).toEqual([]);
  });
});
