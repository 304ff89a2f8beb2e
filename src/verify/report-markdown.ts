import type { CheckId, CheckResult } from "./evidence.ts";
import { block, code, foldable, markdownTable, plain } from "./markdown-text.ts";
import {
  checksOf,
  outcomeOf,
  placesOf,
  type Report,
  type ReportRef,
  type ReportSeries,
  resultsOf,
} from "./report-data.ts";
import { findingsOf, type ReportFinding } from "./report-findings.ts";
import {
  type ComparedRoute,
  compareRoutes,
  type EffectRow,
  effectGroups,
  effectRows,
  type PrefixRole,
  roleWords,
  routeTables,
} from "./report-routes.ts";
import {
  answerWords,
  checkWords,
  effectsNote,
  failureMark,
  gitAm,
  groupMarks,
  type Mark,
  outcomeMark,
  paramWords,
  refWords,
  seriesMark,
  sizeWords,
  type Tone,
} from "./report-words.ts";

const emoji: Readonly<Record<Tone, string>> = { good: "✅", bad: "❌", warn: "⚠️", plain: "➖" };

const longestLogLines = 40;

/**
 * The report as Markdown that GitHub shows as it is meant.
 * @param patchesDir the output folder as the reader is to name it in `git am`.
 */
export function reportMarkdown(report: Report, patchesDir: string): string {
  return `${[
    "# Node routes of cilium-agent: the variants compared",
    ...effectParts(report),
    ...(report.refs.length > 1 ? ["## Scoreboard", scoreboard(report)] : []),
    ...report.refs.flatMap((ref) => refParts(ref, patchesDir)),
  ].join("\n\n")}\n`;
}

function effectParts(report: Report): string[] {
  const rows = effectRows(report);
  if (rows.length === 0)
    return ["The shared-subnet scenario has not run on any of these series, so nothing is said of routes."];
  const groups = effectGroups(rows);
  const lines = groups.map(
    (group) =>
      `- ${groupMarks(group).map(said).join(", ")}: ${group.runs.map(({ label, name }) => runWords(report, label, name)).join(", ")}`,
  );
  // With several refs the scoreboard has the checks.
  const only = report.refs.length === 1 ? report.refs[0] : undefined;
  return [
    `**${plain(answerWords(report, groups))}**`,
    "Two nodes announce the same pod CIDR 10.247.2.0/24, a clustermesh peer announces 10.247.144.0/24:",
    lines.join("\n"),
    markdownTable(
      [
        "routed to cilium_host?",
        "10.247.2.0/24, shared",
        "10.247.144.0/24, peer",
        "10.96.0.0/16, services",
        ...(only ? ["checks"] : []),
      ],
      rows.map((row) => [
        plain(row.label),
        effectCell(row, "shared", { routed: mark("bad", "routed"), gone: mark("good", "not routed") }),
        effectCell(row, "peer", { routed: mark("good", "routed"), gone: mark("bad", "not routed") }),
        effectCell(row, "service", { routed: mark("good", "routed"), gone: mark("bad", "not routed") }),
        ...(only
          ? [row.isBase ? "" : said(seriesMark(only.series.find(({ name }) => name === row.name)))]
          : []),
      ]),
    ),
    plain(effectsNote(report, rows)),
  ];
}

function runWords(report: Report, label: string, name: string): string {
  const failure = failureMark(report, name);
  return `**${plain(label)}**${failure === undefined ? "" : ` (${said({ ...failure, words: plain(failure.words) })})`}`;
}

/** One answer, or both with the number of refs where they differ. */
function effectCell(row: EffectRow, role: PrefixRole, words: { routed: string; gone: string }): string {
  const routed = row.seen.filter(({ effect }) => effect[role]).length;
  const total = row.seen.length;
  if (routed === total) return words.routed;
  if (routed === 0) return words.gone;
  return `${words.routed} on ${routed} of ${total} refs, ${words.gone} on ${total - routed}`;
}

function scoreboard({ refs, names }: Report): string {
  return markdownTable(
    ["", ...names.map(plain)],
    refs.map((ref) => [
      plain(refWords(ref)),
      ...names.map((name) => said(seriesMark(ref.series.find((series) => series.name === name)))),
    ]),
  );
}

