import { describe, expect, it } from "vitest";
import { freshIssues, parseLinterList, parseReport, troubleWords } from "../../src/verify/lint-issues.ts";
import type { LintFinding } from "../../src/verify/lint-result.ts";

function issue(line: number, text: string, changed: Partial<LintFinding> = {}): LintFinding {
  return { path: "pkg/a/a.go", line, linter: "govet", text, ...changed };
}

describe("parseReport", () => {
  it("reads findings and the linters that ran, whatever is printed before", () => {
    const report = {
      Issues: [
        {
          FromLinter: "govet",
          Text: "x is shadowed",
          Severity: "",
          Pos: { Filename: "pkg/a/a.go", Offset: 3, Line: 7 },
        },
      ],
      Report: {
        Warnings: [{ Text: "old" }],
        Linters: [
          { Name: "unused", Enabled: true },
          { Name: "lll" },
          { Name: "typecheck", Enabled: true },
          { Name: "govet", Enabled: true },
        ],
      },
    };
    expect(parseReport(`{"not":"it"}\nfetched\n${JSON.stringify(report)}\n`)).toEqual({
      issues: [issue(7, "x is shadowed")],
      linters: ["govet", "unused"],
    });
  });

  it("takes null for no findings, and tells a report from other output", () => {
    expect(parseReport('{"Issues":null,"Report":{}}')).toEqual({ issues: [], linters: [] });
    for (const output of ["", "panic: no\n", "{broken", '{"Issues":[{}],"Report":{}}'])
      expect(parseReport(output)).toBeUndefined();
  });
});

describe("parseLinterList", () => {
  it("leaves out what is only kept so that old configurations load", () => {
    const list = [
      { name: "govet", description: "Vet examines Go source code.", deprecated: false },
      { name: "tenv", description: "Detects os.Setenv.", deprecated: true },
      { name: "varcheck", description: "Deprecated.", deprecated: true },
    ];
    expect(parseLinterList(JSON.stringify(list))).toEqual(["govet", "tenv"]);
    expect(parseLinterList("Enabled by default: govet")).toEqual([]);
  });
});

describe("freshIssues", () => {
  it("knows a finding again where it has moved, and where its text names lines", () => {
    const then = [
      issue(7, "x is unused"),
      issue(9, "10-20 lines are duplicate of `pkg/a/b.go:30-40`", { linter: "dupl" }),
      issue(11, "shadows declaration at a.go:3:4"),
    ];
    const now = [
      issue(17, "x is unused"),
      issue(19, "20-30 lines are duplicate of `pkg/a/b.go:50-60`", { linter: "dupl" }),
      issue(21, "shadows declaration at a.go:13:4"),
    ];
    expect(freshIssues(now, then)).toEqual([]);
  });

  it("counts: three alike where there was one are two new ones", () => {
    const now = [issue(3, "not formatted"), issue(5, "not formatted"), issue(9, "not formatted")];
    expect(freshIssues(now, [issue(3, "not formatted")])).toEqual(now.slice(1));
  });

  it("tells files and linters apart", () => {
    const now = [issue(3, "x"), issue(3, "x", { path: "pkg/a/b.go" }), issue(3, "x", { linter: "unused" })];
    expect(freshIssues(now, [issue(4, "x")])).toEqual(now.slice(1));
  });
});

describe("troubleWords", () => {
  it.each([
    [
      'level=warning msg="old"\nlevel=error msg="[linters_context] typechecking error: \\"x\\" not found\\nmore"\n',
      '[linters_context] typechecking error: "x" not found',
    ],
    [
      "Error: can't load config: nofmt is not a formatter\nThe command is terminated due to an error\n",
      "can't load config: nofmt is not a formatter",
    ],
    ["Failed executing command with error: unknown linters: 'a'\n", "unknown linters: 'a'"],
    ["signal: killed\n", "signal: killed"],
    ["", "it gives no reason"],
  ])("%j", (stderr, words) => {
    expect(troubleWords(stderr)).toBe(words);
  });
});
