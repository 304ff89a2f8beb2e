import { expect, it } from "vitest";
import { asWriteError } from "../../src/host/write-error.ts";
import { failureOf } from "../helpers/failure.ts";

function failureFor(code: string, advice?: { readonly place: string; readonly kept: string }) {
  const cause = Object.assign(new Error(code), { code });
  return failureOf(() => {
    throw asWriteError("/out", cause, advice);
  });
}

it.each(["ENOSPC", "EDQUOT"])("says that there is no space: %s", async (code) => {
  expect(await failureFor(code, { place: "a folder with --out DIR", kept: "; nothing was changed" })).toEqual(
    {
      code: "environment/disk-full",
      message: "expected space for /out, found no space left there; nothing was changed",
      hint: "Free some space, or choose a folder with --out DIR on another disk.",
    },
  );
});

it("names the error of a place that a user cannot write to", async () => {
  expect(await failureFor("EROFS")).toEqual({
    code: "environment/not-writable",
    message: "expected to write to /out, found EROFS",
    hint: "Choose a folder that you can write to.",
  });
});

it.each([[new Error("a bug")], [Object.assign(new Error(""), { code: "EMFILE" })], ["text"]])(
  "passes on what no other folder helps against: %s",
  (cause) => {
    expect(asWriteError("/out", cause)).toBe(cause);
  },
);
