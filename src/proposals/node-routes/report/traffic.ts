import { paramsOfPart } from "../../../plan/index.ts";
import { type Report, type ReportRef, type ReportSeries, resultsOf } from "../../../report/index.ts";
import { detailsOf, type TrafficRun, trafficCheck } from "../../../verify/index.ts";
import { type Fate, fateOf, fateWords, hostWayOf } from "../traffic/fate.ts";

/** The runs with one setting of a series, or on the unpatched base, on one ref. */
export interface TrafficRow {
  /** `the unpatched handler`, or the series' name with the setting in brackets. */
  readonly label: string;
  /** Name of the series; "base" for the base. */
  readonly name: string;
  readonly isBase: boolean;
  /** Whether the setting needs an IPAM mode or cluster ID other than the base's, so it is not the reported setup. */
  readonly isOtherSetup: boolean;
  /** In order of `rp_filter`. */
  readonly runs: readonly TrafficRun[];
}

/** Settings of the series' own switch; all others are IPAM modes, which are part of a setup. */
const ownSettings: Readonly<Record<string, string>> = {
  "": "",
  default: "flag at its default",
  off: "flag off",
  on: "flag on",
};

/** A setting of the variant that was tried, which is one of those of the series. */
export type TriedSetting = Pick<TrafficRun, "series" | "setting">;

/** Whether the variant's flag is off where a user sets nothing. */
export function isOffByDefault(
  { variant, params }: Pick<ReportSeries, "variant" | "params">,
  { series }: TriedSetting,
): boolean {
  return paramsOfPart(variant, params, series)["default"] === false;
}

/** A setting in words, "" if there is nothing to set. */
export function settingWords(series: Pick<ReportSeries, "variant" | "params">, tried: TriedSetting): string {
  const { setting } = tried;
  if (setting === "default" && isOffByDefault(series, tried)) return "flag on";
  return ownSettings[setting] ?? `IPAM mode ${setting}`;
}

export function isOtherSetup(setting: string): boolean {
  return !(setting in ownSettings);
}

/** The base first, then the settings of each series; empty if the check has not measured the base. */
export function trafficRows({ series }: ReportRef): TrafficRow[] {
  const all = series.flatMap((one) => runsOf(one).map((run) => ({ one, run })));
  const rows = new Map<string, TrafficRow>();
  for (const { one, run } of all) {
    const isBase = run.series === "base";
    const label = isBase ? "the unpatched handler" : labelOf(one, run);
    const row = rows.get(label);
    // Each series' evidence repeats the runs of the base.
    if (row?.runs.some(({ rpFilter }) => rpFilter === run.rpFilter)) continue;
    const runs = [...(row?.runs ?? []), run].sort((a, b) => a.rpFilter - b.rpFilter);
    const name = isBase ? "base" : one.name;
    rows.set(label, { label, name, isBase, isOtherSetup: !isBase && isOtherSetup(run.setting), runs });
  }
  const found = [...rows.values()].sort((a, b) => Number(b.isBase) - Number(a.isBase));
  return found[0]?.isBase ? found : [];
}

function labelOf(series: ReportSeries, tried: TriedSetting): string {
  const words = settingWords(series, tried);
  return words === "" ? series.name : `${series.name} (${words})`;
}

/** Runs in which the VM got an answer before the handler ran: other runs show nothing about the handler. */
function runsOf(series: ReportSeries): TrafficRun[] {
  return resultsOf(series, trafficCheck.id).flatMap(({ details }) =>
    (detailsOf(trafficCheck, details)?.runs ?? []).filter(({ before }) => before),
  );
}

/** The results with one setting, as a picture shows them. */
export interface TrafficPicture {
  /** One for each value of `rp_filter`, in order. */
  readonly fates: readonly (Fate & { readonly rpFilter: number })[];
  readonly hostWay: string;
}

/** Rows with the same picture. */
export interface TrafficGroup extends TrafficPicture {
  readonly rows: readonly {
    /** Followed by the refs, if only some of them give this picture. */
    readonly label: string;
    readonly name: string;
    readonly isOtherSetup: boolean;
  }[];
}

/** The pictures of a report, in order of rows, the base first. */
export function trafficGroups({ refs }: Report): TrafficGroup[] {
  const seen = refs.flatMap((ref) =>
    trafficRows(ref).map((row) => ({ ref: ref.ref, row, ...pictureOf(row) })),
  );
  const groups = groupBy(seen, ({ fates, hostWay }) => JSON.stringify([fates, hostWay]));
  const ordered = [...groups.values()].sort(
    (a, b) => Number(b.some(({ row }) => row.isBase)) - Number(a.some(({ row }) => row.isBase)),
  );
  return ordered.flatMap((members) => {
    const [first] = members;
    if (!first) return [];
    const labels = [...new Set(members.map(({ row }) => row.label))];
    const rows = labels.flatMap((label) => {
      const same = members.filter(({ row }) => row.label === label);
      const row = same[0]?.row;
      if (!row) return [];
      const everywhere = seen.filter((one) => one.row.label === label).length === same.length;
      const where = everywhere ? "" : ` on ${same.map(({ ref }) => ref).join(", ")}`;
      return [{ label: `${label}${where}`, name: row.name, isOtherSetup: row.isOtherSetup }];
    });
    return [{ fates: first.fates, hostWay: first.hostWay, rows }];
  });
}

function pictureOf({ runs }: TrafficRow): TrafficPicture {
  const ways = [...new Set(runs.map(hostWayOf))];
  return {
    fates: runs.map((run) => ({ rpFilter: run.rpFilter, ...fateOf(run) })),
    hostWay: ways.length === 1 ? (ways[0] ?? "none") : "depends on rp_filter",
  };
}

/** Groups fates by their words, with the values of `rp_filter` for each: `rp_filter 0 and 1`. */
export function fatesByFilter({ fates }: Pick<TrafficPicture, "fates">): { filters: string; fate: Fate }[] {
  const words = [...new Set(fates.map(fateWords))];
  return words.flatMap((one) => {
    const same = fates.filter((fate) => fateWords(fate) === one);
    const [fate] = same;
    return fate ? [{ filters: `rp_filter ${same.map(({ rpFilter }) => rpFilter).join(" and ")}`, fate }] : [];
  });
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}
