import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { codeOf } from "../../src/host/error-code.ts";

it("is that of an error of the file system", async () => {
  expect(codeOf(await readFile("/nonexistent/file").catch((reason: unknown) => reason))).toBe("ENOENT");
});

it.each([[new Error("ENOENT")], [{ code: "ENOENT" }], [undefined]])(
  "is empty for what is no such error: %s",
  (reason) => {
    expect(codeOf(reason)).toBe("");
  },
);
