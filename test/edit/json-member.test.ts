import { describe, expect, it } from "vitest";
import { jsonMember } from "../../src/edit/json-member.ts";
import { textEdits } from "../helpers/text-edits.ts";

const { edited, refusal, isPresent } = textEdits(jsonMember, "schema.json");

const schema = `{
  "properties": {
    "MTU": {
      "type": "integer"
    },
    "agent": {
      "type": ["boolean", "null"],
      "big": 12345678901234567890
    }
  },
  "empty": {},
  "list": [
    1.0,
    "a"
  ],
  "type": "object"
}`;

describe("a member of a JSON file", () => {
  const debug = '"debug": {"type": ["boolean"], "min": 1.50, "of": []}\n';
  const printed = `"debug": {
      "type": [
        "boolean"
      ],
      "min": 1.50,
      "of": []
    }`;

  it("goes among sorted names, and keeps numbers as they are written", () => {
    const after = edited(schema, { at: "/properties", place: "sorted" }, debug);
    expect(after).toBe(schema.replace("7890\n    }\n", `7890\n    },\n    ${printed}\n`));
  });

  it.each([
    ["before", '    "MTU"', `    ${printed},\n    "MTU"`],
    ["after", '"integer"\n    },\n', `"integer"\n    },\n    ${printed},\n`],
  ])("goes %s a member", (place, old, expected) => {
    expect(edited(schema, { at: "/properties/MTU", place }, debug)).toBe(schema.replace(old, expected));
  });

  it("goes to the end of an object, an empty object and a list", () => {
    expect(edited(schema, { at: "", place: "end" }, '"x": 1\n')).toBe(
      schema.replace('"object"\n', '"object",\n  "x": 1\n'),
    );
    expect(edited(schema, { at: "/empty", place: "end" }, '"x": 1\n')).toBe(
      schema.replace('"empty": {}', '"empty": {\n    "x": 1\n  }'),
    );
    expect(edited(schema, { at: "/list", place: "end" }, '{"b": 1e3}\n')).toBe(
      schema.replace('    "a"\n', '    "a",\n    {\n      "b": 1e3\n    }\n'),
    );
  });

  it("keeps tabs, one line, and a colon without a blank", () => {
    expect(edited('{\n\t"a":1\n}\n', { at: "/a", place: "after" }, '"b": [2]')).toBe(
      '{\n\t"a":1,\n\t"b":[\n\t\t2\n\t]\n}\n',
    );
    expect(edited('{"a": [1, 2]}\n', { at: "/a", place: "end" }, "3")).toBe('{"a": [1, 2, 3]}\n');
    expect(edited('{"a": 1}', { at: "/a", place: "before" }, '"b": {"c": [1]}')).toBe(
      '{"b": {"c": [1]}, "a": 1}',
    );
    expect(edited("{}\n", { at: "", place: "end" }, '"b": 1')).toBe('{"b": 1}\n');
  });

  it("finds names with a slash, a tilde and an escape", () => {
    const base = '{\n  "a/b": {\n    "c~d": {\n      "\\u0065": 1\n    }\n  }\n}\n';
    expect(edited(base, { at: "/a~1b/c~0d/e", place: "after" }, '"f": 2')).toBe(
      base.replace('": 1\n', '": 1,\n      "f": 2\n'),
    );
  });

  it("is there with the same value, whatever the white space", () => {
    expect(isPresent('{"a":{ "b":1 }}', { at: "", place: "end" }, '"a": {"b": 1}')).toBe(true);
    expect(isPresent('{"a":2}', { at: "", place: "end" }, '"a": 1')).toBe(false);
    expect(isPresent('{"a":2}', { at: "/x/y", place: "after" }, '"a": 2')).toBe(false);
  });

  it.each([
    [
      "a pointer to nothing",
      schema,
      "/properties/x/y",
      "schema.json:2: expected a value at /properties/x, found no x in /properties",
    ],
    [
      "a member that is not there",
      schema,
      "/properties/x",
      "schema.json: expected a member /properties/x, found none",
    ],
    [
      "a member with another value",
      '{\n"a": 1,\n"debug": 1}',
      "/a",
      "schema.json:3: expected no debug, found one with other content",
    ],
    [
      "a name that is there twice",
      '{"p": {}, "p": {"a": 1}}',
      "/p/a",
      "schema.json:1: expected one p in the file, found another",
    ],
    ["comments", '{ // c\n"a": 1}', "/a", "schema.json: expected JSON that parses, found "],
    ["an empty file", "", "/a", "schema.json: expected JSON that parses, found "],
    ["CRLF", '{"a": 1}\r\n', "/a", "schema.json:1: expected lines that end in LF, found CRLF"],
  ])("refuses %s", async (_, base, at, message) => {
    expect(await refusal(base, { at, place: "after" }, debug)).toContain(message);
  });

  it("refuses names out of order, and a list that is to be sorted", async () => {
    expect(await refusal('{"b": 1,\n"a": 1}', { at: "", place: "sorted" }, debug)).toBe(
      "schema.json:2: expected rows in byte order, found b before a",
    );
    expect(await refusal("[1]", { at: "", place: "sorted" }, "2")).toBe(
      "schema.json:1: expected an object at the root, found an array",
    );
  });

  it.each(['"a"', '"a": 1, "b": 2', "{}", ""])("refuses the template text %j", async (text) => {
    expect(await refusal(schema, { at: "", place: "end" }, text)).toMatch(/^t\.hbs: expected one member/);
  });
});
