import { describe, expect, it } from "vitest";
import { exactBlock, formatMarker, formatPatchMarker } from "../../src/publish/post-marker.ts";

describe("markers", () => {
  it("are comments that no name can end", () => {
    const marker = formatMarker({ folder: "a--b/-->/x", base: "1", digest: "2" });
    expect(marker.slice(4, -3)).not.toContain("--");
    expect(JSON.parse(marker.slice("<!-- patchkit:series ".length, -4))).toEqual({
      folder: "a--b/-->/x",
      base: "1",
      digest: "2",
    });
    expect(formatPatchMarker("a---b").slice(4, -3)).not.toContain("--");
  });
});

describe("exactBlock", () => {
  it("keeps the text, in a fence longer than any in it", () => {
    expect(exactBlock("a\n````\n \n\n", "diff")).toBe("`````diff\na\n````\n \n\n`````");
  });

  it.each([["a"], ["a\r\n"], ["a\0\n"]])("refuses %j, which could not be read back", (text) => {
    expect(exactBlock(text, "")).toBeUndefined();
  });
});
