import { describe, expect, it } from "vitest";
import { spaced } from "../../src/checkout/branch-history.ts";

const day = 24 * 3600;

function history(...days: number[]) {
  return days.map((at) => ({ sha: `day ${at}`, committedAtSec: at * day, firstParent: undefined }));
}

describe("commits that are some days apart", () => {
  it("are the first, the next ones after that time, and the last", () => {
    expect(spaced(history(0, 1, 13, 14, 15, 30, 40, 41), 14 * day)).toEqual([
      "day 0",
      "day 14",
      "day 30",
      "day 41",
    ]);
  });

  it("are all of them where they are further apart", () => {
    expect(spaced(history(0, 10, 20), 7 * day)).toEqual(["day 0", "day 10", "day 20"]);
  });

  it("are the one where there is but one, and none where there is none", () => {
    expect([spaced(history(3), day), spaced([], day)]).toEqual([["day 3"], []]);
  });
});
