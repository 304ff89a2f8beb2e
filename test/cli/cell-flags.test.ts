import { describe, expect, it } from "vitest";
import { exitOnRefusal } from "../../src/cli/cell-flags.ts";
import { PatchkitError } from "../../src/errors.ts";
import { silentPrinter } from "../helpers/printer.ts";

describe("exitOnRefusal", () => {
  it("tells a refusal and gives 1", async () => {
    const { printer, told } = silentPrinter();
    const refusal = new PatchkitError("publish/unverified", "expected verified series, found none");
    expect(await exitOnRefusal(printer, () => Promise.reject(refusal))).toBe(1);
    expect(told).toEqual([refusal]);
  });

  it("passes on what ends the run, and bugs", async () => {
    const { printer, told } = silentPrinter();
    for (const error of [new PatchkitError("usage/bad-argument", "x"), new Error("bug")])
      await expect(exitOnRefusal(printer, () => Promise.reject(error))).rejects.toBe(error);
    expect(await exitOnRefusal(printer, async () => 0)).toBe(0);
    expect(told).toEqual([]);
  });
});
