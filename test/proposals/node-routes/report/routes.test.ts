import { describe, expect, it } from "vitest";
import { compareRoutes, routeTables } from "../../../../src/proposals/node-routes/report/routes.ts";
import { groupSeries, type ReportSeries } from "../../../../src/report/report-data.ts";
import type { ScenarioRun } from "../../../../src/verify/scenario-run.ts";
import { makeReportSeries, makeResult } from "../../../helpers/evidence.ts";

const viaHost = (prefix: string) => `${prefix} via 10.247.2.95 dev cilium_host proto kernel`;

/** A run in which events have these routes, each beginning with its step. */
function run(
  series: string,
  steps: readonly (readonly [step: string, ...routes: string[]])[],
  changed: Partial<ScenarioRun> = {},
) {
  const events = steps.map(([step, ...routes]) => ({
    step,
    event: "",
    routes,
    monitor: [],
    log: [],
    error: "",
  }));
  return { name: series, series, setting: "", localRoute: false, events, ...changed };
}

function tablesOf(runs: readonly ScenarioRun[], changed: Partial<ReportSeries> = {}) {
  const details = { check: "scenario", runs, verdicts: [] };
  const series = makeReportSeries({ variant: "cidr-validation", ...changed }, [
    makeResult("scenario", { details }),
  ]);
  return groupSeries([series]).refs.flatMap(routeTables);
}

describe("routeTables", () => {
  const peer = viaHost("10.247.144.0/24");

  it("has the routes at the end of the first step, of the host device alone, with what their prefixes are", () => {
    const routes = [
      viaHost("10.247.2.0/24"),
      peer,
      viaHost("10.96.0.0/16"),
      viaHost("10.1.0.0/16"),
      "10.247.2.95 dev lo",
      "10.3.0.0/16 dev cilium_host0",
      "10.4.0.0/16 dev cilium_host",
    ];
    const [table] = tablesOf([run("base", [["1 start"], ["1 start", ...routes], ["2 later"], ["1 odd"]])]);
    expect(table?.routes.map(({ text, role }) => [text.split(" ")[0], role])).toEqual([
      ["10.247.2.0/24", "shared"],
      ["10.247.144.0/24", "peer"],
      ["10.96.0.0/16", "service"],
      ["10.1.0.0/16", undefined],
      ["10.4.0.0/16", undefined],
    ]);
  });

  it("has the base first, then each setting once: its first run", () => {
    const tables = tablesOf(
      [
        run("ipam-mode", [["1 start", peer], ["2 later"]], { setting: "crd" }),
        run("ipam-mode", [["1 start"], ["2 later"]], { setting: "crd" }),
        run("base", [["1 start"], ["2 later"]]),
        run("cidr-validation", [["1 start"], ["2 later"]]),
      ],
      { name: "mixed" },
    );
    expect(
      tables.map(({ label, name, isBase, tried, routes }) => [
        label,
        name,
        isBase,
        tried.series,
        routes.length,
      ]),
    ).toEqual([
      ["base", "base", true, "base", 0],
      ["mixed (IPAM mode crd)", "mixed", false, "ipam-mode", 1],
      ["mixed", "mixed", false, "cidr-validation", 0],
    ]);
  });

  it("says nothing by runs with the local route, or that ended within their first step", () => {
    const steps = [["1 start", peer], ["2 later"]] as const;
    expect(tablesOf([run("base", steps, { localRoute: true })])).toEqual([]);
    expect(
      tablesOf([run("base", [["1 start", peer]]), run("base", []), run("base", [["2 later", peer]])]),
    ).toEqual([]);
    expect(tablesOf([run("base", steps)])).toHaveLength(1);
  });
});

it("compareRoutes keeps the order of the routes before, and puts new ones behind them", () => {
  const routes = (...texts: readonly string[]) => texts.map((text) => ({ text, role: undefined }));
  const compared = compareRoutes(routes("a", "b", "c"), routes("d", "c", "a"));
  expect(compared.map(({ text, change }) => [text, change])).toEqual([
    ["a", "kept"],
    ["b", "removed"],
    ["c", "kept"],
    ["d", "added"],
  ]);
});
