import { describe, expect, it } from "vitest";
import { comparisonHtml } from "../../src/report/html-comparison.ts";
import { comparisonStyle } from "../../src/report/report-style.ts";
import type { ComparedLine, Comparison } from "../../src/report/section.ts";

const line = (change: ComparedLine["change"], text: string): ComparedLine => ({
  change,
  text,
  remark: undefined,
});

const comparison: Comparison = {
  noun: "object",
  nouns: "objects",
  before: { label: "base", lines: [line("kept", "a"), line("kept", "b")] },
  after: [
    { label: "one", lines: [line("kept", "a"), line("removed", "b"), line("added", "c")] },
    { label: "two", lines: [line("kept", "a"), line("kept", "b")] },
  ],
};

describe("comparisonHtml", () => {
  const { markup } = comparisonHtml(comparison);

  it("has a table before, and one for each that differs; others are only named", () => {
    expect([...markup.matchAll(/<h4>(.*?)<\/h4>/g)].map(([, title]) => title)).toEqual([
      "Before: base",
      "After: one",
    ]);
    expect(markup).toContain("<p>After: <strong>two</strong>: the same objects as before.</p>");
  });

  it("looks alike whatever it compares", () => {
    const classes = new Set([...markup.matchAll(/<table class="(\w+)"/g)].map(([, name]) => name));
    expect([...classes]).toEqual(["compared"]);
    expect(comparisonStyle).toContain("\n.compared {");
  });

  it("says of a list without lines that there are none", () => {
    const empty = comparisonHtml({ ...comparison, before: { label: "base", lines: [] }, after: [] });
    expect(empty.markup).toContain('<p class="note">No objects.</p>');
  });
});
