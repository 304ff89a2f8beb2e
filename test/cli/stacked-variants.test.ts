import { expect, it } from "vitest";
import { stackedVariants } from "../../src/cli/stacked-variants.ts";

it("makes one stack of the variants, in the order in which they are named", () => {
  expect(stackedVariants(["b", "a", "c"], true)).toEqual(["b+a+c"]);
  expect(stackedVariants(["b", "a"], false)).toEqual(["b", "a"]);
  expect(stackedVariants(undefined, false)).toBeUndefined();
});

it("needs two variants or more", () => {
  const expected = "--stack: expected two or more variants in their order, found ";
  expect(() => stackedVariants(["a"], true)).toThrow(`${expected}a`);
  for (const named of [undefined, []]) expect(() => stackedVariants(named, true)).toThrow(`${expected}none`);
});
