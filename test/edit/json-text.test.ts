import { describe, expect, it } from "vitest";
import { type JsonNode, printJson, printMember, scanJson } from "../../src/edit/json-text.ts";

/** The value of a node, each scalar read from the text between its offsets alone. */
function readValue(text: string, node: JsonNode): unknown {
  switch (node.kind) {
    case "object":
      return Object.fromEntries(node.members.map(({ name, value }) => [name, readValue(text, value)]));
    case "array":
      return node.items.map((item) => readValue(text, item));
    case "scalar":
      return JSON.parse(text.slice(node.start, node.end));
  }
}

const tricky = [
  '{"a":1,"b":[true,false,null],"c":{"d":{}}}',
  ' \n[ -0.5e+10 ,\t"x" , [ ] ,\r\n{ } ]\n ',
  '{"quote \\" brace } colon : comma ,": "also \\" ] } , : \\\\"}',
  '{"\\u0061\\n/~": "\\u007d"}',
  '"just a text"',
  "42",
  '[[["deep"]],[[]]]',
];

describe("scanJson", () => {
  it.each(tricky)("finds the values that JSON.parse finds in %j", (text) => {
    expect(readValue(text, scanJson(text))).toEqual(JSON.parse(text));
  });

  it("knows where a member, its key and its value start and end", () => {
    const text = '{ "a\\"b" : [1] , "c": "}" }\n';
    const root = scanJson(text);
    if (root.kind !== "object") throw new Error(`expected an object, found ${root.kind}`);
    expect(text.slice(root.start, root.end)).toBe('{ "a\\"b" : [1] , "c": "}" }');
    expect(
      root.members.map(({ name, start, keyEnd, value }) => [
        name,
        text.slice(start, keyEnd),
        text.slice(value.start, value.end),
      ]),
    ).toEqual([
      ['a"b', '"a\\"b"', "[1]"],
      ["c", '"c"', '"}"'],
    ]);
  });

  it.each(["", "{", "{a: 1}", "[1,]", "1 2", "// c\n1"])("refuses %j as JSON.parse does", (text) => {
    expect(() => scanJson(text)).toThrow(SyntaxError);
  });
});

describe("printJson", () => {
  const print = (text: string, indent = "") =>
    printJson(text, scanJson(text), indent, { unit: "  ", colon: ": " });

  it("puts each value on a line, one level further in than the line that it starts on", () => {
    expect(print('{"a":[1,{"b":null}],"c":"x"}', "    ")).toBe(`{
      "a": [
        1,
        {
          "b": null
        }
      ],
      "c": "x"
    }`);
  });

  it("keeps scalars and keys as they are written, and empty lists and objects on their line", () => {
    expect(print('{"\\u0061": 1.50, "b": 12345678901234567890, "c": [ ], "d": {\n}}')).toBe(
      '{\n  "\\u0061": 1.50,\n  "b": 12345678901234567890,\n  "c": [],\n  "d": {}\n}',
    );
  });

  it.each(tricky)("prints what has the value of %j", (text) => {
    expect(JSON.parse(print(text))).toEqual(JSON.parse(text));
  });
});

describe("printMember", () => {
  it("has the colon and the indentation of the file", () => {
    const text = '{"a" : {"b": 1}}';
    const root = scanJson(text);
    const [member] = root.kind === "object" ? root.members : [];
    if (!member) throw new Error("expected a member");
    expect(printMember(text, member, "\t", { unit: "\t", colon: ":" })).toBe('"a":{\n\t\t"b":1\n\t}');
  });
});
