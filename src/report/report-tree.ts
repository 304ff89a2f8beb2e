import { isUnsettled } from "../verify/index.ts";
import type { ProposalPart } from "./proposal-part.ts";
import { refAnchor } from "./report-anchors.ts";
import {
  checksOf,
  outcomeOf,
  placesOf,
  type Report,
  type ReportRef,
  type ReportSeries,
  resultsOf,
} from "./report-data.ts";
import { outcomeMark, refWords, seriesMark } from "./report-words.ts";
import type { Block, Cell, Reason, Section } from "./section.ts";
import { seriesSection } from "./series-section.ts";
import { variantsSection } from "./variants-section.ts";

/**
 * The whole report as one tree, which the printers show.
 *
 * @param parts the same series by proposal, with what each says of its own.
 * @param patchesDir the output folder as shown in commands.
 */
export function reportTree(report: Report, parts: readonly ProposalPart[], patchesDir: string): Section {
  const subjects = parts.map(({ id, said }) => said?.title ?? id);
  return {
    title: [`${subjects.join("; ")}: the variants compared`],
    blocks: [{ kind: "answers", paragraphs: parts.flatMap(({ said }) => said?.answers ?? []) }],
    sections: [
      ...parts.flatMap((part) => [variantsSection(part, parts.length === 1), ...(part.said?.sections ?? [])]),
      ...(report.refs.length > 1 ? [scoreboard(report)] : []),
      ...report.refs.map((ref) => refSection(ref, parts, patchesDir)),
    ],
  };
}

function scoreboard({ refs, names }: Report): Section {
  const rows = refs.map((ref) => ({
    head: { kind: "name", name: refWords(ref), target: refAnchor(ref), params: "" } as const,
    cells: names.map((name) => markCell(ref.series.find((series) => series.name === name))),
  }));
  const head: Cell[] = [{ kind: "filler", text: "ref" }, ...names];
  return {
    title: ["Scoreboard"],
    id: "scoreboard",
    blocks: [{ kind: "grid", label: "Scoreboard", look: "plain", head, rows }],
    sections: [],
  };
}

function markCell(series: ReportSeries | undefined): Cell {
  return { kind: "mark", mark: seriesMark(series), isCached: false };
}

function refSection(ref: ReportRef, parts: readonly ProposalPart[], patchesDir: string): Section {
  const { release, sha, series } = ref;
  const saidOf = (one: ReportSeries) =>
    parts.find(({ report: { refs } }) => refs.some((own) => own.series.includes(one)))?.said;
  const reasons: Block = { kind: "reasons", reasons: series.flatMap(reasonsOf) };
  return {
    title: [{ foreign: refWords(ref) }],
    id: refAnchor(ref),
    blocks: [{ kind: "base", release, sha, places: placesOf(ref) }],
    sections: [
      { title: ["Checks"], blocks: [checkGrid(ref), reasons], sections: [] },
      ...parts.flatMap(({ said }) => said?.ofRefs.get(refAnchor(ref)) ?? []),
      ...series.map((one) =>
        seriesSection(one, patchesDir, (result) => saidOf(one)?.tablesOf?.(result) ?? []),
      ),
    ],
  };
}

function checkGrid({ ref, series }: ReportRef): Block {
  const rows = checksOf(series).map(({ id, words }) => ({
    head: { kind: "meaning", id, words } as const,
    cells: series.map((one) => checkCell(one, id)),
  }));
  return {
    kind: "grid",
    label: `Checks on ${ref}`,
    look: "plain",
    head: ["check", ...series.map(({ name }) => name)],
    rows: [{ head: "all", cells: series.map(markCell) }, ...rows],
  };
}

function checkCell(series: ReportSeries, check: string): Cell {
  if (series.evidence === null) return "";
  const isCached = resultsOf(series, check).some(({ cached }) => cached);
  return { kind: "mark", mark: outcomeMark(outcomeOf(series, check)), isCached };
}

/** Why checks of a series did not pass. */
function reasonsOf({ name, evidence }: ReportSeries): Reason[] {
  return (evidence?.checks ?? [])
    .filter(({ outcome }) => isUnsettled(outcome))
    .map(({ check, commit, outcome, reason }) => ({
      series: name,
      check,
      commit,
      mark: outcomeMark(outcome),
      reason,
    }));
}
