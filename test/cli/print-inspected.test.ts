import { expect, it } from "vitest";
import { printInspected } from "../../src/cli/print-inspected.ts";
import type { Printer } from "../../src/cli/printer.ts";

const good = { ref: "v1.10.12", sha: "08521c9ede4b", code: null, reason: null };
const refused = { ...good, ref: "v1.3.0", code: "profile/not-cilium", reason: "expected node.go" };
const unknown = { ...refused, ref: "v9", sha: null, code: "checkout/unknown-ref", reason: "expected a ref" };

/** The exit code, the words, and the lines that `--quiet` keeps. */
function printed(...results: readonly (typeof good | typeof refused | typeof unknown)[]) {
  const seen: unknown[] = [];
  const result: Printer["result"] = (_, words, problems) => seen.push(words(), problems?.());
  const code = printInspected({ result } as unknown as Printer, { results }, ({ ref }) => `about ${ref}`);
  return [code, ...seen];
}

it("prints every ref, and tells by its exit code whether one was refused", () => {
  expect(printed(good)).toEqual([0, "about v1.10.12", []]);
  expect(printed(good, refused)).toEqual([
    1,
    "about v1.10.12\n\nabout v1.3.0",
    ["v1.3.0: profile/not-cilium: expected node.go"],
  ]);
});

it("takes a ref that names no commit for a mistake in the command line", () => {
  expect(printed(good, refused, unknown)[0]).toBe(2);
});
