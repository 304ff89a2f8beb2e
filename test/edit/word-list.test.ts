import { describe, expect, it } from "vitest";
import { wordList } from "../../src/edit/word-list.ts";
import { textEdits } from "../helpers/text-edits.ts";

const { edited, refusal, isPresent } = textEdits(wordList, "words.txt");

describe("a word of a list", () => {
  it.each([
    ["Beta\nalpha\ngamma\n", "Beta\nalpha\nbeta\ngamma\n"],
    ["Beta\nalpha\n", "Beta\nalpha\nbeta\n"],
    ["gamma\n", "beta\ngamma\n"],
    ["Z\nA\nalpha\ngamma\n", "Z\nA\nalpha\nbeta\ngamma\n"],
  ])("makes of %j %j", (base, after) => {
    expect(edited(base, {}, "beta\n")).toBe(after);
  });

  it("is there as a line, and only so", () => {
    expect(isPresent("alpha\nbeta\n", {}, "beta")).toBe(true);
    expect(isPresent("alphabeta\n", {}, "beta")).toBe(false);
  });

  it.each([
    [
      "a list with two places",
      "alpha\ngamma\nalpha\ngamma\n",
      "beta",
      "words.txt: expected one place for beta in byte order, found 2",
    ],
    ["two words", "alpha\n", "be ta", 'expected one word, found "be ta"'],
  ])("refuses %s", async (_, base, text, message) => {
    expect(await refusal(base, {}, text)).toContain(message);
  });
});
