import { describe, expect, it } from "vitest";
import { readShell } from "../../src/verify/shell-commands.ts";

const commandsOf = (script: string) => readShell(script).commands.map((words) => words.join(" "));

describe("readShell", () => {
  it.each([
    ["pipes and lists", "a one | b two && c; d & e || f", ["a one", "b two", "c", "d", "e", "f"]],
    ["quotes", `a 'x; b' "y | c" 'don'\\''t'`, ["a x; b y | c don't"]],
    ["comments", "a # b; don't\n# c\nd x#y", ["a", "d x#y"]],
    [
      "substitutions",
      'a "$(b | c)" `d` <(e) "${x:-$(f)}"',
      ["b", "c", "d", "e", "f", "a $() $() $() ${x:-$(f)}"],
    ],
    ["arithmetic", "(( i++ < 3 )); a $(( 1 + 2 ))", ["a $(())"]],
    ["tests", "[[ $x =~ (a|b) && $(c) > d ]] || e", ["c", "[[ ]]", "e"]],
    ["arrays", 'X=("a" # b\n "c" "$(d)")\ne', ["d", "e"]],
    ["here-documents", "a <<'END' | b\nc; don't\nEND\nd <<-E\n\te\n\tE\nf <<<\"g\"", ["a", "b", "d", "f"]],
    ["continued lines", "a one \\\n  two\nb", ["a one two", "b"]],
    ["case", 'case "$x" in\n a|b) c ;;\n *) d;;\nesac\ne', ["c", "d", "e"]],
    ["subshells", "(a; b) | c", ["a", "b", "c"]],
  ])("%s", (_, script, commands) => {
    expect(commandsOf(script)).toEqual(commands);
  });

  it("finds functions, and what stands in them", () => {
    const { commands, functions } = readShell("f() {\n  a\n}\nf x\n");
    expect([...functions]).toEqual(["f"]);
    expect(commands.flat()).toContain("a");
  });

  it("tells where output goes to", () => {
    expect(readShell('a >b 2>&1\nc >>"$d" <e 2>/dev/null\nf &>g').written).toEqual([
      "b",
      "1",
      "$d",
      "/dev/null",
      "g",
    ]);
  });

  it("ends with any text", () => {
    for (const text of ['"', "'", "$(", "`", "${", "a <<E", ")", "case x in", "((", "[[", "a ("])
      expect(readShell(text).commands.length, text).toBeLessThan(3);
  });
});
