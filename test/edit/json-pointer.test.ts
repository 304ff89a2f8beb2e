import { describe, expect, it } from "vitest";
import { findValue, resolveValue, rootOf, stepsOf } from "../../src/edit/json-pointer.ts";
import { failureOf } from "../helpers/failure.ts";

const fileOf = (text: string) => ({ path: "a.json", text });

/** The text of the value that a pointer finds; undefined if there is none. */
function found(text: string, pointer: string): string | undefined {
  const node = findValue(rootOf(fileOf(text)), stepsOf(pointer));
  return node && text.slice(node.start, node.end);
}

function refusal(text: string, pointer: string): Promise<string> {
  const file = fileOf(text);
  return failureOf(() => resolveValue(file, rootOf(file), stepsOf(pointer))).then(({ message }) => message);
}

describe("a JSON pointer", () => {
  // The example document of RFC 6901, section 5, and what its pointers evaluate to.
  const example =
    '{"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\\\j": 5, "k\\"l": 6, " ": 7, "m~n": 8}';
  it.each([
    ["", example],
    ["/foo", '["bar", "baz"]'],
    ["/foo/0", '"bar"'],
    ["/", "0"],
    ["/a~1b", "1"],
    ["/c%d", "2"],
    ["/e^f", "3"],
    ["/g|h", "4"],
    ["/i\\j", "5"],
    ['/k"l', "6"],
    ["/ ", "7"],
    ["/m~0n", "8"],
  ])("%j finds what RFC 6901 says", (pointer, value) => {
    expect(found(example, pointer)).toBe(value);
  });

  it("has ~01 for the two characters ~1, not for a slash", () => {
    expect(stepsOf("/~01/~10")).toEqual(["~1", "/0"]);
  });

  it.each(["/00", "/01", "/-1", "/1.0", "/ 1", "/2", "/-", "/length", "/0/0"])(
    "%s finds nothing in a list of two numbers",
    (pointer) => {
      expect(found("[10, 11]", pointer)).toBeUndefined();
    },
  );

  it("finds no member that every JavaScript object has", () => {
    expect(found("{}", "/constructor")).toBeUndefined();
    expect(found('{"__proto__": 1}', "/__proto__")).toBe("1");
  });
});

describe("a name that an object has twice", () => {
  const twice = '{"a": 1,\n"b": {"a": 2},\n"a": 3}';

  it("is the last of them where it is only looked for, as for JSON.parse", () => {
    expect(found(twice, "/a")).toBe("3");
  });

  it("is refused where an edit goes there, with the line of the second and what has it", async () => {
    expect(await refusal('{"p": {\n"a": 1,\n"a": 2}}', "/p/a")).toBe(
      "a.json:3: expected one a in /p, found another",
    );
    expect(await refusal(twice, "/a")).toBe("a.json:3: expected one a in the file, found another");
  });

  it("does not matter in an object that is not on the way", () => {
    const file = fileOf(twice);
    expect(resolveValue(file, rootOf(file), ["b", "a"]).start).toBe(twice.indexOf("2"));
  });
});

describe("a pointer to nothing", () => {
  it("is refused with the step that is missing, and the line of what it is missing in", async () => {
    const text = '{\n"a":\n{"b": [1]}\n}';
    expect(await refusal(text, "/a/c/d")).toBe("a.json:3: expected a value at /a/c/d, found no c in /a");
    expect(await refusal(text, "/a/b/1")).toBe("a.json:3: expected a value at /a/b/1, found no 1 in /a/b");
    expect(await refusal(text, "/x")).toBe("a.json:1: expected a value at /x, found no x in the file");
    expect(await refusal('{"a/b": {"~": 1}}', "/a~1b/~0/x")).toBe(
      "a.json:1: expected a value at /a~1b/~0/x, found no x in /a~1b/~0",
    );
  });

  it("is told from a file that is no JSON", async () => {
    const { code, message } = await failureOf(() => rootOf(fileOf("{'a': 1}")));
    expect([code, message]).toEqual([
      "golang/anchor-mismatch",
      expect.stringMatching(/^a\.json: expected JSON that parses, found .+/),
    ]);
  });
});
