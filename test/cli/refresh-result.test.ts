import { describe, expect, it } from "vitest";
import { makePrinter } from "../../src/cli/printer.ts";
import { refreshWords } from "../../src/cli/refresh-result.ts";
import type { RefreshResult } from "../../src/cli/refresh-value.ts";

const printer = makePrinter({ json: false, quiet: false, color: false });
const base = "a".repeat(40);
const unchanged: RefreshResult = {
  former: "v1/one",
  variant: "one",
  formerBase: base,
  ref: "v1",
  sha: base,
  folder: "v1/one",
  status: "unchanged",
  revision: null,
  commits: null,
  digest: null,
  code: null,
  reason: null,
};
const words = (result: Partial<RefreshResult>, dryRun = false) =>
  refreshWords({ schema: 1, repo: "", out: "", dryRun, results: [{ ...unchanged, ...result }] }, printer);

describe("refreshWords", () => {
  it("says nothing more of a series that stays", () => {
    expect(words({}).trimEnd()).toBe("v1/one  unchanged");
  });

  it("counts what became of the commits, and names the new base", () => {
    const commits = (["same", "changed", "changed", "removed"] as const).map((change) => ({
      change,
      before: 1,
      after: 1,
      subject: "",
    }));
    const result = { status: "refreshed" as const, revision: 3, sha: "b".repeat(40), commits };
    expect(words(result)).toBe(
      "v1/one  refreshed, v3 kept  aaaaaaaaaaaa -> bbbbbbbbbbbb; commits: 1 same, 2 changed, 1 removed",
    );
    expect(words({ ...result, folder: "v2/one" }, true)).toMatch(
      /^v1\/one {2}would be refreshed as v2\/one .*\nnothing was written: --dry-run$/,
    );
  });

  it("gives the reason of a refusal", () => {
    const result = { status: "refused" as const, code: "some/code", reason: "a sentence" };
    expect(words(result)).toBe("v1/one  refused  some/code; a sentence");
  });
});
