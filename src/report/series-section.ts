import type { CheckResult, FoundTable } from "../verify/index.ts";
import { patchAnchor, seriesAnchor } from "./report-anchors.ts";
import { type ReportSeries, tablesOf } from "./report-data.ts";
import { findingsOf } from "./report-findings.ts";
import { gitAm, outcomeMark, paramWords, seriesMark, sizeWords } from "./report-words.ts";
import type { Block, Result, Section } from "./section.ts";

/**
 * One series: how to apply it, its findings, the results of its checks, and its patches.
 *
 * @param handedIn the proposal's tables of a result.
 */
export function seriesSection(
  series: ReportSeries,
  patchesDir: string,
  handedIn: (result: CheckResult) => readonly FoundTable[] = () => [],
): Section {
  const results = (series.evidence?.checks ?? []).map((result) =>
    resultOf(result, [...handedIn(result), ...tablesOf(series, result)]),
  );
  return {
    title: [{ foreign: series.name }, " on ", { foreign: series.ref }],
    id: seriesAnchor(series),
    blocks: [
      { kind: "summary", mark: seriesMark(series), size: sizeWords(series), params: paramWords(series) },
      {
        kind: "command",
        text: gitAm(patchesDir, series),
        subjects: series.patches.map(({ subject }) => subject),
      },
      { kind: "findings", findings: findingsOf(series) },
      { kind: "results", results },
      {
        kind: "letter",
        title: "Cover letter: the problem, what changes by default, limits",
        text: series.coverLetter,
      },
      ...revisionBlocks(series),
      {
        kind: "patches",
        patches: series.patches.map((patch) => ({ id: patchAnchor(series, patch), ...patch })),
      },
    ],
    sections: [],
  };
}

function revisionBlocks({ revision }: ReportSeries): Block[] {
  if (revision === null) return [];
  const title = `What changed since revision v${revision.number} of the series (git range-diff)`;
  return [{ kind: "difference", title, text: revision.rangeDiff }];
}

function resultOf(result: CheckResult, tables: readonly FoundTable[]): Result {
  const { check, commit, outcome, reason, timeMs, cached, log } = result;
  const took = cached ? "cached from an earlier run" : `${(timeMs / 1000).toFixed(1)} s`;
  return { check, commit, mark: outcomeMark(outcome), isPass: outcome === "pass", reason, took, log, tables };
}
