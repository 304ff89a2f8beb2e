import { expect, it } from "vitest";
import type { Variant } from "../../src/plan/load-templates.ts";
import { releaseNoteOf, releaseNoteOfStack } from "../../src/plan/release-note.ts";
import { stackOf } from "../../src/plan/stack.ts";
import type { VariantSpec } from "../../src/plan/variant.ts";

const spec: VariantSpec = {
  id: "v",
  purpose: "",
  fixes: "",
  doesNotFix: "",
  params: [],
  releaseNotes: [
    { when: { "opt-in": true }, note: "Add the flag {flag}.", labels: ["minor"] },
    { note: "Leave routes out.", labels: ["bug", "impact"] },
  ],
};

it("takes the first note whose params are those of the series, with their values in its words", () => {
  expect(releaseNoteOf(spec, { "opt-in": true, flag: "enable-it" })).toEqual({
    note: "Add the flag enable-it.",
    labels: ["minor"],
  });
  expect(releaseNoteOf(spec, { "opt-in": false })).toEqual({
    note: "Leave routes out.",
    labels: ["bug", "impact"],
  });
});

it("finds none where the variant has none for these params", () => {
  expect(releaseNoteOf({ ...spec, releaseNotes: [{ when: { a: "b" }, note: "n", labels: [] }] }, {})).toBe(
    undefined,
  );
  expect(releaseNoteOf({ releaseNotes: undefined }, {})).toBe(undefined);
});

it("puts the notes of a stack's variants together, each with its own params", () => {
  const stack = stackOf([{ spec }, { spec: { ...spec, id: "w" } }] as Variant[]);
  const params = { "v.opt-in": true, "v.flag": "enable-it", "w.opt-in": false };
  expect(releaseNoteOfStack(stack, params)).toEqual({
    note: "Add the flag enable-it. Leave routes out.",
    labels: ["minor", "bug", "impact"],
  });
  const silent = { spec: { ...spec, id: "s", releaseNotes: [] } } as unknown as Variant;
  expect(releaseNoteOfStack(stackOf([silent, silent]), {})).toBeUndefined();
});
