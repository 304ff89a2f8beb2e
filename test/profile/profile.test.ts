import { describe, expect, it } from "vitest";
import { isList } from "../../src/profile/profile.ts";

describe("isList", () => {
  it("tells lists from other plain data", () => {
    expect([
      isList([]),
      isList(["a"]),
      isList({ 0: "a" }),
      isList("a"),
      isList(null),
      isList(undefined),
    ]).toEqual([true, true, false, false, false, false]);
  });
});
