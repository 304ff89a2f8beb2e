import { describe, expect, it } from "vitest";
import { addedOptions, countLines } from "../../src/series/count-lines.ts";

/** A patch that adds and removes lines of files, by path: each line with its sign. */
function patchOf(files: Readonly<Record<string, readonly string[]>>): string {
  const diffs = Object.entries(files).map(([path, lines]) => {
    const count = (other: string) => lines.filter((line) => !line.startsWith(other)).length;
    return `diff --git a/${path} b/${path}
--- a/${path}
+++ b/${path}
@@ -1,${count("+")} +1,${count("-")} @@ func x() {
${lines.join("\n")}
`;
  });
  return `From 1 Mon Sep 17 00:00:00 2001\nSubject: [PATCH] x\n\n+ not a line of Go\n---\n${diffs.join("")}-- \ncilium-patchkit\n`;
}

describe("countLines", () => {
  it("counts added Go inside and outside tests", () => {
    const patch = patchOf({
      "a/node.go": [" kept", "+if a {", "+\tb()", "+}", "-c()"],
      "a/node_test.go": ["+func TestA(t *testing.T) {", "+}"],
      "README.md": ["+text"],
    });
    expect(countLines([patch, patchOf({ "b.go": ["+d()"] })])).toEqual({ code: 4, tests: 2 });
  });

  it("does not count blank lines and comments", () => {
    const lines = ["+", "+\t", "+// why", "+/* why", "+   so */", "+/* one */", "+a() // why"];
    expect(countLines([patchOf({ "a.go": lines })])).toEqual({ code: 1, tests: 0 });
  });

  it("does not count generated files", () => {
    const lines = { "types/zz_generated.deepequal.go": ["+a()"], "zz_generatedness/b.go": ["+b()"] };
    expect(countLines([patchOf(lines)])).toEqual({ code: 1, tests: 0 });
  });

  it("does not count a line that was realigned, once for each that was removed", () => {
    const lines = ["-\tname string", "-\tid int", "+\tname     string", "+\tid       int", "+\tid int"];
    expect(countLines([patchOf({ "a.go": lines })]).code).toBe(1);
    expect(countLines([patchOf({ "a.go": ["-\tid int"], "b.go": ["+\tid  int"] })]).code).toBe(1);
  });

  it("is not misled by lines that look like those of a diff", () => {
    const lines = ["+++ b/other.md", "--- a/other.md", "+-- ", "+@@ -1 +1 @@"];
    expect(countLines([patchOf({ "a.go": lines })]).code).toBe(3);
  });

  it("leaves out a commit that only registers a flag", () => {
    const reference = { "cmdref/agent.md": ["+      --enable-it        Enable it"] };
    const registered = patchOf({ ...reference, "option.go": ['+flags.Bool(option.EnableIt, true, "x")'] });
    expect(countLines([registered])).toEqual({ code: 0, tests: 0 });
    const decides = patchOf({ ...reference, "option.go": ["+if option.EnableIt {", "+}"] });
    expect(countLines([decides])).toEqual({ code: 2, tests: 0 });
    const tested = patchOf({ ...reference, "option.go": ["+a()"], "option_test.go": ["+b()"] });
    expect(countLines([tested])).toEqual({ code: 1, tests: 1 });
  });
});

describe("addedOptions", () => {
  it("names the options that a command reference gets", () => {
    const lines = [
      "       --old        x",
      "-      --moved x",
      "+      --moved     x",
      "+      --enable-it     Enable --other (default true)",
    ];
    expect(addedOptions([patchOf({ "cmdref/agent.md": lines, "a.go": ["+  --no"] })])).toEqual(["enable-it"]);
  });
});
