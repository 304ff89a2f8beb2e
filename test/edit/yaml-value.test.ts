import { describe, expect, it } from "vitest";
import { yamlValue } from "../../src/edit/yaml-value.ts";
import { textEdits } from "../helpers/text-edits.ts";

const { edited, refusal } = textEdits(yamlValue, "values.yaml");

describe("another value of a YAML file", () => {
  it.each([
    ["a: false # why\nb: 1\n", "a", "false", "true", "a: true # why\nb: 1\n"],
    ['a:   "x"', "a", '"x"', "'y'", "a:   'y'"],
    ["a:\n  - b: 1\n  - b: 2\n", "a.1.b", "2", "3", "a:\n  - b: 1\n  - b: 3\n"],
    ["m: {a: 1, b: 2}\n", "m.a", "1", "10", "m: {a: 10, b: 2}\n"],
    ["a: ~\n", "a", "~", "plain words", "a: plain words\n"],
    ["a:\nb: 1\n", "a", "", "x", "a: x\nb: 1\n"],
  ])("in %j at %s", (base, at, from, text, expected) => {
    expect(edited(base, { at, from }, `${text}\n`)).toBe(expected);
  });

  it.each([
    ["a: 2\n", "a", "values.yaml:1: expected a to be 1, found 2"],
    ['a: "1"\n', "a", 'values.yaml:1: expected a to be 1, found "1"'],
    ["a: |\n  1\n", "a", "values.yaml:1: expected a to have a value of one line, found another"],
    ["a:\n  b: 1\n", "a", "values.yaml:1: expected a to have a value of one line, found another"],
    ["b: 1\n", "a", "values.yaml: expected the key a, found no a in the file"],
  ])("refuses %j", async (base, at, message) => {
    expect(await refusal(base, { at, from: "1" }, "3\n")).toBe(message);
  });

  it.each(["a: b", "[1]", "x # y", "a\nb"])("refuses the template text %j", async (text) => {
    expect(await refusal("a: 1\n", { at: "a", from: "1" }, text)).toMatch(
      /^t\.hbs: expected a value of one line/,
    );
  });
});
