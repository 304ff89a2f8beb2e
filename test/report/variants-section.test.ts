import { describe, expect, it } from "vitest";
import { groupSeries } from "../../src/report/report-data.ts";
import type { Block, ProposalSections } from "../../src/report/section.ts";
import { variantsSection } from "../../src/report/variants-section.ts";
import { makeReportSeries } from "../helpers/evidence.ts";

const report = groupSeries([
  makeReportSeries({ variant: "flag-gate" }),
  makeReportSeries({ variant: "other" }),
]);

const said: ProposalSections = {
  title: "",
  answers: [],
  comparison: { rows: [{ head: "Effect", cells: new Map([["other", "none"]]) }], note: "As counted." },
  sections: [],
  ofRefs: new Map(),
};

function gridOf(blocks: readonly Block[]) {
  const grid = blocks.find(({ kind }) => kind === "grid");
  if (grid?.kind !== "grid") throw new Error("expected a grid");
  return grid;
}

describe("variantsSection", () => {
  const { id, title, blocks } = variantsSection({ id: "mine", report, said }, true);

  it("puts a proposal's rows after what a variant does not fix, empty where it says nothing", () => {
    const { rows } = gridOf(blocks);
    expect(rows.map(({ head }) => head)).toEqual([
      "Fixes",
      "Does not fix",
      "Effect",
      "New flag",
      "Lines of Go",
      "Files",
      "Checks",
    ]);
    expect(rows[2]?.cells).toEqual(["", "none"]);
  });

  it("shows that a sentence is unknown", () => {
    expect(gridOf(blocks).rows[0]?.cells).toEqual(Array(2).fill({ kind: "filler", text: "unknown" }));
  });

  it("leads from a name to its series, if there is only one", () => {
    const newer = makeReportSeries({ variant: "other", slug: "v1.15.0", sha: "a".repeat(40) });
    const more = groupSeries([...(report.refs[0]?.series ?? []), newer]);
    const heads = gridOf(variantsSection({ id: "mine", report: more, said }, true).blocks).head;
    expect(heads.slice(1)).toEqual([
      { kind: "name", name: "flag-gate", target: "v1.10.12-flag-gate", params: "" },
      { kind: "name", name: "other", target: undefined, params: "" },
    ]);
  });

  it("names the proposal only beside others", () => {
    expect([id, title]).toEqual(["decision", ["The variants side by side"]]);
    const beside = variantsSection({ id: "mine", report, said }, false);
    expect([beside.id, beside.title]).toEqual(["decision-mine", ["The variants of mine side by side"]]);
  });
});
