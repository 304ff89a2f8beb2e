import { describe, expect, it } from "vitest";
import { loadOwnTemplates } from "../../src/cli/own-templates.ts";
import { meaningOf, readMeanings } from "../../src/cli/read-meanings.ts";
import { namesOf } from "../../src/plan/name-check.ts";
import { nameOfParam } from "../../src/plan/view.ts";
import { proposals } from "../../src/proposals/index.ts";

const meanings = await readMeanings();
const { variants } = await loadOwnTemplates();

describe("the meanings of names", () => {
  it.each(variants.map((variant) => [variant.spec.id, variant] as const))(
    "are there for all that templates of %s may use",
    (_, variant) => {
      const proposal = proposals.find(({ id }) => id === variant.proposal);
      if (!proposal) throw new Error("expected a proposal");
      const known = { ...meanings["common"], ...meanings[proposal.id] };
      const params = variant.spec.params.map(({ name }) => nameOfParam(name));
      const names = namesOf(variant.spec, proposal).filter((name) => !params.includes(name));
      expect(names.length).toBeGreaterThan(20);
      expect(names.filter((name) => (known[name] ?? "") === "")).toEqual([]);
    },
  );

  it("come from variant.json for a param, and from the proposal before what is common", () => {
    const variant = variants.find(({ spec }) => spec.id === "cidr-validation");
    if (!variant) throw new Error("expected the variant");
    const known = { common: { sha: "The commit." }, [variant.proposal]: { ipam: "A fact." } };
    expect(meaningOf(variant, { name: "optIn", origin: "param" }, known)).toBe(
      variant.spec.params[1]?.meaning,
    );
    expect(meaningOf(variant, { name: "ipam", origin: "fact" }, known)).toBe("A fact.");
    expect(meaningOf(variant, { name: "sha", origin: "commit" }, known)).toBe("The commit.");
    expect(meaningOf(variant, { name: "other", origin: "derived" }, known)).toBe("");
  });
});
