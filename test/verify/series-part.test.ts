import { expect, it } from "vitest";
import type { TemplateSet, Variant } from "../../src/plan/index.ts";
import { partsOf } from "../../src/verify/series-part.ts";
import type { VerifyWorkshop } from "../../src/verify/verify-workshop.ts";

const variants = [
  { proposal: "p", spec: { id: "a" } },
  { proposal: "q", spec: { id: "b" } },
] as Variant[];
const own = (id: string) => ({ variants: variants.filter(({ proposal }) => proposal === id) });
const workshop = {
  proposals: [{ id: "p" }, { id: "q" }],
  templates: {
    variants,
    proposals: new Map(["p", "q"].map((id) => [id, own(id)])),
  } as unknown as TemplateSet,
} as unknown as VerifyWorkshop;

const shown = (variant: string, params: Record<string, boolean>) =>
  partsOf(workshop, { variant, params }).map((part) => [
    part.id,
    part.proposal.id,
    part.params,
    !!part.variant,
  ]);

it("takes a series apart by its variants, each with its own proposal and params", () => {
  expect(shown("b+a", { "a.on": true, "b.on": false })).toEqual([
    ["b", "q", { on: false }, true],
    ["a", "p", { on: true }, true],
  ]);
  expect(shown("b", { on: true })).toEqual([["b", "q", { on: true }, true]]);
});

it("gives variants that no template describes to the first proposal", () => {
  expect(shown("x", {})).toEqual([["x", "p", {}, false]]);
  expect(shown("b+x", { "x.on": true })).toEqual([
    ["b", "q", {}, true],
    ["x", "p", { on: true }, false],
  ]);
});
