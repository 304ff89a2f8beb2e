import { describe, expect, it } from "vitest";
import type { GoFile } from "../../src/golang/go-file.ts";
import { makeSharing } from "../../src/golang/share-files.ts";

/** Shares files that only have a text; tells what was parsed, and what was freed. */
function sharing() {
  const parsed: string[] = [];
  const freed: string[] = [];
  const next = makeSharing<GoFile>((path, text) => {
    parsed.push(`${path} ${text}`);
    return { path, text, dispose: () => freed.push(text) } as unknown as GoFile;
  });
  return { parsed, freed, next };
}

describe("makeSharing", () => {
  it("gives the same file for the same text of a path alone", () => {
    const { parsed, next } = sharing();
    const one = next("a.go", "1");
    expect(next("a.go", "1")).toBe(one);
    next("b.go", "1");
    next("a.go", "2");
    expect(parsed).toEqual(["a.go 1", "b.go 1", "a.go 2"]);
  });

  it("frees a tree when another took its place and nobody holds it any more", () => {
    const { freed, next } = sharing();
    const [one, again] = [next("a.go", "1"), next("a.go", "1")];
    one.dispose();
    again.dispose();
    expect(freed).toEqual([]);
    const held = next("a.go", "1");
    next("a.go", "2").dispose();
    expect(freed).toEqual([]);
    held.dispose();
    expect(freed).toEqual(["1"]);
  });

  it("keeps the last file where another does not parse", () => {
    const { next } = sharing();
    const one = next("a.go", "1");
    const failing = makeSharing<GoFile>((_, text) => {
      if (text === "bad") throw new Error("bad");
      return one;
    });
    const file = failing("c.go", "good");
    expect(() => failing("c.go", "bad")).toThrow("bad");
    expect(failing("c.go", file.text)).toBe(file);
  });
});
