import { describe, expect, it } from "vitest";
import { assertDistinctNames, namesOf } from "../../src/plan/name-check.ts";
import type { VariantSpec } from "../../src/plan/variant.ts";
import type { ViewSource } from "../../src/plan/view.ts";
import { failureOf } from "../helpers/failure.ts";

const boolean = (name: string) => ({ name, type: "boolean", default: false, meaning: "m" }) as const;

function makeSpec(changed: Partial<VariantSpec> = {}): VariantSpec {
  return { id: "v", purpose: "", fixes: "", doesNotFix: "", params: [], ...changed };
}

const source: ViewSource<{ readonly isLocal: boolean }> = {
  survey: { probes: { isLocal: () => ({ missing: "nothing is read" }) } },
  vocabulary: {
    names: (facts) => ({ isRemote: () => !facts.isLocal }),
    whyNothing: () => undefined,
    ownImportsFirst: () => false,
  },
};

function check(spec: VariantSpec): Promise<{ code?: string; message?: string }> {
  return failureOf(() => assertDistinctNames(spec, namesOf(spec, source)));
}

describe("namesOf", () => {
  it("has params under names that a template can read, and only the given parts of a flag", () => {
    const params = [boolean("opt-in"), { ...boolean("flag"), type: "flag", default: "do-it" } as const];
    const names = namesOf(makeSpec({ params, flag: { help: "Do it" } }), source);
    for (const name of ["optIn", "flag", "flagConstant", "flagHelp", "isLocal", "isRemote", "sha"])
      expect(names).toContain(name);
    for (const name of ["opt-in", "flagControls", "nodeConfigField", "nodeConfigSign"])
      expect(names).not.toContain(name);
  });

  it("has no flag's names for a variant without one", () => {
    expect(namesOf(makeSpec(), source)).not.toContain("flag");
  });
});

describe("assertDistinctNames", () => {
  it("takes params of names of their own, and a flag that is called flag", () => {
    const flag = { ...boolean("flag"), type: "flag", default: "do-it" } as const;
    const spec = makeSpec({ params: [boolean("log"), boolean("v-4"), flag] });
    expect(() => assertDistinctNames(spec, namesOf(spec, source))).not.toThrow();
  });

  it.each([
    ["two params", [boolean("v-4"), boolean("v4")], "the params v-4 and v4, which are all"],
    ["a param and a fact", [boolean("is-local")], "is-local and another name"],
    ["a param and a computed name", [boolean("is-remote")], "is-remote and another name"],
    ["a param and a word of the variant", [boolean("fixes")], "fixes and another name"],
  ])("refuses %s of one name", async (_, params, words) => {
    const failure = await check(makeSpec({ params }));
    expect(failure.code).toBe("plan/bad-template");
    expect(failure.message).toContain("v/variant.json: expected names that differ in templates, found ");
    expect(failure.message).toContain(words);
  });

  it("refuses a param called flag beside a flag with a name of its own", async () => {
    const flag = { ...boolean("flag"), type: "flag", default: "do-it" } as const;
    expect((await check(makeSpec({ params: [flag], flag: { name: "other" } }))).code).toBe(
      "plan/bad-template",
    );
  });
});
