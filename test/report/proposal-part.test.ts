import { describe, expect, it } from "vitest";
import { type ReportedProposal, readProposalParts } from "../../src/report/proposal-part.ts";
import { groupSeries, type Report, type VariantTexts } from "../../src/report/report-data.ts";
import { makeReportSeries } from "../helpers/evidence.ts";

const newer = { slug: "v1.15.0", release: "v1.15", sha: "a8668f816272fe9544e02e66cc67a9f498dc1f6e" };

function about(proposals: Record<string, string>): VariantTexts {
  return Object.fromEntries(
    Object.entries(proposals).map(([id, proposal]) => [id, { proposal, fixes: "", doesNotFix: "" }]),
  );
}

/** A proposal that only says which series it was given. */
function listing(id: string): ReportedProposal {
  return { id, sections: async () => (report) => ({ ...nothingSaid, answers: foldersOf(report) }) };
}

const nothingSaid = {
  title: "",
  answers: [],
  comparison: { rows: [], note: "" },
  sections: [],
  ofRefs: new Map(),
};

function foldersOf({ refs }: Report): string[] {
  return refs.flatMap(({ series }) => series.map(({ folder }) => folder));
}

describe("readProposalParts", () => {
  it("gives each proposal its own series alone, and the refs that have some", async () => {
    const report = groupSeries(
      [
        makeReportSeries({ variant: "first" }),
        makeReportSeries({ variant: "second" }),
        makeReportSeries({ variant: "second", ...newer }),
      ],
      about({ first: "a", second: "b" }),
    );
    const parts = await readProposalParts(report, [listing("a"), listing("b")]);
    expect(parts.map(({ id, said, report: { names } }) => [id, names, said?.answers])).toEqual([
      ["a", ["first"], ["v1.10.12/first"]],
      ["b", ["second"], ["v1.10.12/second", "v1.15.0/second"]],
    ]);
  });

  it("leaves out a proposal without series, and does not load its sections", async () => {
    const report = groupSeries([makeReportSeries({ variant: "first" })], about({ first: "a" }));
    const unused: ReportedProposal = { id: "b", sections: () => Promise.reject(new Error("loaded")) };
    const parts = await readProposalParts(report, [listing("a"), unused]);
    expect(parts.map(({ id }) => id)).toEqual(["a"]);
  });

  it("keeps a proposal that has nothing to say", async () => {
    const report = groupSeries([makeReportSeries({ variant: "first" })], about({ first: "b" }));
    expect(await readProposalParts(report, [listing("a"), { id: "b" }])).toEqual([
      { id: "b", report, said: undefined },
    ]);
  });

  it("gives a series of variants of several proposals to each of them", async () => {
    const report = groupSeries(
      [makeReportSeries({ variant: "first+second" }), makeReportSeries({ variant: "first+unknown" })],
      about({ first: "a", second: "b" }),
    );
    const parts = await readProposalParts(report, [listing("a"), listing("b")]);
    expect(parts.map(({ id, said }) => [id, said?.answers])).toEqual([
      ["a", ["v1.10.12/first+second", "v1.10.12/first+unknown"]],
      ["b", ["v1.10.12/first+second"]],
    ]);
  });

  it("gives series of unknown variants to the first proposal", async () => {
    const report = groupSeries([makeReportSeries({ variant: "unknown" })], about({ first: "b" }));
    const parts = await readProposalParts(report, [listing("a"), listing("b")]);
    expect(parts.map(({ id, said }) => [id, said?.answers])).toEqual([["a", ["v1.10.12/unknown"]]]);
  });
});
