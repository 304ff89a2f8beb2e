import { describe, expect, it } from "vitest";
import { isMap, type Pair } from "yaml";
import {
  documentOf,
  findKey,
  keyStart,
  nodeAt,
  pairEnd,
  resolveKey,
  stepsOf,
} from "../../src/edit/yaml-document.ts";
import type { YamlView } from "../../src/edit/yaml-parts.ts";
import { failureOf } from "../helpers/failure.ts";

const fileOf = (text: string) => ({ path: "a.yaml", text });
/** Looks at keys of the outermost mapping. */
const top = (...keys: readonly string[]): YamlView => ({ path: [], keys });

/** The text of a key with its value. */
function keyText(text: string, at: string): string | undefined {
  const path = stepsOf(at);
  const view = { path: path.slice(0, -1), keys: path.slice(-1) };
  const pair = findKey(documentOf(fileOf(text), view), at)?.pair;
  return pair && text.slice(keyStart(pair), pairEnd(pair));
}

describe("stepsOf", () => {
  it.each([
    ["", []],
    ["a", ["a"]],
    ["a.b.0", ["a", "b", "0"]],
    ["a\\.b.c\\.d", ["a.b", "c.d"]],
  ])("takes the path %j apart", (at, steps) => {
    expect(stepsOf(at)).toEqual(steps);
  });
});

describe("a key with its value", () => {
  const text = `# above
first: 1 # beside
'second': {a: [1,
  2]}
third:
  - x
  - y: 1
    z:
      - deep
# below
lists:
  - - x
    - y
# below
fourth: |
  line

  line
fifth:
sixth: &name
  inner: "two
    lines"
seventh: last`;

  it.each([
    ["first", "first: 1"],
    ["second", "'second': {a: [1,\n  2]}"],
    ["third", "third:\n  - x\n  - y: 1\n    z:\n      - deep"],
    ["lists", "lists:\n  - - x\n    - y"],
    ["fourth", "fourth: |\n  line\n\n  line\n"],
    ["sixth", 'sixth: &name\n  inner: "two\n    lines"'],
    ["sixth.inner", 'inner: "two\n    lines"'],
    ["seventh", "seventh: last"],
  ])("%s ends where its value does, without comments behind it", (at, expected) => {
    expect(keyText(text, at)).toBe(expected);
  });

  it("ends behind the key where it has none", () => {
    expect(keyText(text, "fifth")).toMatch(/^fifth:?$/);
  });
});

describe("a path", () => {
  const text = "list:\n  - name: a\n  - name: b\na.b: 1\n8: eight\nshared: &s\n  x: 1\nother: *s\n";
  const document = documentOf(fileOf(text), top("list", "a.b", "8", "shared", "other"));

  it("leads through lists by number, and to keys with dots and keys that are numbers", () => {
    expect(String(nodeAt(document, ["list", "1", "name"]))).toBe("b");
    expect(String(nodeAt(document, ["a.b"]))).toBe("1");
    expect(String(nodeAt(document, ["8"]))).toBe("eight");
    expect(nodeAt(document, ["list", "first"])).toBeUndefined();
    expect(nodeAt(document, ["list", "2"])).toBeUndefined();
    expect(nodeAt(document, ["8", "x"])).toBeUndefined();
  });

  it.each([
    ["list.1.age", "no age in list.1"],
    ["list.2.name", "no 2 in list"],
    ["gone.x.y", "no gone in the file"],
    ["other.x", "an alias at other"],
  ])("to nothing, %s, is refused with the part of it that is there", async (at, found) => {
    expect(await failureOf(() => resolveKey(fileOf(text), document, at))).toMatchObject({
      code: "golang/anchor-mismatch",
      message: `a.yaml: expected the key ${at}, found ${found}`,
    });
  });

  it("gives the mapping that has the key, too", () => {
    const { map, pair } = resolveKey(fileOf(text), document, "list.0.name");
    expect(map.items).toEqual([pair]);
  });
});

describe("documentOf", () => {
  it("parses only what is looked at, so that faults elsewhere are not seen", () => {
    const text = "a: 1\nb: [\nc: 3\nd: 4\n";
    const { contents } = documentOf(fileOf(text), top("c"));
    const keys = isMap(contents) ? contents.items.map(({ key }: Pair) => String(key)) : [];
    expect(keys).toEqual(["c", "d"]);
  });

  it("finds the same places as in the whole file", () => {
    const text = "a:\n  x: 1\nb:\n  y: 2\nc: 3\n";
    for (const at of ["a.x", "b.y", "c"])
      expect(keyText(text, at)).toBe(text.match(`${at.at(-1)}: \\d`)?.[0]);
  });

  it.each([
    ["what is looked at does not parse", "a: 1\nb: [1\n", /^a\.yaml:\d: expected YAML that parses, found \S/],
    ["a key is there twice", "a: 1\na: 2\n", /^a\.yaml:2: expected YAML that parses, found .*unique/],
    [
      "there are two documents",
      "a: 1\n---\nb: 1\n",
      /^a\.yaml:\d: expected one YAML document, found several$/,
    ],
    ["there is none", "", /^a\.yaml: expected a YAML document, found none$/],
  ])("refuses a file where %s, in one line", async (_, text, message) => {
    expect(await failureOf(() => documentOf(fileOf(text), top("a", "b")))).toMatchObject({
      code: "golang/anchor-mismatch",
      message: expect.stringMatching(message),
    });
  });
});
