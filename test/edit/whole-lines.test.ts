import { describe, expect, it } from "vitest";
import { indentOf, insertLines, linesOf, withoutBlankEnds } from "../../src/edit/whole-lines.ts";
import { applyEdits } from "../../src/text/index.ts";

describe("linesOf", () => {
  it("gives each line without its break, and where it and the next one start", () => {
    expect(linesOf("ab\n\nc\n")).toEqual([
      { text: "ab", start: 0, next: 3 },
      { text: "", start: 3, next: 4 },
      { text: "c", start: 4, next: 6 },
    ]);
  });

  it("has a last line without a break only if it is not empty", () => {
    expect(linesOf("a\nb")).toEqual([
      { text: "a", start: 0, next: 2 },
      { text: "b", start: 2, next: 3 },
    ]);
    expect(linesOf("")).toEqual([]);
    expect(linesOf("\n")).toEqual([{ text: "", start: 0, next: 1 }]);
  });
});

describe("insertLines", () => {
  const inserted = (text: string, offset: number, lines: string) =>
    applyEdits(text, [insertLines(text, offset, lines)]);

  it.each([
    ["in front of the first line", "a\nb\n", 0, "new\na\nb\n"],
    ["between two lines", "a\nb\n", 2, "a\nnew\nb\n"],
    ["behind the last line", "a\nb\n", 4, "a\nb\nnew\n"],
    ["in front of a last line without a break", "a\nb", 2, "a\nnew\nb"],
    ["behind a last line without a break", "a\nb", 3, "a\nb\nnew"],
    ["into an empty file", "", 0, "new\n"],
  ])("puts a line %s, whether it comes with a break or not", (_, text, offset, expected) => {
    expect(inserted(text, offset, "new\n")).toBe(expected);
    expect(inserted(text, offset, "new")).toBe(expected);
  });

  it("keeps several lines as they are", () => {
    expect(inserted("a", 1, "  b\n\nc\n")).toBe("a\n  b\n\nc");
  });
});

describe("withoutBlankEnds", () => {
  it.each([
    ["\n \t\n  a\n\n  b  \n\n", "  a\n\n  b"],
    ["a", "a"],
    ["\n\n", ""],
    ["", ""],
  ])("makes of %j %j, and keeps the first line's indentation", (text, expected) => {
    expect(withoutBlankEnds(text)).toBe(expected);
  });
});

it.each([
  ["", 0],
  ["a  b", 0],
  ["  a ", 2],
  ["\t a", 2],
])("indentOf counts the blanks in front of %j: %d", (line, width) => {
  expect(indentOf(line)).toBe(width);
});
