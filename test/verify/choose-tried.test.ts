import { describe, expect, it } from "vitest";
import { chooseTried } from "../../src/verify/choose-tried.ts";
import type { OpenedPart } from "../../src/verify/series-part.ts";
import type { Trial, TrialRecord } from "../../src/verify/trials.ts";

/** A variant whose promise the trial tells by its params. */
function makePart(id: string, promise: string | undefined, changed: Partial<OpenedPart> = {}): OpenedPart {
  const params = promise === undefined ? {} : { promise };
  return { id, variant: {}, params, facts: {}, trials: {}, ...changed } as unknown as OpenedPart;
}

const trial = {
  onSeries: (_variant: unknown, { promise }: OpenedPart["params"]) =>
    promise === undefined ? { reason: "it promises nothing" } : { input: [{ promise }] },
} as unknown as Trial<TrialRecord>;

const choose = (...parts: OpenedPart[]) => {
  const found = chooseTried(parts, () => trial);
  return "outcome" in found
    ? { outcome: found.outcome, reason: found.reason }
    : { id: found.part.id, input: found.planned.input, remark: found.remark };
};

describe("the trial of a series of several variants", () => {
  it("is that of the one which promises something, with its own params", () => {
    expect(choose(makePart("a", undefined), makePart("b", "no routes"))).toEqual({
      id: "b",
      input: [{ promise: "no routes" }],
      remark: "as b promises; a: it promises nothing",
    });
    const untried = makePart("a", "x", { trials: undefined });
    expect(choose(untried, makePart("b", "no routes"))).toMatchObject({
      remark: "as b promises; a: nothing but its tests is tried of this proposal",
    });
  });

  it("has no result where two promise something, which nothing puts together", () => {
    expect(choose(makePart("a", "none"), makePart("b", "some"))).toEqual({
      outcome: "could-not-run",
      reason: "a and b each promise something, and nothing says what both come to in one tree",
    });
  });

  it("has no result where a variant is unknown, which might promise anything", () => {
    expect(choose(makePart("a", "none"), makePart("b", "some", { variant: undefined }))).toEqual({
      outcome: "could-not-run",
      reason: "no template describes what b should do",
    });
  });

  it("is not needed where none promises anything, for the reason of each", () => {
    expect(choose(makePart("a", undefined), makePart("b", undefined, { trials: undefined }))).toEqual({
      outcome: "not-needed",
      reason: "a: it promises nothing; b: nothing but its tests is tried of this proposal",
    });
  });

  it("says nothing more of a single variant", () => {
    expect(choose(makePart("a", "none"))).toMatchObject({ id: "a", remark: null });
    expect(choose(makePart("a", undefined))).toMatchObject({ reason: "it promises nothing" });
  });
});
