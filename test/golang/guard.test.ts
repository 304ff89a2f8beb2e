import { describe, expect, it } from "vitest";
import { callsAround, isFirstStatement } from "../../src/golang/guard.ts";
import { makeGoParser, parseGo } from "../helpers/go.ts";

const parser = await makeGoParser();

/** The file of a function with that body, and its one call of `guard`. */
function guardIn(body: string) {
  const file = parseGo(parser, `func f() {\n${body}\n}`);
  const node = file.root.descendantsOfType("call_expression").find(({ text }) => text === "guard()");
  if (!node) throw new Error("expected the call");
  return { file, node };
}

describe("isFirstStatement", () => {
  it.each([
    ["alone", "guard()", true],
    ["behind a comment", "// c\nguard()", true],
    ["as a condition", "if guard() { return }", true],
    ["behind another statement", "a()\nguard()", false],
    ["in a block of its own", "if a { guard() }", false],
    ["first in a function literal", "a()\nb(func() { guard() })", true],
    ["in an else branch", "if a { } else if guard() { }", false],
  ])("of a call %s is as it is", (_, body, expected) => {
    expect(isFirstStatement(guardIn(body).node)).toBe(expected);
  });
});

describe("callsAround", () => {
  /** Lines of the calls of `work` behind the guard, and of the others. */
  function linesOf(body: string) {
    const { file, node } = guardIn(body);
    const { behind, others } = callsAround(file, node, "work");
    return { behind: behind.map((call) => file.line(call)), others: others.map((call) => file.line(call)) };
  }

  it("takes calls in later statements of the block for those behind it, at any depth", () => {
    expect(linesOf("guard()\nwork()\nif a {\n\twork()\n}")).toEqual({ behind: [4, 6], others: [] });
  });

  it("takes calls before it, and in its own statement, for others", () => {
    expect(linesOf("work()\nif guard() {\n\twork()\n}\nwork()")).toEqual({ behind: [7], others: [3, 5] });
  });

  it("takes calls behind the guard's block for others: they can be reached around it", () => {
    expect(linesOf("if a {\n\tguard()\n\twork()\n}\nwork()")).toEqual({ behind: [5], others: [7] });
  });

  it("looks at the innermost function only", () => {
    expect(linesOf("work()\nb(func() {\n\tguard()\n\twork()\n})")).toEqual({ behind: [6], others: [] });
  });
});
