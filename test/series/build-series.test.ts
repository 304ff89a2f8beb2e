import { describe, expect, it } from "vitest";
import { digestOf } from "../../src/series/index.ts";

describe("digestOf", () => {
  it("is the sha256 of the patches' bytes in order", () => {
    // FIPS 180-2, B.1, the text "abc"; and what sha256sum(1) says of the second.
    expect(digestOf(["a", "bc"])).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(digestOf(["Grüße\n", "😀"])).toBe(
      "a98a3e2326fec8f6641c248d3f899f5bf5b29ee6028d8e18fcb06bb04a577134",
    );
  });

  it("is that of nothing where there are no patches", () => {
    expect(digestOf([])).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });

  it("changes with a byte and with the order", () => {
    const digests = [
      ["a", "b"],
      ["b", "a"],
      ["a", "b "],
    ].map(digestOf);
    expect(new Set(digests).size).toBe(3);
  });
});
