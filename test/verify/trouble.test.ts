import { describe, expect, it } from "vitest";
import { PatchkitError } from "../../src/errors.ts";
import { isTrouble, wordsOf } from "../../src/verify/trouble.ts";

describe("isTrouble", () => {
  it("is true for what the place is to blame for, and for nothing else", () => {
    expect(isTrouble(new PatchkitError("environment/engine-failed", "x"))).toBe(true);
    expect(isTrouble(new PatchkitError("environment/interrupted", "x"))).toBe(false);
    expect(isTrouble(new PatchkitError("golang/syntax-error", "x"))).toBe(false);
    expect(isTrouble(Object.assign(new Error("x"), { code: "environment/engine-failed" }))).toBe(false);
  });
});

describe("wordsOf", () => {
  it("adds the hint, if there is one", () => {
    expect(wordsOf(new PatchkitError("environment/disk-full", "no space left"))).toBe("no space left");
    expect(wordsOf(new PatchkitError("environment/disk-full", "no space left", { hint: "Free some." }))).toBe(
      "no space left. Free some.",
    );
  });
});
