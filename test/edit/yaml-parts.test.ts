import { describe, expect, it } from "vitest";
import { isMap, isScalar, parseDocument, type YAMLMap } from "yaml";
import { nodeAt, pairEnd, pairOf } from "../../src/edit/yaml-document.ts";
import { maskOthers } from "../../src/edit/yaml-parts.ts";

const text = `# Licence

a: 1 # one
b:
  # above c
  c: |
    # no comment
    x: y

  # d: commented out
  d: "two
    lines: of it"
  e:
  - name: f
    g.h/i: [1,
      2]
  - j
# between
k: &anchor
    l:    # odd blanks
        m: ~

n: {o: 1, p: {q: 2}}
r:
last: >-
  folded
  text`;

/** Every mapping in a document that steps lead to, with the names of its keys. */
function mappings(map: YAMLMap, path: readonly string[] = []): { path: readonly string[]; map: YAMLMap }[] {
  const below = map.items.flatMap(({ key, value }) =>
    isMap(value) ? mappings(value, [...path, isScalar(key) ? String(key.value) : ""]) : [],
  );
  return [{ path, map }, ...below];
}

function mapAt(source: string, path: readonly string[]): YAMLMap {
  const document = parseDocument(source);
  expect(document.errors).toEqual([]);
  const map = nodeAt(document, path);
  if (!isMap(map)) throw new Error(`expected a mapping at ${path.join(".")}`);
  return map;
}

describe("maskOthers", () => {
  it("leaves every key that is looked at, and the last, where and what they are in the file", () => {
    const seen = mappings(mapAt(text, [])).flatMap(({ path, map }) =>
      map.items.map((pair) => {
        const name = isScalar(pair.key) ? String(pair.key.value) : "";
        const masked = maskOthers(text, { path, keys: [name] }) ?? "";
        expect(masked).toHaveLength(text.length);
        const found = mapAt(masked, path);
        const own = pairOf(found, name);
        expect(own && [pairEnd(own), JSON.stringify(own.value)]).toEqual([
          pairEnd(pair),
          JSON.stringify(pair.value),
        ]);
        const [last, lastFound] = [map.items.at(-1), found.items.at(-1)];
        expect(last && lastFound && pairEnd(lastFound)).toBe(last && pairEnd(last));
        return [...path, name].join(".");
      }),
    );
    expect(seen).toEqual("a b k n r last b.c b.d b.e k.l k.l.m n.o n.p n.p.q".split(" "));
  });

  it("puts one comment in the place of neighbours that are not looked at", () => {
    expect(maskOthers("a: 1\nb: 2\nc: 3\nd: 4\n", { path: [], keys: ["c"] })).toBe(
      `#${" ".repeat(8)}\nc: 3\nd: 4\n`,
    );
    expect(maskOthers("a:\n  b: 1\n  c: 2\n  d: 3\ne: 4\n", { path: ["a"], keys: ["d"] })).toBe(
      `a:\n#${" ".repeat(12)}\n  d: 3\n#${" ".repeat(3)}\n`,
    );
  });

  it("keeps a list with the mapping's own indentation with the key above it", () => {
    expect(maskOthers("a:\n- b: 1\n- c\nd: 2\n", { path: [], keys: ["a"] })).toBe("a:\n- b: 1\n- c\nd: 2\n");
    expect(maskOthers("a:\n- b: 1\n- c\nd: 2\n", { path: [], keys: [] })).toBe(`#${" ".repeat(12)}\nd: 2\n`);
  });

  it("keeps all of an inner mapping that is written in another way", () => {
    const braces = "a: {b: 1,\n  c: 2}\nd: 1\n";
    expect(maskOthers(braces, { path: ["a"], keys: ["c"] })).toBe(`a: {b: 1,\n  c: 2}\n#${" ".repeat(3)}\n`);
    const quoted = 'a:\n  "b": 1\n  c: 2\n';
    expect(maskOthers(quoted, { path: ["a"], keys: ["c"] })).toBe(quoted);
    const twice = "a:\n  b: 1\n  b: 2\n  c: 3\n";
    expect(maskOthers(twice, { path: ["a"], keys: ["c"] })).toBe(twice);
  });

  it.each([
    ["a key that is there twice", "a: 1\nb: 2\na: 3\n"],
    ["several documents", "a: 1\n---\nb: 2\n"],
    ["a list", "- a: 1\n- b: 2\n"],
    ["quotes", '"a": 1\nb: 2\n'],
    ["an end in the margin", "a: {\n  b: 1\n}\nc: 1\n"],
    ["a key further out than the first", "  a: 1\nb: 2\n"],
    ["nothing", "# a: 1\n"],
  ])("leaves %s to the parser", (_, source) => {
    expect(maskOthers(source, { path: [], keys: ["a"] })).toBeUndefined();
  });
});
