import { describe, expect, it } from "vitest";
import type { ReportSeries } from "../../src/report/report-data.ts";
import type { Block } from "../../src/report/section.ts";
import { seriesSection } from "../../src/report/series-section.ts";
import type { CheckResult, FoundTable } from "../../src/verify/index.ts";
import { makeEvidence, makeReportSeries, makeResult } from "../helpers/evidence.ts";

/** The first block of a kind in a series' section. */
function blockOf<Kind extends Block["kind"]>(
  kind: Kind,
  series: ReportSeries,
  handedIn?: (result: CheckResult) => readonly FoundTable[],
) {
  const found = seriesSection(series, "out", handedIn).blocks.find((block) => block.kind === kind);
  return found as Extract<Block, { readonly kind: Kind }> | undefined;
}

describe("the section of a series", () => {
  it("is called by its name and ref, as others wrote them, and can be linked to", () => {
    const { title, id, sections } = seriesSection(
      makeReportSeries({ name: "a*b", ref: "origin/main" }),
      "out",
    );
    expect(title).toEqual([{ foreign: "a*b" }, " on ", { foreign: "origin/main" }]);
    expect([id, sections]).toEqual(["v1.10.12-a-b", []]);
  });

  it("has what a reader needs in that order, and the former revision only if there is one", () => {
    const kinds = (series: ReportSeries) => seriesSection(series, "out").blocks.map(({ kind }) => kind);
    const usual = ["summary", "command", "findings", "results", "letter"];
    expect(kinds(makeReportSeries())).toEqual([...usual, "patches"]);
    const revision = { number: 2, rangeDiff: "1:  a = 1:  b same\n" };
    expect(kinds(makeReportSeries({ revision }))).toEqual([...usual, "difference", "patches"]);
    expect(blockOf("difference", makeReportSeries({ revision }))).toMatchObject({
      title: "What changed since revision v2 of the series (git range-diff)",
      text: revision.rangeDiff,
    });
  });

  it("applies the patches of its folder, and lists them with ids of their own", () => {
    const patches = ["one", "two"].map((subject) => ({ name: `${subject}.patch`, subject, text: "x" }));
    const series = makeReportSeries({ patches });
    expect(blockOf("command", series)).toMatchObject({
      text: "git am out/v1.10.12/flag-gate/*.patch",
      subjects: ["one", "two"],
    });
    expect(blockOf("patches", series)?.patches.map(({ id, subject }) => [id, subject])).toEqual([
      ["v1.10.12-flag-gate-0001", "one"],
      ["v1.10.12-flag-gate-0002", "two"],
    ]);
  });
});

describe("the results of a series", () => {
  const results = (...found: readonly CheckResult[]) =>
    blockOf("results", makeReportSeries({ evidence: makeEvidence({ checks: [...found] }) }))?.results;

  it("tell how long each check took, or that it was not run again", () => {
    const shown = results(
      makeResult("fmt", { timeMs: 12_345 }),
      makeResult("vet", { timeMs: 40 }),
      makeResult("build", { timeMs: 5000, cached: true }),
    );
    expect(shown?.map(({ took }) => took)).toEqual(["12.3 s", "0.0 s", "cached from an earlier run"]);
  });

  it("pass only where the check passed", () => {
    const shown = results(
      makeResult("fmt"),
      makeResult("vet", { outcome: "could-not-run", commit: 1, reason: "no go" }),
    );
    expect(shown).toMatchObject([
      { isPass: true, mark: { tone: "good" }, commit: null },
      { isPass: false, mark: { tone: "warn", words: "could not run" }, commit: 1, reason: "no go" },
    ]);
  });

  it("are none without evidence", () => {
    const series = makeReportSeries({ standing: "not-verified", evidence: null });
    expect(blockOf("results", series)?.results).toEqual([]);
    expect(blockOf("findings", series)?.findings).toEqual([]);
  });

  it("have the tables that are handed in ahead of those of the check", () => {
    const details = { check: "vet", packages: [{ name: "pkg/a", status: "pass", output: "" }] };
    const series = makeReportSeries({
      evidence: makeEvidence({ checks: [makeResult("fmt"), makeResult("vet", { details })] }),
    });
    const more = { title: "More", head: [], rows: [] };
    const shown = blockOf("results", series, ({ check }) => (check === "vet" ? [more] : []))?.results;
    expect(shown?.map(({ tables }) => tables.map(({ title }) => title))).toEqual([
      [],
      ["More", "Packages: 1"],
    ]);
  });
});
