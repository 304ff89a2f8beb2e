import { describe, expect, it } from "vitest";
import { cutMiddle, cutTexts } from "../../src/text/index.ts";

describe("cutMiddle", () => {
  it("leaves short texts alone, and says how much of a long one is left out", () => {
    expect(cutMiddle("abcdef", 6)).toBe("abcdef");
    expect(cutMiddle("abcdefghij", 4)).toBe("ab\n[6 characters left out]\nij");
  });

  it("does not split a character", () => {
    expect(cutMiddle("a😀bcd😀e", 4)).toBe("a\n[7 characters left out]\ne");
  });
});

it("cutTexts shortens every text of plain data, and nothing else", () => {
  const data = { log: "x".repeat(100), list: [1, null, { deep: "y".repeat(100) }], ok: true };
  expect(JSON.stringify(cutTexts(data, 10)).length).toBeLessThan(160);
  expect(cutTexts(data, 1000)).toEqual(data);
});
