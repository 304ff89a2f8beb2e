import { describe, expect, it } from "vitest";
import { applyEdits } from "../../src/text/edit.ts";
import {
  indentAt,
  indentLines,
  lineAt,
  lineEdits,
  lineStart,
  nextLineStart,
  squeeze,
} from "../../src/text/lines.ts";
import { makeRandom } from "../helpers/random.ts";

const text = "one\n\ttwo\n\nfour";

describe("lineAt", () => {
  it("counts from 1, and a line break belongs to the line it ends", () => {
    const lines = [0, 3, 4, 8, 9, 10, 14].map((offset) => lineAt(text, offset));
    expect(lines).toEqual([1, 1, 2, 2, 3, 4, 4]);
  });
});

describe("lineStart", () => {
  it("is the offset behind the line break before", () => {
    const starts = [0, 2, 3, 4, 8, 9, 10, 14].map((offset) => lineStart(text, offset));
    expect(starts).toEqual([0, 0, 0, 4, 4, 9, 10, 10]);
  });

  it("is 0 at the start of a text whose first line is blank", () => {
    expect(lineStart("\none", 0)).toBe(0);
  });
});

describe("nextLineStart", () => {
  it("is the offset behind the next line break, or the text's end", () => {
    const starts = [0, 3, 4, 9, 10, 14].map((offset) => nextLineStart(text, offset));
    expect(starts).toEqual([4, 4, 9, 10, 14, 14]);
  });
});

describe("indentAt", () => {
  it("gives the white space that the line of the offset begins with", () => {
    expect([0, 4, 6, 9, 12].map((offset) => indentAt(text, offset))).toEqual(["", "\t", "\t", "", ""]);
  });
});

describe("indentLines", () => {
  it("indents every line but the blank ones", () => {
    expect(indentLines("a\n\n  \n\tb\n", "\t")).toBe("\ta\n\n  \n\t\tb\n");
  });
});

describe("squeeze", () => {
  it("makes all white space one blank and drops it at the ends", () => {
    expect(squeeze(" a\t \n b\r\nc ")).toBe("a b c");
  });
});

describe("lineEdits", () => {
  it("is empty where nothing differs", () => {
    expect(lineEdits("a\nb\n", "a\nb\n")).toEqual([]);
  });

  it("replaces whole lines, lines that follow each other as one edit", () => {
    expect(lineEdits("a\nb\nc\nd\n", "a\nB\nC\nd\n")).toEqual([{ start: 2, end: 6, text: "B\nC\n" }]);
  });

  it("inserts without touching a neighbour", () => {
    expect(lineEdits("a\nb\n", "a\nx\nb\n")).toEqual([{ start: 2, end: 2, text: "x\n" }]);
  });

  it("removes without touching a neighbour", () => {
    expect(lineEdits("a\nx\nb\n", "a\nb\n")).toEqual([{ start: 2, end: 4, text: "" }]);
  });

  it("sees a final newline that is missing or added", () => {
    expect(applyEdits("a\nb", lineEdits("a\nb", "a\nb\n"))).toBe("a\nb\n");
    expect(applyEdits("a\nb\n", lineEdits("a\nb\n", "a\nb"))).toBe("a\nb");
  });

  it("tells line ends of one kind from those of the other", () => {
    expect(applyEdits("a\r\nb\r\n", lineEdits("a\r\nb\r\n", "a\nb\r\n"))).toBe("a\nb\r\n");
  });

  it("turns any text into any other, with edits that start and end at line starts", () => {
    for (let seed = 0; seed < 1500; seed++) {
      const random = makeRandom(seed);
      const lines = ["a\n", "b\n", "\n", "\tc\n", "a\r\n", "é😀\n"];
      const make = () =>
        Array.from({ length: random.below(12) }, () => random.pick(lines)).join("") +
        random.pick(["", "end"]);
      const [before, after] = [make(), make()];
      const edits = lineEdits(before, after);
      expect(applyEdits(before, edits), `seed ${seed}`).toBe(after);
      for (const { start, end } of edits) {
        const atLineStart = [start, end].map((offset) => offset === 0 || before[offset - 1] === "\n");
        expect([start, atLineStart[0]], `seed ${seed}`).toEqual([start, true]);
        expect([end, atLineStart[1] || end === before.length], `seed ${seed}`).toEqual([end, true]);
      }
    }
  });
});
