import type { Report, ReportRef, ReportSeries } from "../../../report/index.ts";
import { compareRoutes, routeTables } from "./routes.ts";
import { isOffByDefault, settingWords, type TriedSetting, trafficRows } from "./traffic.ts";

/** The measured effects of a variant without any setting, over all refs, one per line. */
export function effectsByDefault({ refs }: Report, name: string): string[] {
  const found = refs.flatMap((ref) =>
    ref.series.filter((series) => series.name === name).map((series) => ({ ref, series })),
  );
  const lines = found.flatMap(({ ref, series }) =>
    measured(ref, series).map((line) => ({ line, ref: ref.ref })),
  );
  const words = [...new Set(lines.map(({ line }) => line))];
  if (words.length === 0) return ["not measured"];
  const measuredRefs = new Set(lines.map(({ ref }) => ref));
  return words.map((line) => {
    const where = lines.filter((one) => one.line === line).map(({ ref }) => ref);
    return where.length === measuredRefs.size && measuredRefs.size === found.length
      ? line
      : `${line} (${where.join(", ")})`;
  });
}

function measured(ref: ReportRef, series: ReportSeries): string[] {
  const tables = routeTables(ref);
  const base = tables.find(({ isBase }) => isBase);
  const byRoutes = tables
    .filter(({ name, tried }) => name === series.name && isDefault(series, tried))
    .flatMap(({ tried, routes }) => {
      if (!base) return [];
      const changed = compareRoutes(base.routes, routes);
      const count = (kind: string) => changed.filter(({ change }) => change === kind).length;
      return [said(series, tried, count("removed"), count("added"))];
    });
  return byRoutes.length > 0 ? byRoutes : byTraffic(ref, series);
}

/** From the routes of the check `traffic`, if the scenario did not run. */
function byTraffic(ref: ReportRef, series: ReportSeries): string[] {
  const [base, ...rows] = trafficRows(ref);
  const before = base?.runs[0]?.routes;
  if (!before) return [];
  return rows
    .filter(({ name }) => name === series.name)
    .flatMap(({ runs: [run] }) => {
      if (!run || !isDefault(series, run)) return [];
      const removed = before.filter((route) => !run.routes.includes(route)).length;
      const added = run.routes.filter((route) => !before.includes(route)).length;
      return [said(series, run, removed, added)];
    });
}

function said(series: ReportSeries, tried: TriedSetting, removed: number, added: number): string {
  const words = settingWords(series, tried);
  const what =
    removed === 0 && added === 0
      ? "no change to routes"
      : [
          removed > 0 ? `${removed} fewer ${removed === 1 ? "route" : "routes"}` : "",
          added > 0 ? `${added} more ${added === 1 ? "route" : "routes"}` : "",
        ]
          .filter(Boolean)
          .join(", ");
  return words === "" ? what : `${words}: ${what}`;
}

/** Whether a user who sets nothing gets that setting: a flag rendered with `default=false` is then off. */
function isDefault(series: ReportSeries, tried: TriedSetting): boolean {
  const isOff = isOffByDefault(series, tried);
  if (tried.setting === "on") return false;
  if (tried.setting === "off") return isOff;
  return tried.setting !== "default" || !isOff;
}
