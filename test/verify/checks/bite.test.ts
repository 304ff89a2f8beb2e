import { describe, expect, it } from "vitest";
import { biteCheck } from "../../../src/verify/checks/bite.ts";

type Details = Parameters<typeof biteCheck.problems>[0];

const where = { path: "pkg/a/node.go", line: 7, function: "handler.update", change: "inverted" as const };
const details: Details = {
  mutants: [
    {
      ...where,
      text: "skip",
      outcome: "caught",
      by: ["v4Suite.TestSkip", "v6Suite.TestSkip", "TestOther/v4"],
    },
    { ...where, line: 9, text: "ok", outcome: "caught", by: ["pkg/a.go: a panic. TestSkip did not end"] },
    { ...where, line: 11, text: "err != nil", outcome: "survived", by: [] },
  ],
  greenOnBase: ["v4Suite.TestGreen"],
  redOnBase: 2,
};

describe("bite", () => {
  it("has a table of changes that names each test once, without its suites", () => {
    expect(biteCheck.tables?.(details)).toEqual([
      {
        title:
          "Changed conditions: 2 of 3 caught by the added tests; on the unpatched tree 2 of 3 added tests fail",
        head: ["where", "function", "change", "result", "caught by"],
        rows: [
          ["pkg/a/node.go:7", "handler.update", "inverted: skip", "caught", "TestSkip, TestOther/v4"],
          [
            "pkg/a/node.go:9",
            "handler.update",
            "inverted: ok",
            "caught",
            "pkg/a.go: a panic. TestSkip did not end",
          ],
          ["pkg/a/node.go:11", "handler.update", "inverted: err != nil", "survived", ""],
        ],
      },
    ]);
  });

  it("finds fault with changes that no test catches, and with tests that pass on the base", () => {
    expect(biteCheck.problems(details)).toEqual([
      { what: "survived: inverted in handler.update, pkg/a/node.go:11", output: "err != nil" },
      { what: "passes on the base as well: v4Suite.TestGreen", output: "" },
    ]);
  });
});
