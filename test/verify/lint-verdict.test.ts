import { describe, expect, it } from "vitest";
import { lintVerdict } from "../../src/verify/checks/lint.ts";
import type { GolangciResult, OwnCheck } from "../../src/verify/lint-result.ts";

const clean: GolangciResult = {
  config: ".golangci.yaml",
  version: "v1.64.8",
  packages: ["pkg/a"],
  broken: [],
  linters: ["govet"],
  dropped: [],
  findingsBefore: 3,
  findings: [],
};
const finding = { path: "pkg/a/a.go", line: 7, linter: "govet", text: "x is shadowed\nmore" };
const trouble = { reason: "golangci-lint could not be built", log: "no route" };

function script(status: OwnCheck["status"], changed: Partial<OwnCheck> = {}): OwnCheck {
  return { command: "contrib/scripts/check-words.sh", status, reason: null, output: "", ...changed };
}

describe("lintVerdict", () => {
  it("passes where neither part finds anything, and where a script fails on the base as well", () => {
    expect(lintVerdict(clean, [script("pass"), script("base-fails"), script("not-run")])).toEqual({
      outcome: "pass",
      reason: null,
      log: "",
      details: {
        golangci: clean,
        scripts: [script("pass"), script("base-fails"), script("not-run")],
      },
    });
    expect(lintVerdict(undefined, [script("pass")]).outcome).toBe("pass");
  });

  it("says on a pass which linters there are no more", () => {
    expect(lintVerdict({ ...clean, dropped: ["varcheck"] }, [])).toMatchObject({
      outcome: "pass",
      reason: "golangci-lint v1.64.8 no longer has varcheck",
    });
  });

  it("fails for a finding and for a script, whatever else could not run", () => {
    expect(lintVerdict({ ...clean, findings: [finding], broken: ["pkg/b"] }, [])).toMatchObject({
      outcome: "fail",
      reason: "pkg/a/a.go:7: x is shadowed (govet)",
    });
    expect(lintVerdict(trouble, [script("fail", { output: "word found" })])).toMatchObject({
      outcome: "fail",
      reason: "contrib/scripts/check-words.sh fails",
      log: "no route\n\ncontrib/scripts/check-words.sh:\nword found",
    });
  });

  it.each([
    [trouble, [script("pass")], "golangci-lint could not be built"],
    [
      { ...clean, broken: ["pkg/b"] },
      [script("pass")],
      "the unpatched base does not compile in pkg/b, so linters report nothing there",
    ],
    [undefined, [], "this tree has neither a golangci configuration nor check scripts"],
    [
      undefined,
      [script("not-run", { reason: "it runs make" })],
      "this tree has no golangci configuration, and none of its check scripts runs here: contrib/scripts/check-words.sh: it runs make",
    ],
  ])("never calls it a pass where something could not run", (golangci, scripts, reason) => {
    expect(lintVerdict(golangci, scripts)).toMatchObject({ outcome: "could-not-run", reason });
  });
});
