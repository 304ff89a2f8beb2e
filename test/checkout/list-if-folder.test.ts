import { describe, expect, it } from "vitest";
import { listIfFolder } from "../../src/checkout/list-if-folder.ts";
import { type ErrorCode, PatchkitError } from "../../src/errors.ts";
import { failureOf } from "../helpers/failure.ts";

const listing = (code: ErrorCode) =>
  listIfFolder({ list: () => Promise.reject(new PatchkitError(code, "m")) }, "a");

describe("listIfFolder", () => {
  it("gives what is in the folder", async () => {
    const entries = [{ name: "b", isFile: true }];
    expect(await listIfFolder({ list: async () => entries }, "a")).toBe(entries);
  });

  it("gives nothing where a link leads to it, and fails where it cannot be read", async () => {
    expect(await listing("checkout/not-a-file")).toEqual([]);
    expect((await failureOf(() => listing("checkout/missing-object"))).code).toBe("checkout/missing-object");
  });
});
