import { expect, it } from "vitest";
import { endInspect } from "../../src/cli/end-inspect.ts";
import type { Printer } from "../../src/cli/printer.ts";

type Result = Parameters<typeof endInspect>[1]["results"][number];

const fine: Result = { ref: "v1", sha: "1".repeat(40), code: null, reason: null };
const refused: Result = {
  ref: "v2",
  sha: "2".repeat(40),
  code: "profile/not-cilium",
  reason: "no such file",
};
const unknown: Result = { ref: "v3", sha: null, code: "checkout/unknown-ref", reason: "no such ref" };

it.each([
  [[fine], 0, "v1", []],
  [[fine, refused], 1, "v1\n\nv2", ["v2: profile/not-cilium: no such file"]],
  [
    [refused, unknown],
    2,
    "v2\n\nv3",
    ["v2: profile/not-cilium: no such file", "v3: checkout/unknown-ref: no such ref"],
  ],
])("ends %j with %i", (results, code, text, problems) => {
  const printed: unknown[] = [];
  const printer = {
    result: (value: unknown, words: () => string, told: () => string[]) =>
      void printed.push(value, words(), told()),
  } as unknown as Printer;
  const value = { results };
  expect(endInspect(printer, value, ({ ref }) => ref)).toBe(code);
  expect(printed).toEqual([value, text, problems]);
});
