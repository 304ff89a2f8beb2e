import { describe, expect, it } from "vitest";
import { mismatch } from "../../src/edit/mismatch.ts";

const file = { path: "a/b.yaml", text: "one\ntwo\nthree\n" };

describe("a file without the place that an edit needs", () => {
  it.each([
    [0, 1],
    [3, 1],
    [4, 2],
    [8, 3],
  ])("is named with the line of the offset %d, counted from 1", (offset, line) => {
    expect(mismatch(file, "this", "that", offset).message).toBe(
      `a/b.yaml:${line}: expected this, found that`,
    );
  });

  it("is named without a line where it differs at no one place", () => {
    expect(mismatch(file, "a YAML document", "none")).toMatchObject({
      code: "golang/anchor-mismatch",
      message: "a/b.yaml: expected a YAML document, found none",
      hint: "This tree differs from the known shapes there.",
    });
  });
});
