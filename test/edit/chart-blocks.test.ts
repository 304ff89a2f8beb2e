import { describe, expect, it } from "vitest";
import { blockAround, branchesAt, depthOf, meet } from "../../src/edit/chart-blocks.ts";
import { linesOf } from "../../src/edit/whole-lines.ts";

const lines = linesOf(`{{- if .a }}
a
{{- else if .b }}
b
{{- range .c }}
c
{{- end }}
{{- end }}
d {{ if .x }}1{{ else }}2{{ end }}
e
`);

/** Whether the lines with two letters can be rendered at once. */
function canMeet(one: string, other: string): boolean {
  const [first, second] = [one, other].map((letter) => {
    const index = lines.findIndex(({ text }) => text.startsWith(letter));
    return branchesAt(lines, index);
  });
  return meet(first ?? [], second ?? []);
}

describe("blocks of a chart's template", () => {
  it.each([
    ["a", "b", false],
    ["a", "c", false],
    ["b", "c", true],
    ["a", "d", true],
    ["c", "e", true],
  ])("let the lines %s and %s meet: %j", (one, other, expected) => {
    expect([canMeet(one, other), canMeet(other, one)]).toEqual([expected, expected]);
  });

  it("are around their lines, the innermost one first", () => {
    expect([1, 5, 4, 8].map((index) => blockAround(lines, index))).toEqual([
      { from: 0, to: 7 },
      { from: 4, to: 6 },
      { from: 0, to: 7 },
      undefined,
    ]);
    expect([depthOf(lines), depthOf(lines.slice(0, 5))]).toEqual([0, 2]);
  });
});
