import { expect, it } from "vitest";
import { unwrap } from "../../../src/publish/pull-request/unwrap.ts";

it("joins the lines of paragraphs and of list items", () => {
  expect(unwrap("one\ntwo\n\nthree\nfour")).toBe("one two\n\nthree four");
  expect(unwrap(" - one\n   two\n - three\n\n1. four\n   five\n2. six")).toBe(
    " - one two\n - three\n\n1. four five\n2. six",
  );
});

it("keeps code, underlined titles, columns, footnotes and what stands deep below an item", () => {
  const kept = [
    "    ip route\n    ip rule",
    "Change\n------",
    "1. flag-gate\n============",
    "kept:  a\nlost:  b",
    "[1] https://a.example\n[2] https://b.example",
    " 1. flag-gate (patches 1 to 2)\n    datapath: Skip routes",
  ].join("\n\n");
  expect(unwrap(kept)).toBe(kept);
});

it("keeps a text with a fenced block as it is", () => {
  const text = "one\ntwo\n\n```sh\na\n\nb\nc\n```";
  expect(unwrap(text)).toBe(text);
});
