import { z } from "zod";
import { indentLines } from "../text/index.ts";
import { blockAround, branchesAt, depthOf, meet } from "./chart-blocks.ts";
import { commonFields, type TextFile, type Written } from "./edit-kind.ts";
import { mismatch } from "./mismatch.ts";
import { makeTextKind } from "./text-kind.ts";
import { indentOf, insertLines, type Line, linesOf, withoutBlankEnds } from "./whole-lines.ts";

const header = z.strictObject({
  ...commonFields,
  at: z.string().min(1).describe("The key, or keys from the outside in: `data > enable-ipv4`."),
  place: z
    .enum(["before", "after", "before-block", "after-block", "after-blocks"])
    .describe(
      "`before` or `after` the key, under the same conditions; beside the innermost `{{ if }}` … `{{ end }}` (also `with`, `range`) that it stands in; or `after-blocks`, behind all of them that are below the key that it stands under, so that none of their conditions holds.",
    ),
});

type ChartEdit = z.infer<typeof header> & Written;

/**
 * Lines beside a key in a template of a Helm chart, which is no YAML before it is rendered: keys are found by their
 * lines. The text gets the key's indentation, except for lines with nothing but an action, which start at the margin
 * as the file's own do. A key that the file may set at the same time is not set twice. In a template of ours, Helm's
 * `{{` is written `\{{`.
 *
 *     ---
 *     file: chart/templates/config.yaml
 *     kind: chart-line
 *     at: data > enable-ipv4
 *     place: after
 *     ---
 *     log-packets: \{{ .Values.debug.packets | quote }}
 */
export const chartLine = makeTextKind({
  name: "chart-line",
  header,
  locate(file, edit) {
    const lines = linesOf(file.text);
    const index = resolveKey(file, lines, edit.at);
    const key = lines[index]?.text ?? "";
    const text = indented(edit.text, key.slice(0, indentOf(key)));
    const offset = offsetOf(file, lines, index, edit);
    refuseTaken(file, lines, { index, offset, text });
    return [insertLines(file.text, offset, text)];
  },
  isPresent(file, edit) {
    const lines = linesOf(file.text).map(({ text }) => text.trim());
    const wanted = withoutBlankEnds(edit.text)
      .split("\n")
      .map((line) => line.trim());
    return lines.some((_, start) => wanted.every((line, index) => lines[start + index] === line));
  },
});

/** A line with an action only, such as an if or its end. */
const actionLine = /^\s*\{\{.*\}\}\s*$/;

function indented(text: string, indent: string): string {
  return withoutBlankEnds(text)
    .split("\n")
    .map((line) => (actionLine.test(line) ? line : indentLines(line, indent)))
    .join("\n");
}

/** Index of the key's line. */
function resolveKey(file: TextFile, lines: readonly Line[], at: string): number {
  const steps = at.split(" > ");
  const found = lines.flatMap((_, index) => (isAt(lines, index, steps) ? [index] : []));
  const [first, second] = found;
  if (first === undefined) throw mismatch(file, `a line with the key ${at}`, "none");
  if (second !== undefined)
    throw mismatch(file, `one line with the key ${at}`, `${found.length}`, lines[second]?.start);
  return first;
}

/** Whether a line has the last key, and the lines that it stands under have the others. */
function isAt(lines: readonly Line[], index: number, steps: readonly string[]): boolean {
  const line = lines[index]?.text ?? "";
  const step = steps.at(-1);
  if (step === undefined) return true;
  if (keyOf(line) !== step) return false;
  if (steps.length === 1) return true;
  const outer = outerOf(lines, index);
  return outer !== -1 && isAt(lines, outer, steps.slice(0, -1));
}

/** Index of the line of the key that a key stands under; -1 if there is none. */
function outerOf(lines: readonly Line[], index: number): number {
  const indent = indentOf(lines[index]?.text ?? "");
  return lines
    .slice(0, index)
    .findLastIndex(({ text }) => keyOf(text) !== undefined && indentOf(text) < indent);
}

function keyOf(line: string): string | undefined {
  const [, quoted, plain] = /^\s*(?:"([^"]+)"|([^\s#"'{][^\s:"'{]*)):(?:\s|$)/.exec(line) ?? [];
  return quoted ?? plain;
}

function offsetOf(file: TextFile, lines: readonly Line[], index: number, { at, place }: ChartEdit): number {
  if (place === "before") return lines[index]?.start ?? 0;
  if (place === "after") return behindValue(file, lines, index);
  if (place === "after-blocks") return behindBlocks(file, lines, index);
  const block = blockAround(lines, index);
  if (!block) throw mismatch(file, `${at} in an {{ if }} … {{ end }}`, "none around it", lines[index]?.start);
  if (block.from < outerOf(lines, index))
    throw mismatch(
      file,
      `a block below the key that ${at} stands under`,
      "one around both",
      lines[index]?.start,
    );
  return (place === "before-block" ? lines[block.from]?.start : lines[block.to]?.next) ?? 0;
}

/** Behind the lines that are indented further than the key; those with blocks that end elsewhere are refused. */
function behindValue(file: TextFile, lines: readonly Line[], index: number): number {
  const indent = indentOf(lines[index]?.text ?? "");
  let last = index;
  for (let at = index + 1; at < lines.length; at++) {
    const text = lines[at]?.text ?? "";
    if (text.trim() === "" || (actionLine.test(text) && indentOf(text) <= indent)) {
      if (depthOf(lines.slice(index, at + 1)) < 0) break;
      continue;
    }
    if (indentOf(text) <= indent) break;
    last = at;
  }
  if (depthOf(lines.slice(index, last + 1)) !== 0)
    throw mismatch(file, "a value that ends in the block it starts in", "another", lines[index]?.start);
  return lines[last]?.next ?? 0;
}

/** Behind the outermost block that the key stands in, below the key that it stands under; without one, behind it. */
function behindBlocks(file: TextFile, lines: readonly Line[], index: number): number {
  const outer = outerOf(lines, index);
  let offset: number | undefined;
  for (
    let block = blockAround(lines, index);
    block && block.from > outer;
    block = blockAround(lines, block.from)
  )
    offset = lines[block.to]?.next;
  return offset ?? behindValue(file, lines, index);
}

/** Refuses keys that the file has beside them already, unless they are in another branch of a condition. */
function refuseTaken(
  file: TextFile,
  lines: readonly Line[],
  { index, offset, text }: { index: number; offset: number; text: string },
): void {
  const indent = indentOf(lines[index]?.text ?? "");
  const outer = outerOf(lines, index);
  const after = lines.findIndex(({ start }) => start >= offset);
  const here = branchesAt(lines, after === -1 ? lines.length : after);
  const keyBeside = (line: string) => (indentOf(line) === indent ? keyOf(line) : undefined);
  const keys = new Set(linesOf(text).map((line) => keyBeside(line.text)));
  const taken = lines.findIndex((line, at) => {
    const key = keyBeside(line.text);
    return (
      key !== undefined && keys.has(key) && outerOf(lines, at) === outer && meet(here, branchesAt(lines, at))
    );
  });
  if (taken === -1) return;
  const key = keyOf(lines[taken]?.text ?? "");
  throw mismatch(file, `no line with the key ${key}`, "one", lines[taken]?.start);
}
