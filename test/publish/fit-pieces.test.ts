import { describe, expect, it } from "vitest";
import { fitPieces, type Piece } from "../../src/publish/fit-pieces.ts";

const piece = (title: string, rank: number, length: number): Piece => ({
  title,
  rank,
  text: title[0]?.repeat(length) ?? "",
});

describe("fitPieces", () => {
  it("joins all where they fit, to the last character, and leaves out empty ones", () => {
    const pieces = [piece("a", 0, 10), piece("", 1, 0), piece("b", 1, 10)];
    const expected = `${"a".repeat(10)}\n\n${"b".repeat(10)}\n`;
    expect(fitPieces(pieces, "x", expected.length)).toEqual({ text: expected, cut: [] });
    expect(fitPieces(pieces, "x", expected.length - 1).cut).not.toEqual([]);
  });

  it("leaves out the highest rank first, keeps the order, and says what is missing and where it is", () => {
    const pieces = [piece("a", 0, 300), piece("big one", 2, 5000), piece("c", 1, 300), piece("d", 2, 100)];
    const { text, cut } = fitPieces(pieces, "report.md of the bundle", 1200);
    expect(cut).toEqual([{ title: "big one", characters: 5000 }]);
    expect(text).toBe(
      `${"a".repeat(300)}\n\n${"c".repeat(300)}\n\n${"d".repeat(100)}\n\n**Left out**, because a post on GitHub has a limit of size; report.md of the bundle has all of it:\n\n- big one (5,000 characters)\n`,
    );
  });

  it("never exceeds the limit, however many pieces and however long their titles", () => {
    const pieces = Array.from({ length: 400 }, (_, index) =>
      piece(`${index} `.repeat(1 + (index % 90)), index % 5, 1 + ((index * 97) % 900)),
    );
    for (let limit = 2_500; limit < 200_000; limit += 1_337) {
      const { text, cut } = fitPieces(pieces, "the bundle", limit);
      expect(text.length).toBeLessThanOrEqual(limit);
      expect(cut.length > 10).toBe(text.includes(`- and ${cut.length - 10} more`));
    }
  });
});
