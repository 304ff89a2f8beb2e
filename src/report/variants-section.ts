import { type ComparedVariant, compareVariants } from "./compare-variants.ts";
import type { ProposalPart } from "./proposal-part.ts";
import { seriesAnchor } from "./report-anchors.ts";
import type { Report } from "./report-data.ts";
import type { Cell, Section } from "./section.ts";

/** Explains how lines are counted. */
const linesNote =
  "Lines of Go counts added lines, without blank, comment, generated and only realigned ones. Code excludes tests and commits that only register a flag.";

/**
 * The variants of a proposal side by side, as a basis for a decision.
 *
 * @param isAlone whether no other proposal has series in the report, so that the proposal need not be named.
 */
export function variantsSection({ id, report, said }: ProposalPart, isAlone: boolean): Section {
  const title = isAlone ? "The variants side by side" : `The variants of ${id} side by side`;
  const variants = compareVariants(report);
  const row = (head: string, cell: (one: ComparedVariant) => Cell) => ({ head, cells: variants.map(cell) });
  const text = (words: string): Cell => words || { kind: "filler", text: "unknown" };
  return {
    title: [title],
    id: isAlone ? "decision" : `decision-${id}`,
    blocks: [
      {
        kind: "grid",
        label: title,
        look: "decision",
        head: ["", ...variants.map((one) => nameCell(report, one))],
        rows: [
          row("Fixes", ({ fixes }) => text(fixes)),
          row("Does not fix", ({ doesNotFix }) => text(doesNotFix)),
          ...(said?.comparison.rows ?? []).map(({ head, cells }) =>
            row(head, ({ name }) => cells.get(name) ?? ""),
          ),
          row("New flag", ({ flag }) => (flag === "none" ? flag : { kind: "code", text: flag })),
          row("Lines of Go", ({ code, tests }) => `${code} code, ${tests} tests`),
          row("Files", ({ files, paths }) => ({ kind: "counted", count: files, paths })),
          row("Checks", ({ checks }) => ({ kind: "mark", mark: checks, isCached: false })),
        ],
      },
      { kind: "note", text: [linesNote, said?.comparison.note].filter(Boolean).join(" ") },
    ],
    sections: [],
  };
}

/** The variant's name, which leads to its series if there is exactly one. */
function nameCell({ refs }: Report, { name, params }: ComparedVariant): Cell {
  const all = refs.flatMap(({ series }) => series.filter((one) => one.name === name));
  const [only] = all;
  return { kind: "name", name, target: only && all.length === 1 ? seriesAnchor(only) : undefined, params };
}
