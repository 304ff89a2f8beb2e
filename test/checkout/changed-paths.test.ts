import { describe, expect, it } from "vitest";
import { parseChanges } from "../../src/checkout/changed-paths.ts";

const commit = (sha: string, subject: string, body: string, paths: string) =>
  `\x01${[sha, "1700000000", subject, body, `\0\n${paths}`].join("\x02")}`;

describe("parseChanges", () => {
  it("reads commits with their paths, whatever these are named", () => {
    const output = commit("a1", "First", "body\n\nmore\n", "a.go\0b c.go\0") + commit("b2", "Second", "", "");
    expect(parseChanges(output)).toEqual([
      { sha: "a1", committedAtSec: 1700000000, subject: "First", pull: null, paths: ["a.go", "b c.go"] },
      { sha: "b2", committedAtSec: 1700000000, subject: "Second", pull: null, paths: [] },
    ]);
  });

  it.each([
    ["Merge pull request #123 from user/branch", "", 123],
    ["pkg: Change it (#45)", "", 45],
    ["pkg: Change it", "text\n\nPR: #67\n", 67],
    ["pkg: Fix #45 in passing", "fixes #99\n", null],
    ["Revert of (#45) for now", "", null],
  ])("finds the pull request of %j", (subject, body, pull) => {
    expect(parseChanges(commit("a1", subject, body, "a.go\0"))[0]?.pull).toBe(pull);
  });
});
