import { describe, expect, it } from "vitest";
import { flagOf, type VariantSpec, variantSchema } from "../../src/plan/variant.ts";

const spec: VariantSpec = { id: "v", purpose: "", fixes: "", doesNotFix: "", params: [] };
const param = { name: "option", type: "flag", default: "do-it", meaning: "m" } as const;

describe("variantSchema", () => {
  it("takes a flag of which only some parts are named", () => {
    for (const flag of [{}, { name: "do-it" }, { help: "Do it", controls: "does it" }])
      expect(variantSchema.safeParse({ ...spec, flag }).success).toBe(true);
  });

  it("takes no list of facts: what templates read is needed", () => {
    expect(variantSchema.safeParse({ ...spec, applicable: ["ipam"] }).success).toBe(false);
  });

  it.each(["Opt", "opt_in", "-in", "opt-", "opt--in", "4in"])("takes no param called %s", (name) => {
    expect(variantSchema.safeParse({ ...spec, params: [{ ...param, name }] }).success).toBe(false);
  });
});

describe("flagOf", () => {
  it("is the flag's own name, or what the param is set to, or there is none", () => {
    expect(flagOf({ ...spec, flag: { name: "do-it" } }, {})).toBe("do-it");
    expect(flagOf({ ...spec, params: [param] }, { option: "do-that" })).toBe("do-that");
    expect(flagOf({ ...spec, params: [param] }, {})).toBe("do-it");
    expect(flagOf({ ...spec, flag: { help: "Do it" } }, {})).toBeUndefined();
  });
});
