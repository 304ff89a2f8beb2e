import { describe, expect, it } from "vitest";
import { subjectOf } from "../../src/verify/subject.ts";
import { groupByBase } from "../../src/verify/verify.ts";
import { makeSeries } from "../helpers/series.ts";

describe("groupByBase", () => {
  it("keeps the order of the bases, and of the series on each", () => {
    const of = (base: string, variant: string) => subjectOf("v1", makeSeries({ base, variant }));
    const subjects = [of("a", "one"), of("b", "one"), of("a", "two")];
    const groups = groupByBase(subjects);
    expect(groups.map((group) => group.map(({ sha, variant }) => `${sha} ${variant}`))).toEqual([
      ["a one", "a two"],
      ["b one"],
    ]);
  });
});
