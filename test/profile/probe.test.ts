import { describe, expect, it } from "vitest";
import { absent, at, atFile, only } from "../../src/profile/probe.ts";
import { makeGoParser } from "../helpers/go.ts";

const parser = await makeGoParser();
const file = parser.parse("p/a.go", "package p\n\nfunc f() {\n\tg()\n\tg()\n}\n\nfunc h() {}\n");

describe("only", () => {
  it("gives the one node that an anchor names, for a fact at its line", () => {
    const found = only(file, "p/a.go", "func h");
    if ("missing" in found) throw new Error(found.missing);
    expect(at("v", found.file, found.node)).toEqual({ value: "v", at: { path: "p/a.go", line: 8 } });
  });

  it.each([
    ["func gone", 'p/a.go: expected one "func gone", found 0'],
    ["func f > call g", 'p/a.go: expected one "func f > call g", found 2'],
  ])("says how many there are of %s", (anchor, missing) => {
    expect(only(file, "p/a.go", anchor)).toEqual({ missing });
  });

  it("says that the release does not have the file, whatever the anchor", () => {
    expect(only(undefined, "p/gone.go", "func f")).toEqual({ missing: "p/gone.go does not exist" });
  });
});

it("a fact without a node, or about a whole file, is at its first line", () => {
  expect(at(true, file, undefined)).toEqual({ value: true, at: { path: "p/a.go", line: 1 } });
  expect(atFile(null, "p/b.go")).toEqual({ value: null, at: { path: "p/b.go", line: 1 } });
});

it("what a release does not have is told from what has an unknown shape", () => {
  expect(absent("no such mode")).toEqual({ missing: "no such mode", isAbsent: true });
  expect(only(file, "p/a.go", "func gone")).not.toHaveProperty("isAbsent");
});
