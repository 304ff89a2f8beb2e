import { describe, expect, it } from "vitest";
import {
  fatesByFilter,
  isOffByDefault,
  isOtherSetup,
  settingWords,
  trafficGroups,
  trafficRows,
} from "../../../../src/proposals/node-routes/report/traffic.ts";
import { groupSeries, type ReportSeries } from "../../../../src/report/report-data.ts";
import type { TrafficRun } from "../../../../src/verify/traffic-run.ts";
import { makeReport, makeReportSeries, makeResult } from "../../../helpers/evidence.ts";

const run = (
  series: string,
  setting: string,
  rpFilter: 0 | 1,
  changed: Partial<TrafficRun> = {},
): TrafficRun => ({
  series,
  setting,
  rpFilter,
  before: true,
  answered: true,
  elapsedMs: 1,
  replyRoute: "10.247.2.19 dev eth0",
  routes: [],
  hostTx: 0,
  rpDrops: 0,
  hostToDisjoint: { answered: true, route: "10.247.144.77 dev cilium_host" },
  ...changed,
});

/** A series for which the check found these runs. */
const seriesWith = (runs: readonly TrafficRun[], changed: Partial<ReportSeries> = {}) =>
  makeReportSeries(changed, [makeResult("traffic", { details: { check: "traffic", runs, verdicts: [] } })]);

const rowsOf = (...series: readonly ReportSeries[]) => groupSeries(series).refs.flatMap(trafficRows);

describe("a setting", () => {
  const series = { variant: "flag-gate", params: {} };
  const off = { variant: "flag-gate", params: { default: false } };
  const tried = (setting: string, of = "flag-gate") => ({ series: of, setting });

  it("is in words one of the series' own switch, or an IPAM mode", () => {
    const words = ["", "default", "off", "on", "crd"].map((setting) => settingWords(series, tried(setting)));
    expect(words).toEqual(["", "flag at its default", "flag off", "flag on", "IPAM mode crd"]);
    expect(["", "off", "crd"].map(isOtherSetup)).toEqual([false, false, true]);
  });

  it("is the flag that somebody turned on where the default is off", () => {
    expect(settingWords(off, tried("default"))).toBe("flag on");
    expect([isOffByDefault(off, tried("")), isOffByDefault(series, tried(""))]).toEqual([true, false]);
  });

  it("depends in a stack on the params of its own variant", () => {
    const stack = { variant: "cidr-validation+flag-gate", params: { "flag-gate.default": false } };
    expect(isOffByDefault(stack, tried(""))).toBe(true);
    expect(isOffByDefault(stack, tried("", "cidr-validation"))).toBe(false);
  });
});

describe("trafficRows", () => {
  const base = [run("base", "", 1), run("base", "", 0)];

  it("has the base first, and the runs of each in the order of rp_filter", () => {
    const rows = rowsOf(seriesWith([run("flag-gate", "off", 1), run("flag-gate", "off", 0), ...base]));
    expect(
      rows.map(({ label, name, isBase, runs }) => [
        label,
        name,
        isBase,
        runs.map(({ rpFilter }) => rpFilter),
      ]),
    ).toEqual([
      ["the unpatched handler", "base", true, [0, 1]],
      ["flag-gate (flag off)", "flag-gate", false, [0, 1]],
    ]);
  });

  it("has the base once, though each series' evidence repeats it", () => {
    const rows = rowsOf(
      seriesWith([...base, run("cidr-validation", "", 0)], { variant: "cidr-validation" }),
      seriesWith([...base, run("ipam-mode", "crd", 0)], { variant: "ipam-mode" }),
    );
    expect(rows.map(({ label, isOtherSetup, runs }) => [label, isOtherSetup, runs.length])).toEqual([
      ["the unpatched handler", false, 2],
      ["cidr-validation", false, 1],
      ["ipam-mode (IPAM mode crd)", true, 1],
    ]);
  });

  it("says nothing by runs in which the VM got no answer even before, nor without the base", () => {
    const lost = run("flag-gate", "off", 1, { before: false });
    const rows = rowsOf(seriesWith([...base, run("flag-gate", "off", 0), lost]));
    expect(rows[1]?.runs.map(({ rpFilter }) => rpFilter)).toEqual([0]);
    expect(rowsOf(seriesWith([run("flag-gate", "off", 0)]))).toEqual([]);
  });
});

describe("trafficGroups", () => {
  it("has a picture for each outcome, the base's first, and names refs where they differ", () => {
    const newer = { slug: "v1.15.0", release: "v1.15", sha: "b".repeat(40) };
    const fixed = [run("cidr-validation", "", 0), run("cidr-validation", "", 1)];
    const lost = { answered: false, rpDrops: 3 };
    const base = [run("base", "", 0, lost), run("base", "", 1, lost)];
    const same = [run("cidr-validation", "", 0, lost), run("cidr-validation", "", 1, lost)];
    const groups = trafficGroups(
      groupSeries([
        seriesWith([...fixed, ...base], { variant: "cidr-validation" }),
        seriesWith([...base, ...same], { variant: "cidr-validation", ...newer }),
      ]),
    );
    expect(groups.map(({ rows }) => rows.map(({ label }) => label))).toEqual([
      ["the unpatched handler", "cidr-validation on v1.15.0"],
      ["cidr-validation on v1.10.12"],
    ]);
    expect(groups.map(({ fates, hostWay }) => [fates.map(({ way }) => way), hostWay])).toEqual([
      [["dropped", "dropped"], "cilium_host"],
      [["fabric", "fabric"], "cilium_host"],
    ]);
  });

  it("does not choose between two ways of the host", () => {
    const hostToDisjoint = { answered: false, route: "" };
    const base = [run("base", "", 0), run("base", "", 1, { hostToDisjoint })];
    expect(trafficGroups(groupSeries([seriesWith(base)])).map(({ hostWay }) => hostWay)).toEqual([
      "depends on rp_filter",
    ]);
  });

  it("puts settings with one outcome together", () => {
    const labels = trafficGroups(makeReport()).map(({ rows }) => rows.map(({ label }) => label));
    expect(labels[0]).toContain("the unpatched handler");
    expect(labels[0]).toContain("flag-gate (flag at its default)");
    expect(labels.flat()).toHaveLength(new Set(labels.flat()).size);
  });
});

it("fatesByFilter tells one outcome once, with the filters that give it", () => {
  const dropped = { answered: false, way: "dropped" } as const;
  const answered = { answered: true, way: "fabric" } as const;
  const filtersOf = (...fates: Parameters<typeof fatesByFilter>[0]["fates"]) =>
    fatesByFilter({ fates }).map(({ filters }) => filters);
  expect(filtersOf({ ...dropped, rpFilter: 0 }, { ...dropped, rpFilter: 1 })).toEqual(["rp_filter 0 and 1"]);
  expect(filtersOf({ ...answered, rpFilter: 0 }, { ...dropped, rpFilter: 1 })).toEqual([
    "rp_filter 0",
    "rp_filter 1",
  ]);
});
