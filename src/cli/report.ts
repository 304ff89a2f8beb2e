import { homedir, tmpdir } from "node:os";
import { basename, isAbsolute, join, resolve } from "node:path";
import { PatchkitError } from "../errors.ts";
import { readDiffStyle } from "../host/diff-style.ts";
import { isFolder, writeText } from "../host/files.ts";
import { proposals } from "../proposals/index.ts";
import {
  hideLocalPaths,
  joinSections,
  nodeRoutesSections,
  outcomeOf,
  type ProposalSections,
  plainSections,
  printHtml,
  printMarkdown,
  type Report,
  type ReportSeries,
  readReportData,
  refWords,
  reportTree,
  restrictReport,
  seriesMark,
  signs,
} from "../report/index.ts";
import { checkIds } from "../verify/index.ts";
import { loadOwnTemplates } from "./own-templates.ts";
import { type Printer, table } from "./printer.ts";
import type { ReportValue } from "./report-value.ts";
import { schemaVersion } from "./schema-version.ts";
import type { Session } from "./workshop.ts";

/** `report`: compares the series of an output folder in report.md and report.html, using their evidence. */
export async function runReport(
  session: Session,
  printer: Printer,
  options: { readonly out: string; readonly templates?: readonly string[] },
): Promise<number> {
  const out = resolve(session.cwd, options.out);
  await assertFolder(out);
  const { report, markdown, html } = await writeReports(
    session,
    out,
    shownFolder(options.out),
    options.templates,
  );
  const value: ReportValue = {
    schema: schemaVersion,
    out,
    markdown,
    html,
    series: report.refs.flatMap(({ series }) => series.map(describe)),
  };
  printer.result(value, () => words(value, report, printer));
  return 0;
}

/** The folder as shown in a report's commands: as typed, or only its name if it was an absolute path. */
export function shownFolder(typed: string): string {
  const path = typed.replace(/^(\.\/+)+(?=.)/, "").replace(/(?<=.)\/+$/, "");
  return isAbsolute(path) ? basename(path) || "patches" : path;
}

/**
 * Writes both pages into a folder of series. They contain no paths of this machine.
 *
 * @param patchesDir the folder as shown in the pages' commands.
 * @throws PatchkitError `environment/disk-full` or `environment/not-writable`.
 */
export async function writeReports(
  { env, cwd }: Session,
  out: string,
  patchesDir: string,
  templates: readonly string[] = [],
): Promise<{ readonly report: Report; readonly markdown: string; readonly html: string }> {
  const { variants } = await loadOwnTemplates(templates);
  const proposalOf = new Map(variants.map(({ spec, proposal }) => [spec.id, proposal]));
  const about = Object.fromEntries(
    variants.map(({ spec: { id, fixes, doesNotFix } }) => [id, { fixes, doesNotFix }]),
  );
  const hide = hideLocalPaths({
    OUT: out,
    CILIUM_REPO: env["CILIUM_REPO"],
    CACHE: env["XDG_CACHE_HOME"],
    TMP: tmpdir(),
    HOME: env["HOME"] || homedir(),
    CWD: cwd,
  });
  const report = await readReportData(out, about, hide);
  const markdown = join(out, "report.md");
  const html = join(out, "report.html");
  const tree = reportTree(report, sectionsOf(report, proposalOf), patchesDir);
  await writeText(markdown, printMarkdown(tree));
  await writeText(html, printHtml(tree, await readDiffStyle()));
  return { report, markdown, html };
}

/** Proposals that say more of their series than is said of any. */
const ownSections: Readonly<Record<string, (report: Report) => ProposalSections>> = {
  "node-routes": nodeRoutesSections,
};

/** What the proposals of a report's series say. A series of an unknown variant stands with the first proposal. */
function sectionsOf(report: Report, proposalOf: ReadonlyMap<string, string>): ProposalSections {
  const parts = proposals.flatMap(({ id }) => {
    const isAbout = (variant: string) => (proposalOf.get(variant) ?? proposals[0].id) === id;
    const part = restrictReport(report, isAbout);
    return part.refs.length > 0 ? [(ownSections[id] ?? plainSections)(part)] : [];
  });
  const [first, ...rest] = parts;
  return first ? joinSections([first, ...rest]) : plainSections(report);
}

async function assertFolder(out: string): Promise<void> {
  if (await isFolder(out)) return;
  throw new PatchkitError("usage/bad-argument", `--out: expected a folder of series, found none at ${out}`, {
    hint: "Run `cilium-patchkit generate` first, or pass the folder it wrote with --out DIR.",
  });
}

function describe(series: ReportSeries): ReportValue["series"][number] {
  const { folder, variant, ref, sha, standing } = series;
  const outcomes: ReportValue["series"][number]["outcomes"] = {};
  for (const check of checkIds) {
    const outcome = outcomeOf(series, check);
    if (outcome !== "not-run") outcomes[check] = outcome;
  }
  return { folder, variant, ref, sha, standing, outcomes };
}

/** The scoreboard, and where the reports are. */
function words(value: ReportValue, { refs, names }: Report, { color }: Printer): string {
  const paint = { good: color.green, bad: color.red, warn: color.yellow, plain: color.dim };
  const rows = refs.map((ref) => [
    color.bold(refWords(ref)),
    ...names.map((name) => {
      const { tone, words } = seriesMark(ref.series.find((series) => series.name === name));
      return paint[tone](`${signs[tone]} ${words}`);
    }),
  ]);
  return `${table([["", ...names], ...rows])}\n${color.dim("report")} ${value.markdown}\n${color.dim("report")} ${value.html}`;
}
