import { readFile } from "node:fs/promises";
import { CommanderError } from "commander";
import { describe, expect, it } from "vitest";
import { failureOf } from "../../src/cli/failure.ts";
import { PatchkitError } from "../../src/errors.ts";

/** An error as Node makes it of a failed call to the system. */
const systemError = (fields: Readonly<Record<string, unknown>>) => Object.assign(new Error("x"), fields);

describe("failureOf", () => {
  it("tells of our own errors what they say", () => {
    const error = new PatchkitError("usage/bad-argument", "expected x", { hint: "Give x." });
    expect(failureOf(error)).toMatchObject({
      exitCode: 2,
      told: { code: "usage/bad-argument", message: "expected x", hint: "Give x." },
    });
  });

  it("says nothing more after help and version", () => {
    expect(failureOf(new CommanderError(0, "commander.helpDisplayed", "(outputHelp)"))).toEqual({
      exitCode: 0,
    });
  });

  it("takes a wrong command line for the user's, in our words", () => {
    expect(
      failureOf(new CommanderError(1, "commander.unknownOption", "error: unknown option '--x'")),
    ).toEqual({
      exitCode: 2,
      told: {
        code: "usage/bad-argument",
        message: "unknown option '--x'",
        hint: "`cilium-patchkit --help` lists commands and flags.",
      },
    });
  });

  it("names call, path and code of what the system refused", async () => {
    const error: unknown = await readFile("/nowhere/at-all").catch((cause: unknown) => cause);
    expect(failureOf(error)).toMatchObject({
      exitCode: 2,
      told: { code: "environment/system", message: "expected open of /nowhere/at-all to work, found ENOENT" },
    });
    expect(failureOf(systemError({ syscall: "write", code: "ENOSPC" })).told?.message).toBe(
      "expected write to work, found ENOSPC",
    );
  });

  it.each([
    ["EMFILE", /ulimit -n/],
    ["ENFILE", /ulimit -n/],
    ["ENOSPC", /free space/],
  ])("says what to do about %s", (code, hint) => {
    expect(failureOf(systemError({ syscall: "open", code })).told?.hint).toMatch(hint);
  });

  it("takes a lack of memory for the machine's, but no other RangeError", () => {
    expect(failureOf(new RangeError("Array buffer allocation failed"))).toMatchObject({
      exitCode: 2,
      told: { code: "environment/system", hint: expect.stringContaining("ulimit -v") },
    });
    expect(failureOf(new RangeError("Invalid string length"))).toMatchObject({
      exitCode: 3,
      told: { code: "bug" },
    });
  });

  it("takes anything else for a bug, with where it happened", () => {
    const error = new TypeError("x is undefined");
    expect(failureOf(error)).toMatchObject({ exitCode: 3, told: { code: "bug", message: error.stack } });
    expect(failureOf("thrown")).toMatchObject({ exitCode: 3, told: { message: "thrown" } });
    expect(failureOf(systemError({ code: "ERR_ASSERTION" })).exitCode).toBe(3);
    expect(failureOf(systemError({ syscall: "open", code: 7 })).exitCode).toBe(3);
  });
});
