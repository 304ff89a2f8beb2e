import { describe, expect, it } from "vitest";
import { recordedParams } from "../../src/cli/recorded-params.ts";
import type { VariantSpec } from "../../src/plan/index.ts";

const spec = {
  id: "one",
  params: [
    { name: "flag", type: "flag", default: "a-flag", meaning: "" },
    { name: "default", type: "boolean", default: true, meaning: "" },
    { name: "modes", type: "list", default: ["a"], choices: ["a", "b"], meaning: "" },
  ],
} as unknown as VariantSpec;

describe("recordedParams", () => {
  it("keeps what a series was rendered with, and takes new params at their default", () => {
    expect(recordedParams(spec, { flag: "other", modes: ["a", "b"] }, [])).toEqual({
      flag: "other",
      default: true,
      modes: ["a", "b"],
    });
  });

  it("lets flags win, and leaves out those of other variants", () => {
    const set = ["one.default=false", "two.default=true", "flag=newer"];
    expect(recordedParams(spec, { default: true }, set)).toMatchObject({ default: false, flag: "newer" });
  });

  it("refuses values that are none any more", () => {
    expect(() => recordedParams(spec, { modes: ["c"] }, [])).toThrow(
      /expected a comma-separated list of a, b/,
    );
    expect(() => recordedParams(spec, { gone: true }, [])).toThrow(/found "one.gone"/);
  });
});
