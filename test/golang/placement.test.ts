import { describe, expect, it } from "vitest";
import { findAnchor } from "../../src/golang/anchor.ts";
import {
  itemOf,
  listedIn,
  type NoSpot,
  type Spot,
  spotAfter,
  spotAtEnd,
  spotAtStart,
  spotBefore,
} from "../../src/golang/placement.ts";
import { makeGoParser, parseGo } from "../helpers/go.ts";

const parser = await makeGoParser();

/** The text with `«before»` at the spot next to the one call of `here`, or what was expected there. */
function marked(source: string, find: typeof spotBefore, anchor = "call here"): string {
  const file = parseGo(parser, source);
  const [node] = findAnchor(file, anchor);
  if (!node) throw new Error(`expected ${anchor}`);
  return show(file.text, find(file, node));
}

function show(text: string, spot: Spot | NoSpot): string {
  if ("expected" in spot) return `expected ${spot.expected}, found ${spot.found}`;
  const withMark = `${text.slice(0, spot.offset)}«${spot.before}»${text.slice(spot.offset)}`;
  return withMark.slice("package p\n".length);
}

describe("spotBefore", () => {
  it.each([
    ["the start of a statement's line", "func f() {\n\there()\n}", "func f() {\n«»\there()\n}"],
    ["before comments on its line", "func f() {\n\t/* c */ here()\n}", "func f() {\n«»\t/* c */ here()\n}"],
    ["a line of its own in a line", "func f() { a(); here() }", "func f() { a(); «\n»here() }"],
    [
      "the statement around a call",
      "func f() {\n\tif here() {\n\t}\n}",
      "func f() {\n«»\tif here() {\n\t}\n}",
    ],
  ])("is %s", (_, source, expected) => {
    expect(marked(source, spotBefore)).toBe(expected);
  });

  it("is nowhere in an else branch", () => {
    expect(marked("func f() {\n\tif a {\n\t} else if here() {\n\t}\n}", spotBefore)).toBe(
      "expected a statement of its own, found an else branch",
    );
  });

  it("is nowhere at a constant without parentheses", () => {
    const file = parseGo(parser, "const a = 1\n");
    const [spec] = file.root.descendantsOfType("const_spec");
    expect(spec && spotBefore(file, spec)).toEqual({
      expected: "a constant within parentheses",
      found: "a single one",
    });
  });
});

describe("spotAfter", () => {
  it.each([
    ["the next line", "func f() {\n\there()\n}", "func f() {\n\there()\n«»}"],
    ["behind a comment", "func f() {\n\there() // c\n\ta()\n}", "func f() {\n\there() // c\n«»\ta()\n}"],
    ["behind a comma", "var a = []int{\n\there(), // c\n}", "var a = []int{\n\there(), // c\n«»}"],
    ["behind a comma that it needs", "var a = []int{here()}", "var a = []int{here()«,\n»}"],
    ["before the next statement in its line", "func f() { here(); a() }", "func f() { here();«\n» a() }"],
    [
      "not within a comment of several lines",
      "func f() {\n\there() /* c\n\td */\n}",
      "func f() {\n\there()«\n» /* c\n\td */\n}",
    ],
  ])("is %s", (_, source, expected) => {
    expect(marked(source, spotAfter)).toBe(expected);
  });
});

describe("spotAtStart and spotAtEnd", () => {
  it.each([
    ["func f() {\n\ta()\n}", "func f() {\n«»\ta()\n}", "func f() {\n\ta()\n«»}"],
    ["func f() { // c\n\ta()\n}", "func f() { // c\n«»\ta()\n}", "func f() { // c\n\ta()\n«»}"],
    ["func f() { a() }", "func f() {«\n» a() }", "func f() { a() «\n»}"],
  ])("of the block of %j are its first and last place", (source, start, end) => {
    const file = parseGo(parser, source);
    const [block] = file.root.descendantsOfType("block");
    if (!block) throw new Error("expected a block");
    expect(show(file.text, spotAtStart(file, block))).toBe(start);
    expect(show(file.text, spotAtEnd(file, block))).toBe(end);
  });
});

describe("itemOf and listedIn", () => {
  it("give the field around a type, and arguments without comments", () => {
    const file = parseGo(parser, "type T struct {\n\ta map[string]int\n}\nvar x = f(1 /* c */, 2)\n");
    const [type] = file.root.descendantsOfType("map_type");
    const item = type && itemOf(type);
    expect(item && "text" in item && item.text).toBe("a map[string]int");
    const [list] = file.root.descendantsOfType("argument_list");
    expect(listedIn(list ?? null).map(({ text }) => text)).toEqual(["1", "2"]);
    expect(listedIn(null)).toEqual([]);
  });
});
