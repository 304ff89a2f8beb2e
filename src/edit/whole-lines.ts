import type { Edit } from "../text/index.ts";

/** A line of a text, without its line break. */
export interface Line {
  readonly text: string;
  readonly start: number;
  /** Where the next line starts, or the text ends. */
  readonly next: number;
}

/** The lines of a text; what follows the last line break is one only if it is not empty. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf("\n", start);
    const next = end === -1 ? text.length : end + 1;
    lines.push({ text: text.slice(start, end === -1 ? next : end), start, next });
    start = next;
  }
  return lines;
}

/** Puts lines at the start of a line. Behind a last line without a line break they leave the text without one, too. */
export function insertLines(text: string, offset: number, lines: string): Edit {
  const block = lines.endsWith("\n") ? lines : `${lines}\n`;
  const isOpen = offset === text.length && text !== "" && !text.endsWith("\n");
  return { start: offset, end: offset, text: isOpen ? `\n${block.slice(0, -1)}` : block };
}

/** The template's text without blank lines around it. */
export function withoutBlankEnds(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+|\s+$/g, "");
}

/** Width of the blanks that a line begins with. */
export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
