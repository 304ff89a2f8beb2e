import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { yamlKey } from "../../src/edit/yaml-key.ts";
import { makeRandom } from "../helpers/random.ts";
import { randomYaml } from "../helpers/random-yaml.ts";
import { textEdits } from "../helpers/text-edits.ts";

const { edited, refusal, isPresent } = textEdits(yamlKey, "values.yaml");

const values = `# Licence

# -- Debugging.
debug:
  # -- Enable it.
  enabled: false # by default
  # -- What to log.
  verbose: ~

  # A commented one.
  # other: 1

    # deeper
image:   # odd blanks
  tag:    "v1"
list:
  - name: a
    args: [x, y]
  - name: b
text: |
  # not a comment

  more
last: "z"`;

const packets = "# -- Log packets.\npackets: false\n";

/** The lines that are new, with the line in front of them. */
function added(after: string): string[] {
  const old = new Set(values.split("\n"));
  const lines = after.split("\n");
  const first = lines.findIndex((line) => !old.has(line));
  return lines.slice(first - 1, lines.findLastIndex((line) => !old.has(line)) + 1);
}

describe("a key of a YAML file", () => {
  it.each([
    ["debug.enabled", "after", "  enabled: false # by default", "  "],
    ["debug.enabled", "before", "debug:", "  "],
    ["debug.verbose", "before", "  enabled: false # by default", "  "],
    ["debug", "after", "    # deeper", ""],
    ["debug", "end", "    # deeper", "  "],
    ["debug", "before", "", ""],
    ["image.tag", "after", '  tag:    "v1"', "  "],
    ["list", "after", "  - name: b", ""],
    ["list.0.name", "after", "  - name: a", "    "],
    ["list.0.args", "before", "  - name: a", "    "],
    ["list.1", "end", "  - name: b", "    "],
    ["text", "after", "  more", ""],
    ["last", "after", 'last: "z"', ""],
    ["", "end", 'last: "z"', ""],
  ])("goes to %j, %s, behind %j", (at, place, behind, indent) => {
    const after = edited(values, { at, place }, packets);
    expect(added(after)).toEqual([behind, `${indent}# -- Log packets.`, `${indent}packets: false`]);
  });

  it("may be a mapping with blank lines, and have a dot in its name", () => {
    const base = "a.b:\n  c: 1\nd: 2\n";
    expect(edited(base, { at: "a\\.b.c", place: "after" }, "e:\n  f: 1\n\n  g: [1]\n")).toBe(
      "a.b:\n  c: 1\n  e:\n    f: 1\n\n    g: [1]\nd: 2\n",
    );
  });

  it("has a blank line in front of it behind a key that blank lines stand around", () => {
    const base = "a: 1\n\n# -- B.\nb: 2\n\n# -- C.\nc: 3\nd: 4\n";
    const after = (at: string) => edited(base, { at, place: "after" }, "new: 0");
    expect(after("b")).toBe(base.replace("b: 2\n", "b: 2\n\nnew: 0\n"));
    expect(after("a")).toBe(base.replace("a: 1\n", "a: 1\nnew: 0\n"));
    expect(after("c")).toBe(base.replace("c: 3\n", "c: 3\nnew: 0\n"));
  });

  it("is there with the same value however it is written", () => {
    expect(isPresent('a: 1\n"packets":   false # yes\n', { at: "a", place: "after" }, packets)).toBe(true);
    expect(isPresent("a: 1\npackets: true\n", { at: "a", place: "after" }, packets)).toBe(false);
    expect(isPresent("a: 1\n", { at: "b", place: "after" }, packets)).toBe(false);
  });

  it.each([
    [
      "a key that is not there",
      values,
      "debug.level",
      "expected the key debug.level, found no level in debug",
    ],
    ["a path through a value", values, "last.x", "expected the key last.x, found no x in last"],
    [
      "a key with another value",
      "a: 1\npackets: true\n",
      "a",
      "values.yaml:2: expected no key packets, found one with another value",
    ],
    [
      "a mapping in braces",
      "m: {a: 1, b: 2}\n",
      "m.a",
      "values.yaml:1: expected a mapping in lines, found one in braces",
    ],
    [
      "a key that is there twice",
      "a: 1\na: 2\n",
      "a",
      "values.yaml:2: expected YAML that parses, found Map keys must be unique",
    ],
    [
      "several documents",
      "a: 1\n---\nb: 1\n",
      "a",
      "values.yaml:2: expected one YAML document, found several",
    ],
    ["tabs", "a:\n\tb: 1\n", "a.b", "expected YAML that parses, found Tabs are not allowed as indentation"],
    ["a fault in the last key", "a: 1\nb: [\n", "a", "values.yaml:3: expected YAML that parses"],
    ["an alias", "a: &x\n  b: 1\nc: *x\n", "c.b", "expected the key c.b, found an alias at c"],
    ["CRLF", "a: 1\r\n", "a", "values.yaml:1: expected lines that end in LF, found CRLF"],
    ["an empty file", "", "a", "expected a YAML document, found none"],
  ])("refuses %s", async (_, base, at, message) => {
    expect(await refusal(base, { at, place: "after" }, packets)).toContain(message);
  });

  it("refuses to go in front of a key behind a dash, and to the end of what is no mapping", async () => {
    expect(await refusal(values, { at: "list.0.name", place: "before" }, packets)).toBe(
      "values.yaml:17: expected the key list.0.name on a line of its own, found it behind a dash",
    );
    expect(await refusal("a:\n", { at: "a", place: "end" }, packets)).toBe(
      "values.yaml: expected keys in a, found no mapping",
    );
  });

  it.each(["- a\n", "a: [\n", "text\n", "{a: 1}\n"])("refuses the template text %j", async (text) => {
    expect(await refusal(values, { at: "debug", place: "after" }, text)).toMatch(/^t\.hbs: expected /);
  });

  it.each(["before", "after"])("goes %s any key, and changes no value of the file", (place) => {
    for (let seed = 0; seed < 150; seed++) {
      const random = makeRandom(seed);
      const { text, paths } = randomYaml(random);
      const path = random.pick(paths);
      const at = path.map((step) => step.replaceAll(".", "\\.")).join(".");
      const after = edited(text, { at, place }, "# -- Words.\nnew: [5]\n");
      const neighbours = keysOf(text, path);
      neighbours.splice(neighbours.indexOf(path.at(-1) ?? "") + (place === "after" ? 1 : 0), 0, "new");
      expect([seed, keysOf(after, path)]).toEqual([seed, neighbours]);
      expect(without(parse(after), path)).toEqual(parse(text));
    }
  });
});

/** Names of the keys beside one, in the order of the file. */
function keysOf(text: string, path: readonly string[]): string[] {
  let map: Map<unknown, unknown> = parse(text, { mapAsMap: true });
  for (const step of path.slice(0, -1)) map = map.get(step === "1" ? 1 : step) as Map<unknown, unknown>;
  return [...map.keys()].map(String);
}

/** The value without the key `new` beside a path. */
function without(value: unknown, path: readonly string[]): unknown {
  const beside = path
    .slice(0, -1)
    .reduce((outer, step) => outer[step] as Record<string, unknown>, value as Record<string, unknown>);
  delete beside["new"];
  return value;
}
