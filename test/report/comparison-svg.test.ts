import { expect, it } from "vitest";
import { comparisonSvg } from "../../src/report/comparison-svg.ts";

const line = (change: "kept" | "removed" | "added", text: string, remark?: string) => ({
  change,
  text,
  remark,
});

it("lists lines before and after, each change with its sign, and escapes what it is given", () => {
  const svg = comparisonSvg(
    {
      noun: "route",
      nouns: "routes",
      before: { label: "base", lines: [line("kept", "a <b>"), line("kept", "c")] },
      after: [
        { label: "x", lines: [line("removed", "a <b>", "shared"), line("added", "d")] },
        { label: "y", lines: [line("kept", "c")] },
        { label: "z", lines: [] },
      ],
    },
    "Routes",
  );
  const texts = [...svg.matchAll(/>([^<\n]+)<\/text>/g)].map(([, text]) => text);
  expect(texts).toEqual([
    "Routes",
    "Before: base",
    "  a &#60;b&#62;",
    "  c",
    "After: x",
    "- a &#60;b&#62;   # shared",
    "+ d",
    "After: y: the same routes as before",
    "After: z: the same routes as before",
  ]);
  expect(svg).toContain('fill="#a40e26" xml:space="preserve">- a');
});
