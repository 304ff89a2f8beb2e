import { describe, expect, it } from "vitest";
import {
  chartIntent,
  compareRenders,
  objectsOf,
  randomObjects,
  whyNotMeant,
  whyNotSet,
} from "../../src/verify/chart-render.ts";

const chart = "deploy/chart";
const template = {
  path: `${chart}/templates/config.yaml`,
  before: "data:\n  a: 1\n",
  after: "data:\n  a: 1\n  b: {{ .Values.b | quote }}\n",
};
const values = {
  path: `${chart}/values.yaml`,
  before: "a: true\n",
  after: "a: true\nb: false\nc:\n  d.e: true\n  f: x\n",
};

describe("chartIntent", () => {
  it("is what a series adds to templates and to the values", () => {
    expect(chartIntent([template, values], chart)).toEqual({
      added: ["b"],
      removed: [],
      values: [
        { path: "b", value: false },
        { path: "c.d\\.e", value: true },
      ],
    });
  });

  it("is none where the chart stays as it is", () => {
    expect(chartIntent([{ path: "deploy/charts.md", before: "", after: "b: 1\n" }], chart)).toBeUndefined();
  });
});

const rendered = (secret: string, lines: string) =>
  objectsOf(
    `---\n# Source: c/templates/secret.yaml\ncrt: ${secret}\n---\n# Source: c/templates/config.yaml\ndata:\n  a: "1"\n${lines}---\n# Source: c/templates/config.yaml\nx: 1\n`,
  );

describe("renders of a chart", () => {
  it("have their objects by template, and those that differ each time are known", () => {
    expect([...rendered("s1", "").keys()]).toEqual([
      "c/templates/secret.yaml 1",
      "c/templates/config.yaml 1",
      "c/templates/config.yaml 2",
    ]);
    expect(randomObjects(rendered("s1", ""), rendered("s2", ""))).toEqual(["c/templates/secret.yaml 1"]);
  });

  it("are compared without those", () => {
    const after = rendered("s3", '  b: "false"\n');
    expect(compareRenders(rendered("s1", ""), after, ["c/templates/secret.yaml 1"])).toEqual({
      added: ['  b: "false"'],
      removed: [],
    });
  });

  const intent = { added: ["b"], removed: [], values: [] };

  it.each([
    [['  b: "false"'], [], undefined],
    [['  b: "false"', "  z: 1"], [], "the chart renders another line than those of the series: z: 1"],
    [['  b: "false"'], ["  a: 1"], "the chart renders another line than those of the series: a: 1"],
    [[], [], "b is not rendered with the default values"],
  ])("with %j added and %j removed by default are judged %j", (added, removed, reason) => {
    expect(whyNotMeant({ added, removed }, intent)).toBe(reason);
  });

  it.each([
    [['  b: "true"'], ['  b: "false"'], undefined],
    [[], [], "b changes nothing that is rendered"],
    [['  b: "true"', "  q: 1"], ['  b: "false"'], "b changes another line than those of the series: q: 1"],
  ])("with %j added and %j removed by a value are judged %j", (added, removed, reason) => {
    expect(whyNotSet("b", { added, removed }, intent)).toBe(reason);
  });
});
