import { type ReportRef, type ReportSeries, resultsOf } from "../../../report/index.ts";
import { detailsOf, type ScenarioRun, scenarioCheck } from "../../../verify/index.ts";
import { hostDevice, otherCIDRs, serviceRanges, sharedCIDRs } from "../trial-setup.ts";
import { settingWords, type TriedSetting } from "./traffic.ts";

/** The role of a prefix in the scenario. */
export type PrefixRole = "shared" | "peer" | "service";

const prefixRoles: ReadonlyMap<string, PrefixRole> = new Map([
  ...sharedCIDRs.map((cidr): [string, PrefixRole] => [cidr, "shared"]),
  ...otherCIDRs.map((cidr): [string, PrefixRole] => [cidr, "peer"]),
  ...serviceRanges.map((cidr): [string, PrefixRole] => [cidr, "service"]),
]);

export const roleWords: Readonly<Record<PrefixRole, string>> = {
  shared: "shared by all nodes",
  peer: "a peer's own",
  service: "service range",
};

/** One route to the host device. */
export interface HostRoute {
  /** In the format of `ip route`. */
  readonly text: string;
  /** Undefined for a prefix that no node of the scenario announces. */
  readonly role: PrefixRole | undefined;
}

/** The routes to the host device once all nodes are known, with the local node's route off. */
export interface RouteTable {
  /** `base`, or the series' name with the setting in brackets. */
  readonly label: string;
  readonly isBase: boolean;
  /** Name of the series; "base" for the base. */
  readonly name: string;
  readonly tried: TriedSetting;
  readonly routes: readonly HostRoute[];
}

/** The tables of a ref, one per label: the base first, then those of its series. */
export function routeTables(ref: ReportRef): RouteTable[] {
  const tables = ref.series.flatMap((series) => runsOf(series).flatMap((run) => tableOf(series, run)));
  // The first run of a setting has both families; later ones leave one out or shuffle the events.
  const firsts = tables.filter(
    ({ label }, index) => tables.findIndex((one) => one.label === label) === index,
  );
  return [...firsts.filter(({ isBase }) => isBase), ...firsts.filter(({ isBase }) => !isBase)];
}

function runsOf(series: ReportSeries): readonly ScenarioRun[] {
  return resultsOf(series, scenarioCheck.id).flatMap(
    ({ details }) => detailsOf(scenarioCheck, details)?.runs ?? [],
  );
}

function tableOf(series: ReportSeries, run: ScenarioRun): RouteTable[] {
  // A run that ended within its first step may not have seen all nodes.
  const end = run.events.findIndex(({ step }) => !step.startsWith("1"));
  const decisive = run.events[end - 1];
  if (run.localRoute || !decisive) return [];
  const isBase = run.series === "base";
  const name = isBase ? "base" : series.name;
  const words = settingWords(series, run);
  return [
    {
      label: isBase || words === "" ? name : `${name} (${words})`,
      isBase,
      name,
      tried: { series: run.series, setting: run.setting },
      routes: decisive.routes
        .filter((text) => `${text} `.includes(` dev ${hostDevice} `))
        .map((text) => ({ text, role: prefixRoles.get(text.split(" ", 1)[0] ?? "") })),
    },
  ];
}

/** A route before, after, or both. */
export interface ComparedRoute extends HostRoute {
  readonly change: "kept" | "removed" | "added";
}

/** Merges two tables: the routes before in their order, then the new ones. */
export function compareRoutes(
  before: readonly HostRoute[],
  after: readonly HostRoute[],
): readonly ComparedRoute[] {
  const has = (routes: readonly HostRoute[], text: string) => routes.some((route) => route.text === text);
  return [
    ...before.map((route) => ({
      ...route,
      change: has(after, route.text) ? ("kept" as const) : ("removed" as const),
    })),
    ...after
      .filter(({ text }) => !has(before, text))
      .map((route) => ({ ...route, change: "added" as const })),
  ];
}
