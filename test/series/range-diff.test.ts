import { describe, expect, it } from "vitest";
import { parseRangeDiff } from "../../src/series/range-diff.ts";

describe("parseRangeDiff", () => {
  it("pairs the commits of two revisions", () => {
    const text = [
      "1:  b8ea846 = 1:  d7c4415 first",
      "2:  7cca72c ! 2:  19509eb second: with = and < in it",
      "    @@ Commit message",
      "    -1:  aaaaaaa = 1:  bbbbbbb a line of the message",
      "    1:  aaaaaaa = 1:  bbbbbbb another",
      "3:  1234567 < -:  ------- third",
      "-:  ------- > 3:  7654321 fourth",
      "",
    ].join("\n");
    expect(parseRangeDiff(text)).toEqual([
      { change: "same", before: 1, after: 1, subject: "first" },
      { change: "changed", before: 2, after: 2, subject: "second: with = and < in it" },
      { change: "removed", before: 3, after: null, subject: "third" },
      { change: "added", before: null, after: 3, subject: "fourth" },
    ]);
  });

  it("reads positions that git aligns to the right", () => {
    expect(parseRangeDiff(" 9:  b8ea846 = 10:  d7c4415 ninth")).toEqual([
      { change: "same", before: 9, after: 10, subject: "ninth" },
    ]);
  });
});
