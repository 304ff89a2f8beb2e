import { describe, expect, it } from "vitest";
import { reflow } from "../../src/text/reflow.ts";
import { makeRandom } from "../helpers/random.ts";

describe("reflow", () => {
  it("fills paragraphs to the width, and no further", () => {
    expect(reflow("one two three\nfour\n\nfive six", 9)).toBe("one two\nthree\nfour\n\nfive six");
  });

  it("leaves a word that is longer than the width on a line of its own", () => {
    expect(reflow("a https://example.invalid/long b", 10)).toBe("a\nhttps://example.invalid/long\nb");
  });

  it.each([
    ["indented lines", "    10.247.2.0/24 via 10.247.2.95 dev cilium_host\n    second"],
    ["a list", "- one\n- two and some more words"],
    ["an underlined title", "Title of the part\n-----------------"],
  ])("leaves %s as they are", (_, block) => {
    expect(reflow(`some words\n\n${block}\n\nmore words`, 12)).toBe(`some words\n\n${block}\n\nmore words`);
  });

  it("is done after one pass, loses no word and keeps to the width", () => {
    for (let seed = 0; seed < 300; seed++) {
      const random = makeRandom(seed);
      const words = ["a", "node", "routes", "(see", "10.0.0.0/8)", "--flag", "it's"];
      const text = Array.from({ length: 1 + random.below(40) }, () => random.pick(words)).join(
        random.pick([" ", "\n"]),
      );
      const filled = reflow(text, 30);
      expect(filled.split(/\s+/), `seed ${seed}`).toEqual(text.split(/\s+/));
      expect(reflow(filled, 30), `seed ${seed}`).toBe(filled);
    }
  });
});
