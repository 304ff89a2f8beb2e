import { diffLines } from "diff";
import type { Edit } from "./edit.ts";

/** 1-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let i = text.indexOf("\n"); i !== -1 && i < offset; i = text.indexOf("\n", i + 1)) line++;
  return line;
}

/** Offset at which the line holding `offset` starts. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}

/** Offset at which a line starts; lines count from 1, and the one after the last is the text's end. */
export function startOfLine(text: string, line: number): number {
  let offset = 0;
  for (let passed = 1; passed < line; passed++) offset = nextLineStart(text, offset);
  return offset;
}

/** Offset after the line break that ends the line holding `offset`, or the text's end. */
export function nextLineStart(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end + 1;
}

/** The white space the line holding `offset` begins with. */
export function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? "";
}

/** Puts `indent` before every line that is not blank. */
export function indentLines(text: string, indent: string): string {
  return text.replace(/^(?=.*\S)/gm, indent);
}

/** Normalises white space, so that alignment does not matter in comparisons. */
export function squeeze(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Whole-line edits that turn `before` into `after`. */
export function lineEdits(before: string, after: string): Edit[] {
  const edits: Edit[] = [];
  let offset = 0;
  let open: { start: number; end: number; text: string } | undefined;
  for (const part of diffLines(before, after)) {
    if (!part.added && !part.removed) {
      if (open) edits.push(open);
      open = undefined;
      offset += part.value.length;
      continue;
    }
    open ??= { start: offset, end: offset, text: "" };
    if (part.added) {
      open.text += part.value;
    } else {
      offset += part.value.length;
      open.end = offset;
    }
  }
  if (open) edits.push(open);
  return edits;
}
