import { describe, expect, it } from "vitest";
import { relate } from "../../src/advise/relate.ts";
import { prefix } from "../helpers/advise.ts";

const held = (...pairs: [string, string][]) =>
  pairs.map(([text, holder]) => ({ prefix: prefix(text), holder }));

describe("relate", () => {
  it("finds prefixes that several have, once each", () => {
    const { equal } = relate(
      held(["10.1.0.0/24", "a"], ["10.1.0.0/24", "b"], ["10.1.0.0/24", "a"], ["10.2.0.0/24", "c"]),
    );
    expect(equal.map(({ prefix: { text }, holders }) => [text, holders])).toEqual([
      ["10.1.0.0/24", ["a", "b"]],
    ]);
  });

  it("finds longer prefixes of others within", () => {
    const { nested } = relate(
      held(["10.1.0.0/16", "a"], ["10.1.2.0/24", "b"], ["10.1.3.0/24", "a"], ["fd00::/64", "a"]),
    );
    expect(
      nested.map(({ outer, inner }) => [
        outer.text,
        inner.map(({ prefix: { text }, holder }) => `${text} ${holder}`),
      ]),
    ).toEqual([["10.1.0.0/16", ["10.1.2.0/24 b"]]]);
  });

  it("finds what is within one of twenty thousand", () => {
    const many = Array.from({ length: 20_000 }, (_, index) => ({
      prefix: prefix(`10.${(index >> 8) & 127}.${index & 255}.0/24`),
      holder: `n${index}`,
    }));
    expect(relate([...many, ...held(["10.0.0.0/8", "wide"])]).nested[0]?.inner).toHaveLength(20_000);
  });
});