function refParts(ref: ReportRef, patchesDir: string): string[] {
  const places = placesOf(ref);
  return [
    `## ${plain(refWords(ref))}`,
    `Release ${plain(ref.release)}, base ${code(ref.sha)}.${places.map((place) => ` Checked on ${code(place)}.`).join("")}`,
    "### Checks",
    checkTable(ref),
    ...reasonParts(ref),
    ...routeParts(ref),
    ...ref.series.flatMap((series) => seriesParts(series, patchesDir)),
  ];
}

function checkTable({ series }: ReportRef): string {
  const cell = (one: ReportSeries, check: CheckId) => {
    const cached = resultsOf(one, check).some((result) => result.cached) ? " (cached)" : "";
    return one.evidence === null ? "" : `${said(outcomeMark(outcomeOf(one, check)))}${cached}`;
  };
  return markdownTable(
    ["check", ...series.map(({ name }) => plain(name))],
    [
      ["all", ...series.map((one) => said(seriesMark(one)))],
      ...checksOf(series).map((check) => [
        `${code(check)} ${checkWords[check]}`,
        ...series.map((one) => cell(one, check)),
      ]),
    ],
  );
}

/** Why checks did not pass, a line each. */
function reasonParts({ series }: ReportRef): string[] {
  const lines = series.flatMap((one) =>
    (one.evidence?.checks ?? [])
      .filter(({ outcome }) => outcome !== "pass")
      .map((result) => `- ${plain(one.name)}, ${resultWords(result)}`),
  );
  return lines.length === 0 ? [] : [lines.join("\n")];
}

function resultWords({ check, commit, outcome, reason }: CheckResult): string {
  const where = commit === null ? code(check) : `${code(check)} of commit ${commit}`;
  return `${where}: ${said(outcomeMark(outcome))}${reason === null ? "" : `: ${code(reason)}`}`;
}

function routeParts(ref: ReportRef): string[] {
  const tables = routeTables(ref);
  if (tables.length === 0) return [];
  const base = tables.find(({ isBase }) => isBase);
  return [
    "### Routes to cilium_host, before and after",
    ...tables.flatMap((table) => {
      const isAfter = !table.isBase && base !== undefined;
      const compared = compareRoutes(isAfter ? base.routes : table.routes, table.routes);
      const title = `${table.isBase ? "Before" : "After"}: **${plain(table.label)}**`;
      return isAfter && compared.every(({ change }) => change === "kept")
        ? [`${title}: the same routes as before.`]
        : [title, block(routeLines(compared), "diff")];
    }),
  ];
}

/** Lines of a diff against the base; of the base itself, what it has. */
function routeLines(compared: readonly ComparedRoute[]): string {
  const lines = compared.map(({ change, text, role }) => {
    const sign = { kept: " ", removed: "-", added: "+" }[change];
    return `${sign} ${text}${role === undefined ? "" : `   # ${roleWords[role]}`}`;
  });
  return lines.length === 0 ? "  (none)" : lines.join("\n");
}

function seriesParts(series: ReportSeries, patchesDir: string): string[] {
  const params = paramWords(series);
  const findings = findingsOf(series);
  return [
    `### ${plain(series.name)} on ${plain(series.ref)}`,
    `${said(seriesMark(series))}. ${sizeWords(series)}.${params === "" ? "" : ` With ${code(params)}.`}`,
    block(gitAm(patchesDir, series), "sh"),
    series.patches.map(({ subject }, index) => `${index + 1}. ${plain(subject)}`).join("\n"),
    ...(findings.length === 0
      ? []
      : [
          "**Found wrong**",
          findings
            .map((finding) => {
              const line = `- ${code(finding.check)}: ${code(finding.what)}`;
              return isShort(finding) ? `${line}: ${code(finding.output)}` : line;
            })
            .join("\n"),
          ...findings
            .filter((finding) => finding.output !== "" && !isShort(finding))
            .map(({ check, what, output }) => foldable(`${check}: ${what}`, block(lastLines(output)))),
        ]),
    ...(series.evidence?.checks ?? [])
      .filter(({ outcome, log }) => outcome !== "pass" && log !== "")
      .map(({ check, log }) => foldable(`Log of ${check}, its end`, block(lastLines(log)))),
  ];
}

/** Whether the output goes onto the line that it explains. */
function isShort({ output }: ReportFinding): boolean {
  return output !== "" && output.length < 120 && !output.trim().includes("\n");
}

function said({ tone, words }: Mark): string {
  return `${emoji[tone]} ${words}`;
}

function mark(tone: Tone, words: string): string {
  return said({ tone, words });
}

function lastLines(text: string): string {
  return text.trimEnd().split("\n").slice(-longestLogLines).join("\n");
}
