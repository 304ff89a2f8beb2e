import { describe, expect, it } from "vitest";
import { recordedParams, recordedSettings } from "../../src/cli/recorded-params.ts";
import { type Stack, stackOf, type Variant, type VariantSpec } from "../../src/plan/index.ts";

const spec = {
  id: "one",
  params: [
    { name: "flag", type: "flag", default: "a-flag", meaning: "" },
    { name: "default", type: "boolean", default: true, meaning: "" },
    { name: "modes", type: "list", default: ["a"], choices: ["a", "b"], meaning: "" },
  ],
} as unknown as VariantSpec;
const one = stackOf([{ spec } as Variant]);
const both = stackOf([{ spec } as Variant, { spec: { ...spec, id: "two" } } as Variant]);

/** The params of the only variant. */
const paramsOf = (stack: Stack, ...given: [Parameters<typeof recordedParams>[1], string[]]) =>
  recordedParams(stack, ...given).get("one");

describe("recordedParams", () => {
  it("keeps what a series was rendered with, and takes new params at their default", () => {
    expect(paramsOf(one, { flag: "other", modes: ["a", "b"] }, [])).toEqual({
      flag: "other",
      default: true,
      modes: ["a", "b"],
    });
  });

  it("lets flags win, and leaves out those of other variants", () => {
    const set = ["one.default=false", "two.default=true", "flag=newer"];
    expect(paramsOf(one, { default: true }, set)).toMatchObject({ default: false, flag: "newer" });
  });

  it("refuses values that are none any more", () => {
    expect(() => recordedParams(one, { modes: ["c"] }, [])).toThrow(
      /expected a comma-separated list of a, b/,
    );
    expect(() => recordedParams(one, { gone: true }, [])).toThrow(/found "one.gone"/);
  });

  it("takes the params of a stack apart by variant, and gives them to --set like that", () => {
    const recorded = { "one.default": false, "two.flag": "its-own", "two.modes": ["a", "b"] };
    expect([...recordedParams(both, recorded, ["one.flag=newer"])]).toEqual([
      ["one", { flag: "newer", default: false, modes: ["a"] }],
      ["two", { flag: "its-own", default: true, modes: ["a", "b"] }],
    ]);
    expect(recordedSettings(both.id, recorded)).toEqual([
      "one.default=false",
      "two.flag=its-own",
      "two.modes=a,b",
    ]);
    expect(() => recordedParams(both, recorded, ["flag=newer"])).toThrow(/found "flag" in one and two/);
  });
});
