import { describe, expect, it } from "vitest";
import { decodeText } from "../../src/advise/decode-text.ts";

const line = "10.0.0.0/24 dev eth0";

describe("decodeText", () => {
  it.each([
    ["a byte order mark", Buffer.from(`\ufeff${line}`)],
    ["UTF-16, as PowerShell writes it", Buffer.from(`\ufeff${line}`, "utf16le")],
    ["UTF-16 of the other order", Buffer.from(`\ufeff${line}`, "utf16le").swap16()],
    ["colours", Buffer.from(`\x1b[36m10.0.0.0/24\x1b[0m dev eth0`)],
  ])("reads text with %s", (_, bytes) => {
    expect(decodeText(bytes)).toEqual({ text: line, oddity: null });
  });

  it("makes line ends one", () => {
    expect(decodeText(Buffer.from("a\r\nb\rc\n")).text).toBe("a\nb\nc\n");
  });

  it("says that bytes are no text", () => {
    expect(decodeText(Buffer.from([0x31, 0xc3, 0x28])).oddity).toContain("not all of it is UTF-8");
  });
});
