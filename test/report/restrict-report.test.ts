import { describe, expect, it } from "vitest";
import {
  joinSections,
  type ProposalSections,
  plainSections,
  type Report,
  restrictReport,
} from "../../src/report/index.ts";

const series = (name: string, variant = name) => ({ name, variant });
const report = {
  refs: [
    { ref: "v1", series: [series("a"), series("b+1234", "b")] },
    { ref: "v2", series: [series("b")] },
  ],
  names: ["a", "b", "b+1234"],
  about: { b: { fixes: "This.", doesNotFix: "That." } },
} as unknown as Report;

const sections = (title: string, anchor: string): ProposalSections => ({
  title: [title],
  answers: [`${title} answers`],
  sections: [{ title: [title], blocks: [], sections: [] }],
  ofRefs: new Map([[anchor, [{ title: [anchor, title], blocks: [], sections: [] }]]]),
});

describe("a restricted report", () => {
  it("has the series of these variants, and no ref or name without one", () => {
    const part = restrictReport(report, (variant) => variant === "a");
    expect(part.refs).toEqual([{ ref: "v1", series: [series("a")] }]);
    expect(part.names).toEqual(["a"]);
    expect(restrictReport(report, (variant) => variant === "b").names).toEqual(["b", "b+1234"]);
  });
});

describe("sections of several proposals", () => {
  it("stand one after another, those on one ref together, under the first title", () => {
    const joined = joinSections([sections("one", "v1"), sections("two", "v1")]);
    expect(joined.title).toEqual(["one"]);
    expect(joined.answers).toEqual(["one answers", "two answers"]);
    expect(joined.sections).toHaveLength(2);
    expect(joined.ofRefs.get("v1")?.map(({ title }) => title)).toEqual([
      ["v1", "one"],
      ["v1", "two"],
    ]);
  });

  it("are plain if a proposal has none: what each variant is for, whatever its params", () => {
    expect(plainSections(report).answers).toEqual([
      "b fixes: This. It does not fix: That.",
      "b+1234 fixes: This. It does not fix: That.",
    ]);
  });
});
