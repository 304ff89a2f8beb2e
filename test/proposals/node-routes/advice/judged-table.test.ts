import { describe, expect, it } from "vitest";
import { some } from "../../../../src/proposals/node-routes/advice/judged-table.ts";

describe("some", () => {
  it("names a few and counts the others", () => {
    expect([some(["a", "b"]), some(["a", "b", "c"], 2)]).toEqual(["a, b", "a, b and 1 more"]);
  });
});
