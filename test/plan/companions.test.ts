import { describe, expect, it } from "vitest";
import { PatchkitError } from "../../src/errors.ts";
import { leftOut, whyLeftOut } from "../../src/plan/companions.ts";
import { failureOf } from "../helpers/failure.ts";

describe("a place that is left out", () => {
  it("is named by its commit and its template", () => {
    expect(leftOut("flag-gate/40-helm/values.yaml.hbs", "chart/values.yaml", "why")).toEqual({
      place: "40-helm/values.yaml",
      path: "chart/values.yaml",
      reason: "why",
    });
  });

  it.each([
    ["profile/fact-absent", true],
    ["profile/fact-missing", false],
    ["golang/anchor-mismatch", false],
    ["checkout/crlf", false],
  ] as const)("may be one for %s", (code, isAbsent) => {
    expect(whyLeftOut(new PatchkitError(code, "m"))).toEqual({ reason: "m", isAbsent });
  });

  it.each([
    new PatchkitError("plan/bad-template", "a fault of ours"),
    new PatchkitError("environment/disk-full", "the end of the run"),
  ])("is none for $code", async (error) => {
    expect((await failureOf(() => whyLeftOut(error))).code).toBe(error.code);
  });
});
