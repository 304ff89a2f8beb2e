import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { shellWords } from "../../src/text/shell-words.ts";

describe("shellWords", () => {
  it("leaves words as they are that no shell looks into", () => {
    const words = ["git", "am", "-C", "/a/b", "--ref=v1.10^", "user@host:x,y", "50%", "~/x"];
    expect(shellWords(words)).toBe(words.join(" "));
  });

  it.each([
    [["two words"], "'two words'"],
    [[""], "''"],
    [["it's"], "'it'\\''s'"],
    [["$HOME", "`id`"], "'$HOME' '`id`'"],
    [["*.patch"], "'*.patch'"],
  ])("quotes %j", (words, expected) => {
    expect(shellWords(words)).toBe(expected);
  });

  it("gives what sh(1) reads back as the same words", () => {
    const words = ["", " ", "'", '"', "\\", "$(id)", "a\tb", "!x", "#", "é", "a;b", "{a,b}", "--x=1"];
    const output = execFileSync("sh", ["-c", `printf '%s\\0' ${shellWords(words)}`], { encoding: "utf8" });
    expect(output.split("\0").slice(0, -1)).toEqual(words);
  });
});
