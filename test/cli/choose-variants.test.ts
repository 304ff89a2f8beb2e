import { describe, expect, it } from "vitest";
import { chooseStacks, chooseVariants } from "../../src/cli/choose-variants.ts";
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

describe("the choice of stacks", () => {
  const stacks = (...named: string[]) => chooseStacks(templates, { variants: named }).map(({ id }) => id);

  it("is a stack of one for each variant, and then those of several, in the order of their names", () => {
    expect(stacks()).toEqual(["a", "b"]);
    expect(stacks("b", "a")).toEqual(["a", "b"]);
    expect(stacks("c+a")).toEqual(["c+a"]);
    expect(stacks("b+a", "b", "a+b", "b+a")).toEqual(["b", "b+a", "a+b"]);
    const [stack] = chooseStacks(templates, { variants: ["c+a"] });
    expect(stack?.parts.map(({ spec }) => spec.id)).toEqual(["c", "a"]);
  });

  it("refuses an unknown part, and a variant twice", () => {
    expect(() => stacks("a+d")).toThrow('expected one of the variants a, b, c, found "d"');
    expect(() => stacks("a+")).toThrow('expected one of the variants a, b, c, found ""');
    expect(() => stacks("a+b+a")).toThrow("a+b+a: expected each variant once, found a twice");
  });
});
