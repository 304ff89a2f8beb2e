import { describe, expect, it } from "vitest";
import type { EditSpec } from "../../src/edit/index.ts";
import type { RenderedCommit } from "../../src/plan/plan-commits.ts";
import { partlyApplied, presenceOf } from "../../src/plan/presence.ts";
import type { Sources } from "../../src/profile/index.ts";

/** An edit of a text that is there where the text has the file's name. */
const edit = (file: string, base: "text" | "none" = "text") =>
  ({
    base,
    file,
    template: `v/10/${file}.hbs`,
    isPresent: ({ text }: { readonly text: string | undefined }) => text?.includes(file) === true,
  }) as unknown as EditSpec;
const commit = (...edits: EditSpec[]) => ({ edits }) as unknown as RenderedCommit;
const sources = (texts: Readonly<Record<string, string>>) =>
  ({
    text: (path: string) => texts[path],
    exists: (path: string) => path in texts,
  }) as unknown as Sources;

describe("presenceOf", () => {
  it("tells edits that are there from others, also of files that are not there", () => {
    const [a, b, c] = [edit("a.yaml"), edit("b.yaml"), edit("c.yaml", "none")];
    const found = presenceOf([commit(a, b), commit(c)], sources({ "a.yaml": "has a.yaml" }));
    expect(found).toEqual({ present: [a], absent: [b, c] });
  });

  it("does not count tests, which a series may lack", () => {
    expect(presenceOf([commit(edit("a_test.go"))], sources({}))).toEqual({ present: [], absent: [] });
  });
});

describe("partlyApplied", () => {
  it("names the first edit of each kind, and counts the others", () => {
    const found = partlyApplied([edit("a"), edit("b"), edit("c")], [edit("d"), edit("e")]);
    expect(found).toMatchObject({
      code: "plan/partly-applied",
      message: "part of the change is already there: a (v/10/a.hbs) and 2 other edits",
      hint: "Choose the commit before the change, or remove the change from the tree, which lacks d (v/10/d.hbs) and 1 other edit.",
    });
    expect(partlyApplied([edit("a")], [edit("d")]).message).toBe(
      "part of the change is already there: a (v/10/a.hbs)",
    );
  });
});
