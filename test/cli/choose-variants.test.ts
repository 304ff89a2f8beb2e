import { describe, expect, it } from "vitest";
import { chooseVariants } from "../../src/cli/choose-variants.ts";
import type { TemplateSet, Variant } from "../../src/plan/index.ts";

const variant = (proposal: string, id: string) => ({ proposal, spec: { id } }) as Variant;
const variants = [variant("first", "a"), variant("first", "b"), variant("second", "c")];
const templates = {
  variants,
  proposals: new Map(["first", "second"].map((id) => [id, {}])),
} as unknown as TemplateSet;

const chosen = (names: { variants?: string[]; proposals?: string[] }) =>
  chooseVariants(templates, { variants: [], ...names }).map(({ spec }) => spec.id);

describe("the choice of variants", () => {
  it.each([
    { names: {}, ids: ["a", "b"] },
    { names: { variants: ["b"] }, ids: ["b"] },
    { names: { variants: ["c", "a"] }, ids: ["a", "c"] },
    { names: { proposals: ["second"] }, ids: ["c"] },
    { names: { proposals: ["second", "first"] }, ids: ["a", "b", "c"] },
    { names: { variants: ["a"], proposals: ["second"] }, ids: ["a", "c"] },
  ])("of $names is $ids", ({ names, ids }) => {
    expect(chosen(names)).toEqual(ids);
  });

  it("refuses an unknown name, with the nearest one", () => {
    expect(() => chosen({ variants: ["d"] })).toThrow('expected one of the variants a, b, c, found "d"');
    expect(() => chosen({ proposals: ["secnd"] })).toThrow(
      'expected one of the proposals first, second, found "secnd"',
    );
  });
});
