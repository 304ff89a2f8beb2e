import type { Random } from "./random.ts";

/** A made-up YAML file, and the paths of its keys. */
export interface RandomYaml {
  readonly text: string;
  readonly paths: readonly (readonly string[])[];
}

const names = ["a", "b-b", "c.c", "d/d", "1", "'e e'", '"f"'];

/** Values below a key, without the key's indentation. */
const values = [
  " 1",
  ' "x: # y" # words',
  "",
  " |\n  text: no key\n  # no comment\n\n  end",
  " >-\n   folded\n   more",
  " {x: 1, y: [1, 2]}",
  "\n- one\n- two: 2\n  three: 3",
  " # words\n  - one\n  - two: 2\n    three: 3",
  " plain\n  more words",
];

/** Keys with values of all kinds, at most four levels of them, with comments and blank lines in odd places. */
export function randomYaml(random: Random): RandomYaml {
  const paths: string[][] = [];
  const mapping = (indent: string, above: readonly string[]): string => {
    const keys = random.shuffle(names).slice(0, 1 + random.below(4));
    return keys.map((key) => `${before(random, indent)}${pair(indent, key, above)}`).join("");
  };
  const pair = (indent: string, key: string, above: readonly string[]): string => {
    const path = [...above, key.replace(/['"]/g, "")];
    paths.push(path);
    if (above.length < 3 && random.below(3) === 0)
      return `${indent}${key}:\n${mapping(indent + random.pick([" ", "  ", "    "]), path)}`;
    const value = random.pick(values).replace(/\n(?=.)/g, `\n${indent}`);
    return `${indent}${key}:${value}\n`;
  };
  const text = mapping("", []);
  return { text: random.below(6) === 0 ? text.trimEnd() : text, paths };
}

function before(random: Random, indent: string): string {
  const lines = ["", "", "\n", `${indent}# a comment\n`, "# at the margin\n", `\n${indent}  # further in\n`];
  return random.pick(lines);
}
