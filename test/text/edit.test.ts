import { describe, expect, it } from "vitest";
import { applyEdits, type Edit, editedRanges, invertEdits } from "../../src/text/edit.ts";
import { makeRandom, type Random } from "../helpers/random.ts";

describe("applyEdits", () => {
  it("gives the text back where there is nothing to edit", () => {
    expect(applyEdits("a\r\nb", [])).toBe("a\r\nb");
  });

  it("inserts, replaces and removes at offsets of the text as it was", () => {
    const edits = [
      { start: 0, end: 0, text: ">" },
      { start: 1, end: 3, text: "BC and more" },
      { start: 5, end: 6, text: "" },
    ];
    expect(applyEdits("abcdef", edits)).toBe(">aBC and morede");
  });

  it("takes edits in any order", () => {
    const edits = [
      { start: 4, end: 5, text: "E" },
      { start: 0, end: 1, text: "A" },
    ];
    expect(applyEdits("abcde", edits)).toBe("AbcdE");
  });

  it("keeps the given order of insertions at one offset", () => {
    const edits = ["1", "2", "3"].map((text) => ({ start: 1, end: 1, text }));
    expect(applyEdits("ab", edits)).toBe("a123b");
  });

  it("puts an insertion in front of a replacement that starts at the same offset", () => {
    const edits = [
      { start: 1, end: 2, text: "B" },
      { start: 1, end: 1, text: "+" },
    ];
    expect(applyEdits("abc", edits)).toBe("a+Bc");
  });

  it("counts offsets in UTF-16 code units", () => {
    expect(applyEdits("😀x", [{ start: 2, end: 3, text: "y" }])).toBe("😀y");
  });

  it("takes edits that touch each other", () => {
    const edits = [
      { start: 0, end: 2, text: "x" },
      { start: 2, end: 4, text: "y" },
    ];
    expect(applyEdits("abcd", edits)).toBe("xy");
  });

  it.each([
    ["share a character", { start: 0, end: 2, text: "" }, { start: 1, end: 3, text: "" }],
    ["replace the same range", { start: 1, end: 2, text: "x" }, { start: 1, end: 2, text: "y" }],
    ["put one inside the other", { start: 0, end: 4, text: "" }, { start: 2, end: 2, text: "x" }],
  ])("throws where edits %s", (_, first, second) => {
    expect(() => applyEdits("abcd", [first, second])).toThrow(/overlaps another or leaves the text/);
    expect(() => applyEdits("abcd", [second, first])).toThrow(/overlaps another or leaves the text/);
  });

  it.each([
    { start: 3, end: 5, text: "" },
    { start: 5, end: 5, text: "x" },
    { start: -1, end: 0, text: "" },
  ])("throws where the edit [$start, $end) leaves the text", (edit) => {
    expect(() => applyEdits("abcd", [edit])).toThrow(/leaves the text/);
  });

  it("throws where an edit ends before it starts", () => {
    expect(() => applyEdits("abcd", [{ start: 3, end: 1, text: "" }])).toThrow();
  });
});

describe("invertEdits", () => {
  it("names the ranges of the edited text and what stood there", () => {
    const edits = [
      { start: 4, end: 6, text: "" },
      { start: 1, end: 2, text: "BBB" },
    ];
    expect(invertEdits("abcdef", edits)).toEqual([
      { start: 1, end: 4, text: "b" },
      { start: 6, end: 6, text: "ef" },
    ]);
  });

  it("leads back to the text it started from, whatever the edits", () => {
    for (let seed = 0; seed < 2000; seed++) {
      const random = makeRandom(seed);
      const source = randomText(random, 40);
      const edits = randomEdits(random, source);
      const edited = applyEdits(source, edits);
      expect(applyEdits(edited, invertEdits(source, edits)), `seed ${seed}`).toBe(source);
    }
  });

  it("is its own inverse", () => {
    for (let seed = 0; seed < 500; seed++) {
      const random = makeRandom(seed);
      const source = randomText(random, 40);
      const edits = randomEdits(random, source);
      const edited = applyEdits(source, edits);
      const again = invertEdits(edited, invertEdits(source, edits));
      expect(applyEdits(source, again), `seed ${seed}`).toBe(edited);
    }
  });
});

describe("editedRanges", () => {
  it("covers exactly the edits' texts in the edited text, in order", () => {
    for (let seed = 0; seed < 500; seed++) {
      const random = makeRandom(seed);
      const source = randomText(random, 40);
      const edits = randomEdits(random, source);
      const edited = applyEdits(source, edits);
      const texts = editedRanges(edits).map(({ start, end }) => edited.slice(start, end));
      const inOrder = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
      expect(texts, `seed ${seed}`).toEqual(inOrder.map(({ text }) => text));
    }
  });

  it("is empty where nothing was edited", () => {
    expect(editedRanges([])).toEqual([]);
  });
});

/** Text with everything that offsets go wrong at: line ends of both kinds, characters of one, two and three units. */
function randomText(random: Random, lengthMax: number): string {
  const characters = ["a", "b", "\t", "\n", "\r\n", "é", "😀", "e\u0301", "\ufeff"];
  return Array.from({ length: random.below(lengthMax) }, () => random.pick(characters)).join("");
}

/** Edits that do not overlap, shuffled; some empty, some touching, some insertions at one offset. */
function randomEdits(random: Random, source: string): Edit[] {
  const edits: Edit[] = [];
  let start = 0;
  while (start <= source.length && edits.length < 8) {
    start += random.below(4);
    const end = start + random.below(5);
    if (end > source.length) break;
    edits.push({ start, end, text: randomText(random, 4) });
    start = end;
  }
  return random.shuffle(edits);
}
