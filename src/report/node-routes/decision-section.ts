import { seriesAnchor } from "../report-anchors.ts";
import type { Report } from "../report-data.ts";
import type { Cell, Section } from "../section.ts";
import { type Decision, decisionsOf } from "./decision.ts";

/** Explains how lines are counted. */
const linesNote =
  "Lines of Go counts added lines, without blank, comment, generated and only realigned ones. Code excludes tests and commits that only register a flag. Changes by default compares the kernel's routes with and without the series, once all nodes are known.";

/** The variants side by side, as a basis for a decision. */
export function decisionSection(report: Report): Section {
  const title = "The variants side by side";
  const decisions = decisionsOf(report);
  const row = (head: string, cell: (one: Decision) => Cell) => ({ head, cells: decisions.map(cell) });
  const said = (text: string): Cell => text || { kind: "filler", text: "unknown" };
  return {
    title: [title],
    id: "decision",
    blocks: [
      {
        kind: "grid",
        label: title,
        look: "decision",
        head: ["", ...decisions.map((one) => nameCell(report, one))],
        rows: [
          row("Fixes", ({ fixes }) => said(fixes)),
          row("Does not fix", ({ doesNotFix }) => said(doesNotFix)),
          row("Changes by default", ({ byDefault }) => ({ kind: "lines", lines: byDefault })),
          row("New flag", ({ flag }) => (flag === "none" ? flag : { kind: "code", text: flag })),
          row("Lines of Go", ({ code, tests }) => `${code} code, ${tests} tests`),
          row("Files", ({ files, paths }) => ({ kind: "counted", count: files, paths })),
          row("Checks", ({ checks }) => ({ kind: "mark", mark: checks, isCached: false })),
        ],
      },
      { kind: "note", text: linesNote },
    ],
    sections: [],
  };
}

/** The variant's name, which leads to its series if there is exactly one. */
function nameCell({ refs }: Report, { name, params }: Decision): Cell {
  const all = refs.flatMap(({ series }) => series.filter((one) => one.name === name));
  const [only] = all;
  return { kind: "name", name, target: only && all.length === 1 ? seriesAnchor(only) : undefined, params };
}
