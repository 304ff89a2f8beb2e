import { describe, expect, it } from "vitest";
import { type LintDetails, lintCheck } from "../../../src/verify/checks/lint.ts";
import type { GolangciResult, OwnCheck } from "../../../src/verify/lint-result.ts";

const golangci: GolangciResult = {
  config: ".golangci.yaml",
  version: "v1.64.8",
  packages: ["pkg/a", "pkg/b"],
  broken: [],
  linters: ["govet", "misspell"],
  dropped: [],
  findingsBefore: 4,
  findings: [{ path: "pkg/a/a.go", line: 7, linter: "govet", text: "x is shadowed\nmore" }],
};

function script(name: string, status: OwnCheck["status"], changed: Partial<OwnCheck> = {}): OwnCheck {
  return { command: `contrib/scripts/check-${name}.sh`, status, reason: null, output: "", ...changed };
}

const details: LintDetails = {
  golangci,
  scripts: [
    script("fmt", "pass"),
    script("words", "fail", { output: "word found" }),
    script("docs", "base-fails", { output: "old" }),
    script("deep", "not-run", { reason: "it runs make" }),
  ],
};

// How a finding comes of both parts is tested beside the check, in lint-verdict.test.ts.
describe("lint", () => {
  it("finds fault with what linters say and with scripts that fail, not with those that fail on the base", () => {
    expect(lintCheck.problems(details)).toEqual([
      { what: "govet: pkg/a/a.go:7", output: "x is shadowed\nmore" },
      { what: "contrib/scripts/check-words.sh fails", output: "word found" },
    ]);
  });

  it("has a table of the packages and one of the scripts, which says how many of them ran", () => {
    expect(lintCheck.tables?.(details)).toEqual([
      {
        title: "golangci-lint v1.64.8 with .golangci.yaml: 1 new, 4 on the unpatched tree; 2 linters",
        head: ["package"],
        rows: [["pkg/a"], ["pkg/b"]],
      },
      {
        title: "The tree's own check scripts: 3 of 4 run",
        head: ["script", "result"],
        rows: [
          ["contrib/scripts/check-fmt.sh", "pass"],
          ["contrib/scripts/check-words.sh", "fail"],
          ["contrib/scripts/check-docs.sh", "base fails"],
          ["contrib/scripts/check-deep.sh", "not run: it runs make"],
        ],
      },
    ]);
  });

  it("has no table of a part that looked at nothing", () => {
    expect(lintCheck.tables?.({ golangci: null, scripts: [] })).toEqual([]);
    expect(lintCheck.tables?.({ golangci: { ...golangci, packages: [] }, scripts: [] })).toEqual([]);
    expect(lintCheck.tables?.({ ...details, golangci: null })?.map(({ title }) => title)).toEqual([
      "The tree's own check scripts: 3 of 4 run",
    ]);
  });
});
