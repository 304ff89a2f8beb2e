import { expect, it } from "vitest";
import { findingsOf } from "../../src/report/report-findings.ts";
import { makeEvidence, makeReportSeries, makeResult } from "../helpers/evidence.ts";

it("lists what linters and the tree's own scripts found, and no script that fails on the base", () => {
  const result = makeResult("lint", {
    outcome: "fail",
    reason: "two things",
    details: {
      check: "lint",
      golangci: {
        config: ".golangci.yaml",
        version: "v1.64.8",
        packages: ["pkg/a"],
        broken: [],
        linters: ["govet"],
        dropped: ["varcheck"],
        findingsBefore: 3,
        findings: [{ path: "pkg/a/a.go", line: 7, linter: "govet", text: "x is shadowed" }],
      },
      scripts: [
        { command: "contrib/scripts/check-old.sh", status: "base-fails", reason: null, output: "old" },
        { command: "contrib/scripts/check-words.sh", status: "fail", reason: null, output: "a word" },
      ],
    },
  });
  const series = makeReportSeries({ evidence: makeEvidence({}, [result]) });
  expect(findingsOf(series)).toEqual([
    { check: "lint", what: "govet: pkg/a/a.go:7", output: "x is shadowed" },
    { check: "lint", what: "contrib/scripts/check-words.sh fails", output: "a word" },
  ]);
});
