import type { FoundTable } from "../verify/index.ts";
import { block, code, foldable, markdownTable, plain } from "./markdown-text.ts";
import type { ReportFinding } from "./report-findings.ts";
import type { Mark, Tone } from "./report-words.ts";
import type {
  Base,
  Block,
  Cell,
  ComparedLine,
  Comparison,
  Grid,
  Pictures,
  Reason,
  Result,
  Section,
  Title,
} from "./section.ts";

const emoji: Readonly<Record<Tone, string>> = { good: "✅", bad: "❌", warn: "⚠️", plain: "➖" };

const longestLogLines = 40;
/** Limit for tables of verdicts or tests; the HTML page has all rows. */
const longestTableRows = 60;

/**
 * A tree of sections as Markdown in GitHub's dialect.
 *
 * @param level of the tree's own heading, from 1.
 */
export function printMarkdown(tree: Section, level = 1): string {
  return `${sectionParts(tree, level).join("\n\n")}\n`;
}

/** Blocks without a heading, as in {@link printMarkdown}; "" if they show nothing. */
export function printBlocks(blocks: readonly Block[]): string {
  return blocks.flatMap(blockParts).join("\n\n");
}

function sectionParts({ title, blocks, sections }: Section, level: number): string[] {
  return [
    `${"#".repeat(level)} ${titleText(title)}`,
    ...blocks.flatMap(blockParts),
    ...sections.flatMap((section) => sectionParts(section, level + 1)),
  ];
}

function titleText(title: Title): string {
  return title.map((words) => (typeof words === "string" ? words : plain(words.foreign))).join("");
}

function blockParts(one: Block): string[] {
  switch (one.kind) {
    case "answers":
      return one.paragraphs.map((paragraph) => `**${plain(paragraph)}**`);
    case "paragraph":
    case "note":
      return [plain(one.text)];
    case "grid":
      return [gridTable(one)];
    case "pictures":
      return [pictureTable(one)];
    case "comparison":
      return comparisonParts(one);
    case "base":
      return [baseWords(one)];
    case "reasons":
      return one.reasons.length === 0 ? [] : [one.reasons.map(reasonLine).join("\n")];
    case "summary":
      return [`${said(one.mark)}. ${one.size}.${one.params === "" ? "" : ` With ${code(one.params)}.`}`];
    case "command":
      return [block(one.text, "sh"), one.subjects.map(numbered).join("\n")];
    case "findings":
      return findingParts(one.findings);
    case "results":
      return resultParts(one.results);
    case "letter":
      // A file of the series; only the page, which is read alone, repeats it.
      return [];
    case "difference":
      return [foldable(one.title, block(one.text))];
    case "patches":
      // Files of the series, too; their subjects stand below the command.
      return [];
  }
}

function numbered(subject: string, index: number): string {
  return `${index + 1}. ${plain(subject)}`;
}

function gridTable({ head, rows }: Grid): string {
  return markdownTable(
    head.map(cellText),
    rows.map((row) => [row.head, ...row.cells].map(cellText)),
  );
}

function cellText(cell: Cell): string {
  if (typeof cell === "string") return plain(cell);
  switch (cell.kind) {
    case "mark":
      return `${said(cell.mark)}${cell.isCached ? " (cached)" : ""}`;
    case "code":
      return code(cell.text);
    case "lines":
      return cell.lines.map(plain).join("<br>");
    case "counted":
      return [cell.count, ...cell.paths.map(code)].join("<br>");
    case "name":
      return [plain(cell.name), ...(cell.params === "" ? [] : [code(cell.params)])].join(" ");
    case "meaning":
      return `${code(cell.id)} ${plain(cell.words)}`;
    case "filler":
      return "";
  }
}

/** Without pictures: a row for each of their cases. */
function pictureTable({ heads, pictures }: Pictures): string {
  return markdownTable(
    ["", heads.results, heads.other],
    pictures.flatMap(({ cases, results, other }) =>
      cases.map(({ label, remark, mark }) => [
        [
          plain(label),
          ...(remark === undefined ? [] : [plain(remark)]),
          ...(mark === undefined ? [] : [said(mark)]),
        ].join("<br>"),
        results.map((one) => `${plain(one.when)}: ${said(one.mark)}`).join("<br>"),
        plain(other),
      ]),
    ),
  );
}

function comparisonParts({ nouns, before, after }: Comparison): string[] {
  return [
    ...(before ? [`Before: **${plain(before.label)}**`, lineBlock(before.lines)] : []),
    ...after.flatMap(({ label, lines }) => {
      const title = `After: **${plain(label)}**`;
      const isSame = before !== undefined && lines.every(({ change }) => change === "kept");
      return isSame ? [`${title}: the same ${nouns} as before.`] : [title, lineBlock(lines)];
    }),
  ];
}

/** Lines of a diff against those before; for these, the lines themselves. */
function lineBlock(lines: readonly ComparedLine[]): string {
  const text = lines.map(({ change, text: line, remark }) => {
    const sign = { kept: " ", removed: "-", added: "+" }[change];
    return `${sign} ${line}${remark === undefined ? "" : `   # ${remark}`}`;
  });
  return block(text.length === 0 ? "  (none)" : text.join("\n"), "diff");
}

function baseWords({ release, sha, places }: Base): string {
  return `Release ${plain(release)}, base ${code(sha)}.${places.map((place) => ` Checked on ${code(place)}.`).join("")}`;
}

function reasonLine({ series, check, commit, mark, reason }: Reason): string {
  const where = commit === null ? code(check) : `${code(check)} of commit ${commit}`;
  return `- ${plain(series)}, ${where}: ${said(mark)}${reason === null ? "" : `: ${code(reason)}`}`;
}

function findingParts(findings: readonly ReportFinding[]): string[] {
  if (findings.length === 0) return [];
  const lines = findings.map((finding) => {
    const line = `- ${code(finding.check)}: ${code(finding.what)}`;
    return isShort(finding) ? `${line}: ${code(finding.output)}` : line;
  });
  return [
    "**Findings**",
    lines.join("\n"),
    ...findings
      .filter((finding) => finding.output !== "" && !isShort(finding))
      .map(({ check, what, output }) => foldable(`${check}: ${what}`, block(lastLines(output)))),
  ];
}

/** Tables of all checks, and the logs of those that did not pass, each folded. */
function resultParts(results: readonly Result[]): string[] {
  return [
    ...results.flatMap(({ check, tables }) =>
      tables.map((table) => foldable(`${check}: ${table.title}`, foundTable(table))),
    ),
    ...results
      .filter(({ isPass, log }) => !isPass && log !== "")
      .map(({ check, log }) => foldable(`End of the log of ${check}`, block(lastLines(log)))),
  ];
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
  return `${emoji[tone]} ${plain(words)}`;
}

function lastLines(text: string): string {
  return text.trimEnd().split("\n").slice(-longestLogLines).join("\n");
}
