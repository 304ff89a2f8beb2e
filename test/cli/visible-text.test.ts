import { describe, expect, it } from "vitest";
import { visibleJson, visibleText } from "../../src/cli/visible-text.ts";

describe("visibleText", () => {
  it.each([
    ["a\x07b\0", "a\\x07b\\x00"],
    ["\x1b]0;title\x1b\\", "\\x1b]0;title\\x1b\\"],
    ["over\rwrite\x7f\x9b", "over\\x0dwrite\\x7f\\x9b"],
    ["\u202eabc\u2069", "\\u202eabc\\u2069"],
    ["one\u2028line\u2029", "one\\u2028line\\u2029"],
  ])("writes control characters out: %j", (text, shown) => {
    expect(visibleText(text, false)).toBe(shown);
    expect(visibleText(text, true)).toBe(shown);
  });

  it("leaves ordinary text alone, with tabs and line ends", () => {
    const text = "ä\t😀\n\u00a0é";
    expect(visibleText(text, false)).toBe(text);
  });

  it("keeps our own colours only where there are colours, and no other codes", () => {
    expect(visibleText("\x1b[31mred\x1b[39m", true)).toBe("\x1b[31mred\x1b[39m");
    expect(visibleText("\x1b[31mred\x1b[39m", false)).toBe("\\x1b[31mred\\x1b[39m");
    expect(visibleText("\x1b[2J\x1b[8mhidden\x1b[310m", true)).toBe("\\x1b[2J\\x1b[8mhidden\\x1b[310m");
  });
});

describe("visibleJson", () => {
  it("has no control characters, and the same value for a reader", () => {
    const value = { "\u202ekey": "\x7f\x9b\u2028", list: ["a\n\x1b"] };
    const text = visibleJson(value, 0);
    expect(text).toBe('{"\\u202ekey":"\\u007f\\u009b\\u2028","list":["a\\n\\u001b"]}');
    expect(JSON.parse(text)).toEqual(value);
  });

  it("is indented unless it is to be one line", () => {
    expect(visibleJson({ a: [] })).toBe('{\n  "a": []\n}');
  });
});
