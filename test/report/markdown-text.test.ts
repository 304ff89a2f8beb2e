import { describe, expect, it } from "vitest";
import {
  block,
  code,
  foldable,
  markdownTable,
  plain,
  withoutControls,
} from "../../src/report/markdown-text.ts";

describe("plain", () => {
  it("escapes what Markdown would take for its own, on one line", () => {
    expect(plain(" a_b *c*\n[d](e) <f> | ~g & `h` \\ ")).toBe(
      "a\\_b \\*c\\* \\[d\\](e) \\<f\\> \\| \\~g \\& \\`h\\` \\\\",
    );
  });

  it("leaves ordinary text alone", () => {
    expect(plain("expected 2 routes, found 1 (10.0.0.0/8).")).toBe(
      "expected 2 routes, found 1 (10.0.0.0/8).",
    );
  });

  it.each([
    ["thanks @ann", "`thanks @ann`"],
    ["see #12", "`see #12`"],
    ["see gh-12", "`see gh-12`"],
    ["high-12", "high-12"],
    ["a # b", "a \\# b"],
  ])("makes code of text only if it mentions somebody or an issue: %j", (text, markdown) => {
    expect(plain(text)).toBe(markdown);
  });
});

describe("code", () => {
  it.each([
    ["a b", "`a b`"],
    ["", ""],
    [" \n", ""],
    ["a`b", "``a`b``"],
    ["a``b`c", "```a``b`c```"],
    ["`a", "`` `a ``"],
    ["a`", "`` a` ``"],
    ["a\nb", "`a b`"],
  ])("quotes %j so that nothing in it ends it", (text, markdown) => {
    expect(code(text)).toBe(markdown);
  });
});

describe("block", () => {
  it("has a fence longer than any in it", () => {
    expect(block("a\nb\n")).toBe("```\na\nb\n```");
    expect(block("````\nx\n````\n", "diff")).toBe("`````diff\n````\nx\n````\n`````");
  });

  it("keeps the blanks in front of a line, and drops control characters", () => {
    expect(block("  a\n\n\tb\x1b[1mc\x1b[0m\r\n\n")).toBe("```\n  a\n\n\tbc\n```");
  });
});

describe("markdownTable", () => {
  it("escapes pipes in cells once, also in code", () => {
    expect(
      markdownTable(
        ["a", "b"],
        [
          ["x|y", "`p|q`"],
          ["\\|", ""],
        ],
      ),
    ).toBe("| a | b |\n| --- | --- |\n| x\\|y | `p\\|q` |\n| \\| |  |");
  });
});

describe("foldable", () => {
  it("has a title of one line, in which nothing is a tag", () => {
    expect(foldable("a <b>\n&c", "**body**")).toBe(
      "<details><summary><code>a &lt;b&gt; &amp;c</code></summary>\n\n**body**\n\n</details>",
    );
  });
});

describe("withoutControls", () => {
  it("drops colours, controls and marks of direction, and keeps tabs, line ends and letters", () => {
    expect(withoutControls("\x1b[1;31mred\x1b[0m\x07\x9b\u202e\u2066é\t\n😀")).toBe("redé\t\n😀");
  });
});
