import { describe, expect, it } from "vitest";
import { readIfText } from "../../src/checkout/read-if-text.ts";
import { type ErrorCode, PatchkitError } from "../../src/errors.ts";
import { failureOf } from "../helpers/failure.ts";

const reading = (code: ErrorCode) =>
  readIfText({ readText: () => Promise.reject(new PatchkitError(code, "m")) }, "a");

describe("readIfText", () => {
  it("gives the text, or none where there is no file", async () => {
    expect(await readIfText({ readText: async () => "text" }, "a")).toBe("text");
    expect(await readIfText({ readText: async () => undefined }, "a")).toBeUndefined();
  });

  it.each(["checkout/not-a-file", "checkout/not-utf8", "checkout/crlf"] as const)(
    "gives none for %s",
    async (code) => {
      expect(await reading(code)).toBeUndefined();
    },
  );

  it.each(["checkout/missing-object", "environment/git-failed"] as const)("fails for %s", async (code) => {
    expect((await failureOf(() => reading(code))).code).toBe(code);
  });
});
