import { type CheckId, type CheckResult, type FoundTable, fateWords, hostWayWords } from "../verify/index.ts";
import { block, code, foldable, markdownTable, plain } from "./markdown-text.ts";
import { type Decision, decisionsOf } from "./node-routes/decision.ts";
import { headline } from "./node-routes/headline.ts";
import { type ComparedRoute, compareRoutes, roleWords, routeTables } from "./node-routes/routes.ts";
import { fatesByFilter, trafficGroups } from "./node-routes/traffic.ts";
import {
  checksOf,
  outcomeOf,
  placesOf,
  type Report,
  type ReportRef,
  type ReportSeries,
  resultsOf,
  tablesOf,
} from "./report-data.ts";
import { findingsOf, type ReportFinding } from "./report-findings.ts";
import {
  decisionWords,
  failureMark,
  gitAm,
  linesNote,
  type Mark,
  outcomeMark,
  packetsNote,
  paramWords,
  refWords,
  seriesMark,
  sizeWords,
  type Tone,
} from "./report-words.ts";

const emoji: Readonly<Record<Tone, string>> = { good: "✅", bad: "❌", warn: "⚠️", plain: "➖" };

const longestLogLines = 40;
/** Limit for tables of verdicts or tests; the HTML page has all rows. */
const longestTableRows = 60;

/**
 * The report as Markdown in GitHub's dialect.
 * @param patchesDir the output folder as shown in the text's commands.
 */
export function reportMarkdown(report: Report, patchesDir: string): string {
  return `${[
    "# Node routes of cilium-agent: the variants compared",
    ...answerParts(report),
    ...(report.refs.length > 1 ? ["## Scoreboard", scoreboard(report)] : []),
    ...report.refs.flatMap((ref) => refParts(ref, patchesDir)),
  ].join("\n\n")}\n`;
}

function answerParts(report: Report): string[] {
  return [
    ...headline(report).map((paragraph) => `**${plain(paragraph)}**`),
    "## The variants side by side",
    decisionTable(decisionsOf(report)),
    plain(linesNote),
    ...packetParts(report),
  ];
}

function decisionTable(decisions: readonly Decision[]): string {
  const row = (head: string, cell: (one: Decision) => string) => [head, ...decisions.map(cell)];
  return markdownTable(
    ["", ...decisions.map(({ name, params }) => `${plain(name)}${params === "" ? "" : ` ${code(params)}`}`)],
    [
      row(decisionWords.fixes, ({ fixes }) => plain(fixes)),
      row(decisionWords.doesNotFix, ({ doesNotFix }) => plain(doesNotFix)),
      row(decisionWords.byDefault, ({ byDefault }) => byDefault.map(plain).join("<br>")),
      row(decisionWords.flag, ({ flag }) => (flag === "none" ? flag : code(flag))),
      row(decisionWords.lines, (one) => `${one.code} code, ${one.tests} tests`),
      row(decisionWords.files, ({ files, paths }) => [files, ...paths.map(code)].join("<br>")),
      row(decisionWords.checks, ({ checks }) => said(checks)),
    ],
  );
}

function packetParts(report: Report): string[] {
  const groups = trafficGroups(report);
  if (groups.length === 0) return [];
  return [
    "## What packets did",
    plain(packetsNote),
    markdownTable(
      ["", "the VM's request", "host's route to the peer's pods"],
      groups.flatMap((group) =>
        group.rows.map(({ label, name, isOtherSetup }) => [
          rowWords(report, label, name, isOtherSetup),
          fatesByFilter(group)
            .map(
              ({ filters, fate }) =>
                `${plain(filters)}: ${said({ tone: fate.answered ? "good" : "bad", words: plain(fateWords(fate)) })}`,
            )
            .join("<br>"),
          plain(hostWayWords(group.hostWay)),
        ]),
      ),
    ),
  ];
}

function rowWords(report: Report, label: string, name: string, isOtherSetup: boolean): string {
  const failure = failureMark(report, name);
  return [
    plain(label),
    ...(isOtherSetup ? ["not the reported setup: sets the IPAM mode"] : []),
    ...(failure === undefined ? [] : [said({ ...failure, words: plain(failure.words) })]),
  ].join("<br>");
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
      ...checksOf(series).map(({ id, words }) => [
        `${code(id)} ${words}`,
        ...series.map((one) => cell(one, id)),
      ]),
    ],
  );
}

/** Why checks did not pass, one line each. */
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

/** Lines of a diff against the base; for the base itself, its routes. */
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
          "**Findings**",
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
    ...(series.evidence?.checks ?? []).flatMap((result) => foundParts(series, result)),
    ...(series.evidence?.checks ?? [])
      .filter(({ outcome, log }) => outcome !== "pass" && log !== "")
      .map(({ check, log }) => foldable(`End of the log of ${check}`, block(lastLines(log)))),
  ];
}

/** The tables of a check's details, each folded. */
function foundParts(series: ReportSeries, result: CheckResult): string[] {
  return tablesOf(series, result).map((table) =>
    foldable(`${result.check}: ${table.title}`, foundTable(table)),
  );
}

function foundTable({ head, rows }: FoundTable): string {
  const shown = rows.slice(0, longestTableRows);
  const table = markdownTable(
    head,
    shown.map((row) => row.map((cell) => (cell === "" ? "" : code(cell)))),
  );
  return shown.length === rows.length
    ? table
    : `${table}\n\nThe first ${shown.length} of ${rows.length}; report.html has all of them.`;
}

/** Whether the output fits on the line of its finding. */
function isShort({ output }: ReportFinding): boolean {
  return output !== "" && output.length < 120 && !output.trim().includes("\n");
}

function said({ tone, words }: Mark): string {
  return `${emoji[tone]} ${words}`;
}

function lastLines(text: string): string {
  return text.trimEnd().split("\n").slice(-longestLogLines).join("\n");
}
