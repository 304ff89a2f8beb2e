import { describe, expect, it } from "vitest";
import { jsonValue } from "../../src/edit/json-value.ts";
import { textEdits } from "../helpers/text-edits.ts";

const { edited, refusal } = textEdits(jsonValue, "schema.json");

describe("another value of a JSON file", () => {
  it.each([
    ['{\n\t"a" : [1, {"b":"x"}]\n}', "/a/1/b", '"x"', '"y"', '{\n\t"a" : [1, {"b":"y"}]\n}'],
    ['{"a": {\n"b": 1}}\n', "/a", '{ "b" : 1 }', "null", '{"a": null}\n'],
    ['["}", "\\"]", 2]\n', "/2", "2", "-2.5e10", '["}", "\\"]", -2.5e10]\n'],
  ])("in %j at %s", (base, at, from, text, expected) => {
    expect(edited(base, { at, from }, `${text}\n`)).toBe(expected);
  });

  it.each([
    ['{"a": 2}', "/a", "schema.json:1: expected /a to be 1, found 2"],
    ['{"b": 1}', "/a", "schema.json:1: expected a value at /a, found no a in the file"],
    ["[1]", "/01", "schema.json:1: expected a value at /01, found no 01 in the file"],
  ])("refuses %j", async (base, at, message) => {
    expect(await refusal(base, { at, from: "1" }, "3")).toBe(message);
  });

  it("refuses text that is no value", async () => {
    expect(await refusal('{"a": 1}', { at: "/a", from: "1" }, "yes")).toBe(
      't.hbs: expected a JSON value, found "yes"',
    );
  });
});
