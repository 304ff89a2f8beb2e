import { describe, expect, it } from "vitest";
import { loadOwnTemplates } from "../../src/cli/own-templates.ts";
import type { Variant } from "../../src/plan/load-templates.ts";
import { namesOf } from "../../src/plan/name-check.ts";
import { assertKnownNames } from "../../src/plan/template-names.ts";
import { proposals } from "../../src/proposals/index.ts";
import { failureOf } from "../helpers/failure.ts";

/** Checks an edit's template against the names `isLocalNode` and `modes`. */
function check(source: string, partials: Readonly<Record<string, string>> = {}): void {
  const edit = { name: "v/10-a/edit.go.hbs", source };
  const message = { name: "v/10-a/commit.hbs", source: "a: Do it" };
  const coverLetter = { name: "v/cover-letter.hbs", source: "{{untested}}" };
  const variant = {
    coverLetter,
    commits: [{ folder: "10-a", message, edits: [edit] }],
  } as unknown as Variant;
  assertKnownNames({ partials: new Map(Object.entries(partials)) }, variant, ["isLocalNode", "modes"]);
}

describe("assertKnownNames", () => {
  it("takes names of the view, helpers, entries of lists, and partials", () => {
    const text =
      "{{goString isLocalNode}}{{#each modes}}{{this}}{{name}}{{#unless @last}}, {{/unless}}{{/each}}";
    expect(() => check("---\nwhen: file a/b.yaml and !file c\n---\na")).not.toThrow();
    expect(() =>
      check(`${text}{{> part}}`, { part: "{{#if isLocalNode}}a{{else}}{{modes}}{{/if}}" }),
    ).not.toThrow();
  });

  it.each([
    ["in text", "{{isLocalNod}}"],
    ["in a branch that is not taken", "{{#if modes}}{{else}}{{isLocalNod}}{{/if}}"],
    ["as a condition of a block", "{{#if isLocalNod}}a{{/if}}"],
    ["as a list", "{{#each isLocalNod}}a{{/each}}"],
    ["as what a helper gets", "{{goString isLocalNod}}"],
    ["in the text of a partial of the file's own", '{{#*inline "own"}}{{isLocalNod}}{{/inline}}'],
    ["as a condition of the header", "---\nwhen: modes and !isLocalNod\n---\na"],
  ])("refuses an unknown name %s, with the nearest", async (_, source) => {
    expect(await failureOf(() => check(source))).toMatchObject({
      code: "plan/bad-template",
      message: 'v/10-a/edit.go.hbs: "isLocalNod" is not a name of the view. Did you mean "isLocalNode"?',
    });
  });

  it("refuses one in a partial, by the partial's name", async () => {
    const failure = await failureOf(() => check("{{> part}}", { part: "{{zzzzzz}}" }));
    expect(failure.message).toBe('_shared/part.hbs: "zzzzzz" is not a name of the view');
  });
});

describe("the templates of this package", async () => {
  const { variants, proposals: templates } = await loadOwnTemplates();

  it.each(variants.map((variant) => [variant.spec.id, variant] as const))(
    "%s use known names",
    (_, variant) => {
      const proposal = proposals.find(({ id }) => id === variant.proposal);
      const own = templates.get(variant.proposal);
      if (!proposal || !own) throw new Error("expected a proposal");
      expect(() => assertKnownNames(own, variant, namesOf(variant.spec, proposal))).not.toThrow();
    },
  );
});
