import { addedOptions, countLines } from "../../series/index.ts";
import { noChecks, type Report, type ReportRef, type ReportSeries, tallyOf } from "../report-data.ts";
import { type Mark, paramWords, seriesMark, tallyMark } from "../report-words.ts";
import { compareRoutes, routeTables } from "./routes.ts";
import { settingWords, trafficRows } from "./traffic.ts";

/** What the decision table shows for one variant, over all refs. */
export interface Decision {
  readonly name: string;
  /** Params that were given, "" if none. */
  readonly params: string;
  /** From the variant's description; "" for an unknown variant. */
  readonly fixes: string;
  readonly doesNotFix: string;
  /** Measured effects without any setting, one per line. */
  readonly byDefault: readonly string[];
  /** `--enable-x`, or `none`. */
  readonly flag: string;
  readonly code: string;
  readonly tests: string;
  readonly files: string;
  /** Touched files, if they are the same on all refs. */
  readonly paths: readonly string[];
  readonly checks: Mark;
}

/** The variants side by side, in order of name. */
export function decisionsOf(report: Report): Decision[] {
  return report.names.flatMap((name) => {
    const found = report.refs.flatMap((ref) =>
      ref.series.filter((series) => series.name === name).map((series) => ({ ref, series })),
    );
    const all = found.map(({ series }) => series);
    const [first] = all;
    if (!first) return [];
    const counts = all.map(({ patches }) => countLines(patches.map(({ text }) => text)));
    const flags = new Set(all.flatMap(({ patches }) => addedOptions(patches.map(({ text }) => text))));
    const paths = new Set(all.map(({ files }) => files.map(({ path }) => path).join("\n")));
    const about = report.about[first.variant];
    return [
      {
        name,
        params: paramWords(first),
        fixes: about?.fixes ?? "",
        doesNotFix: about?.doesNotFix ?? "",
        byDefault: byDefault(found),
        flag: flags.size === 0 ? "none" : [...flags].map((flag) => `--${flag}`).join(", "),
        code: span(counts.map(({ code }) => code)),
        tests: span(counts.map(({ tests }) => tests)),
        files: span(all.map(({ files }) => files.length)),
        paths: paths.size === 1 ? first.files.map(({ path }) => path) : [],
        checks: all.length === 1 ? seriesMark(first) : checksMark(all),
      },
    ];
  });
}

/** The checks of all refs in one mark; it shows when some series have no evidence. */
function checksMark(all: readonly ReportSeries[]): Mark {
  const verified = all.filter(({ evidence }) => evidence !== null);
  if (verified.length === 0) return { tone: "plain", words: "not verified" };
  const tally = { ...noChecks };
  for (const series of verified) {
    const own = tallyOf(series);
    for (const outcome of Object.keys(noChecks) as (keyof typeof noChecks)[]) tally[outcome] += own[outcome];
  }
  const { tone, words } = tallyMark(tally);
  const where =
    verified.length === all.length ? `${all.length} refs` : `${verified.length} of ${all.length} refs`;
  return {
    tone: tone === "good" && verified.length < all.length ? "plain" : tone,
    words: `${words} on ${where}`,
  };
}

/** The effects of the default settings. */
function byDefault(found: readonly { ref: ReportRef; series: ReportSeries }[]): string[] {
  const lines = found.flatMap(({ ref, series }) =>
    measured(ref, series).map((line) => ({ line, ref: ref.ref })),
  );
  const words = [...new Set(lines.map(({ line }) => line))];
  if (words.length === 0) return ["not measured"];
  const refs = new Set(lines.map(({ ref }) => ref));
  return words.map((line) => {
    const where = lines.filter((one) => one.line === line).map(({ ref }) => ref);
    return where.length === refs.size && refs.size === found.length ? line : `${line} (${where.join(", ")})`;
  });
}

function measured(ref: ReportRef, series: ReportSeries): string[] {
  const tables = routeTables(ref);
  const base = tables.find(({ isBase }) => isBase);
  const byRoutes = tables
    .filter(({ name, setting }) => name === series.name && isDefault(series, setting))
    .flatMap(({ setting, routes }) => {
      if (!base) return [];
      const changed = compareRoutes(base.routes, routes);
      const count = (kind: string) => changed.filter(({ change }) => change === kind).length;
      return [said(series, setting, count("removed"), count("added"))];
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
      if (!run || !isDefault(series, run.setting)) return [];
      const removed = before.filter((route) => !run.routes.includes(route)).length;
      const added = run.routes.filter((route) => !before.includes(route)).length;
      return [said(series, run.setting, removed, added)];
    });
}

function said(series: ReportSeries, setting: string, removed: number, added: number): string {
  const words = settingWords(series, setting);
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
function isDefault({ params }: ReportSeries, setting: string): boolean {
  const isOffByDefault = params["default"] === false;
  if (setting === "on") return false;
  if (setting === "off") return isOffByDefault;
  return setting !== "default" || !isOffByDefault;
}

/** `37`, or `37 to 41` if refs differ. */
function span(numbers: readonly number[]): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? `${least}` : `${least} to ${most}`;
}
