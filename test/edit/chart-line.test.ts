import { describe, expect, it } from "vitest";
import { chartLine } from "../../src/edit/chart-line.ts";
import { textEdits } from "../helpers/text-edits.ts";

const { edited, refusal, isPresent } = textEdits(chartLine, "config.yaml");

const chart = `{{- if .Values.config.enabled }}
kind: ConfigMap
metadata:
  name: config
data:
{{- if .Values.debug }}
  debug: "true"
{{- else }}
  quiet: "true"
{{- end }}
  # A comment: with a colon
  ipv4: {{ .Values.ipv4 | quote }}
  nested: |
    {{- range .Values.lines }}
    - {{ . }}
    {{- end }}
    name: in a value
  "quoted/key": {{ if .Values.x }}1{{ else }}2{{ end }}
{{- with .Values.extra }}
{{ toYaml . | indent 2 }}
{{- end }}
  last: 1
{{- end }}`;

const line = "packets: {{ .Values.packets | quote }}\n";
const written = "  packets: {{ .Values.packets | quote }}\n";

describe("a line of a chart's template", () => {
  it.each([
    ["debug", "before", '  debug: "true"\n'],
    ["debug", "after", "{{- else }}\n"],
    ["debug", "before-block", "{{- if .Values.debug }}\n"],
    ["quiet", "after", "{{- end }}\n  # A"],
    ["quiet", "after-block", "  # A comment"],
    ["quiet", "after-blocks", "  # A comment"],
    ["ipv4", "after-blocks", "  nested: |"],
    ["ipv4", "after", "  nested: |"],
    ["data > nested", "after", '  "quoted/key"'],
    ["quoted/key", "after", "{{- with .Values.extra }}"],
    ["last", "after", "{{- end }}"],
    ["metadata > name", "after", "data:\n"],
  ])("goes to %j, %s: in front of %j", (at, place, behind) => {
    const from = chart.lastIndexOf(behind);
    const expected = `${chart.slice(0, from)}${written}${chart.slice(from)}`;
    expect(edited(chart, { at, place }, line)).toBe(expected);
  });

  it("goes behind the last line of a file without a line break", () => {
    expect(edited("a: 1\nb: 2", { at: "b", place: "after" }, "c: 3\n")).toBe("a: 1\nb: 2\nc: 3");
  });

  it("has actions at the margin, and may be several lines", () => {
    const text = "{{- if .Values.packets }}\npackets: |\n  all\n{{- end }}\n";
    expect(edited(chart, { at: "ipv4", place: "before" }, text)).toBe(
      chart.replace("  ipv4", "{{- if .Values.packets }}\n  packets: |\n    all\n{{- end }}\n  ipv4"),
    );
  });

  it("is there whatever the indentation, lines in a row only", () => {
    expect(isPresent("   a: 1\n b: 2\n", { at: "x", place: "after" }, "a: 1\nb: 2\n")).toBe(true);
    expect(isPresent("a: 1\n\nb: 2\n", { at: "x", place: "after" }, "a: 1\nb: 2\n")).toBe(false);
  });

  it.each([
    [
      "a key that is not there",
      "missing",
      "after",
      "config.yaml: expected a line with the key missing, found none",
    ],
    [
      "a key in a comment",
      "A comment",
      "after",
      "config.yaml: expected a line with the key A comment, found none",
    ],
    [
      "a key that is there twice",
      "name",
      "after",
      "config.yaml:17: expected one line with the key name, found 2",
    ],
    [
      "a key elsewhere",
      "metadata > ipv4",
      "after",
      "expected a line with the key metadata > ipv4, found none",
    ],
  ])("refuses %s", async (_, at, place, message) => {
    expect(await refusal(chart, { at, place }, line)).toContain(message);
  });

  it("goes behind all blocks below the key that it stands under, by after-blocks", () => {
    const deep = "data:\n{{ if .a }}\n{{ with .b }}\n  x: 1\n{{ end }}\n  y: 1\n{{ end }}\n  z: 1\n";
    const at = deep.indexOf("  z: 1");
    expect(edited(deep, { at: "x", place: "after-blocks" }, "w: 1\n")).toBe(
      `${deep.slice(0, at)}  w: 1\n${deep.slice(at)}`,
    );
  });

  it.each([
    ["beside it", "a: 1\nb: 2\n", "after", 2],
    ["in front of it", 'data:\n  "b": 2\n  a: 1\n', "after", 2],
    ["in a block that this one is not in", "data:\n{{ if .x }}\n  b: 2\n{{ end }}\n  a: 1\n", "after", 3],
    [
      "around this one",
      "data:\n  b: 2\n{{ if .x }}\n  c: 1\n{{ else if .y }}\n  a: 1\n{{ end }}\n",
      "after",
      2,
    ],
    [
      "in another branch, which after-blocks is behind",
      "data:\n{{ if .x }}\n  b: 2\n{{ else }}\n  a: 1\n{{ end }}\n",
      "after-blocks",
      3,
    ],
  ])("refuses a key that the file has %s", async (_, text, place, line) => {
    expect(await refusal(text, { at: "a", place }, "b: 3\n")).toBe(
      `config.yaml:${line}: expected no line with the key b, found one`,
    );
  });

  it.each([
    ["under another key", "other:\n  b: 2\ndata:\n  a: 1\n"],
    ["further in", "data:\n  c:\n    b: 2\n  a: 1\n"],
    [
      "in another branch of the same condition",
      "data:\n{{ if .x }}\n  b: 2\n{{ else }}\n  a: 1\n{{ end }}\n",
    ],
  ])("takes a key that the file has %s", (_, text) => {
    expect(edited(text, { at: "a", place: "after" }, "b: 3\n")).toBe(
      text.replace("a: 1\n", "a: 1\n  b: 3\n"),
    );
  });

  it("refuses a block where there is none, and a value that ends in another block", async () => {
    expect(await refusal("a: 1\n", { at: "a", place: "after-block" }, line)).toBe(
      "config.yaml:1: expected a in an {{ if }} … {{ end }}, found none around it",
    );
    expect(await refusal(chart, { at: "ipv4", place: "after-block" }, line)).toBe(
      "config.yaml:12: expected a block below the key that ipv4 stands under, found one around both",
    );
    const odd = "a:\n{{- if .x }}\n  b: 1\n{{- else }}\nc: 1\n{{- end }}\n";
    expect(await refusal(odd, { at: "a", place: "after" }, line)).toBe(
      "config.yaml:1: expected a value that ends in the block it starts in, found another",
    );
    expect(await refusal("a: 1\r\n", { at: "a", place: "after" }, line)).toBe(
      "config.yaml:1: expected lines that end in LF, found CRLF",
    );
  });
});
