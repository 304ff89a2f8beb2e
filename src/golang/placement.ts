import type { Node } from "web-tree-sitter";
import { lineStart } from "../text/index.ts";
import type { GoFile } from "./go-file.ts";

/**
 * Where to insert whole lines. `before` is inserted before them: "" at the start of a line, otherwise a line
 * break, with a comma if a list needs one.
 */
export interface Spot {
  /** String index into the file's text. */
  readonly offset: number;
  readonly before: string;
}

/** Why there is no such place: what was expected and what was found. */
export interface NoSpot {
  readonly expected: string;
  readonly found: string;
}

/** Items that occupy whole lines, by the type of the surrounding list. */
const lists = new Set([
  "source_file",
  "statement_list",
  "field_declaration_list",
  "literal_value",
  "const_declaration",
  "var_spec_list",
]);

/** The statement, declaration, field or element that a node belongs to. */
export function itemOf(node: Node): Node | NoSpot {
  for (let item = node; ; ) {
    const list = item.parent;
    if (!list) return item;
    if (list.type === "if_statement" && item.type === "if_statement")
      return { expected: "a statement of its own", found: "an else branch" };
    if (list.type === "const_declaration" && !list.children.some(({ type }) => type === "("))
      return { expected: "a constant within parentheses", found: "a single one" };
    if (lists.has(list.type)) return item;
    item = list;
  }
}

/** The place before a node's item and before comments that precede it on its line. */
export function spotBefore(file: GoFile, node: Node): Spot | NoSpot {
  const item = itemOf(node);
  if ("expected" in item) return item;
  let { startIndex } = item;
  for (let end = blanksBefore(file.text, startIndex); ; end = blanksBefore(file.text, startIndex)) {
    if (end === lineStart(file.text, startIndex)) return { offset: end, before: "" };
    const comment = commentAt(file, end - 1);
    if (!comment) return { offset: startIndex, before: "\n" };
    startIndex = comment.startIndex;
  }
}

/** The place after a node's item, its comma or semicolon, and comments that follow it on its line. */
export function spotAfter(file: GoFile, node: Node): Spot | NoSpot {
  const item = itemOf(node);
  if ("expected" in item) return item;
  const separator = separatorAfter(item);
  if (separator || item.parent?.type !== "literal_value")
    return spotBehind(file, separator?.endIndex ?? item.endIndex);
  return { offset: item.endIndex, before: ",\n" };
}

/** The first place in the braces of a block or list. */
export function spotAtStart(file: GoFile, block: Node): Spot {
  return spotBehind(file, block.startIndex + 1);
}

/** The last place in the braces of a block or list. */
export function spotAtEnd(file: GoFile, block: Node): Spot {
  const closing = block.endIndex - 1;
  const start = blanksBefore(file.text, closing);
  return start === lineStart(file.text, closing)
    ? { offset: start, before: "" }
    : { offset: closing, before: "\n" };
}

/** Arguments of a call, or parameters of a function, without the comments between them. */
export function listedIn(list: Node | null): Node[] {
  return list?.namedChildren.filter(({ type }) => type !== "comment") ?? [];
}

/** The start of the next line if only comments follow on this one, else the place itself. */
function spotBehind(file: GoFile, offset: number): Spot {
  const { text } = file;
  for (let end = blanksAfter(text, offset); ; ) {
    if (text[end] === "\n") return { offset: end + 1, before: "" };
    const comment = end < text.length ? commentAt(file, end) : undefined;
    if (comment?.startIndex !== end || comment.text.includes("\n")) return { offset, before: "\n" };
    end = blanksAfter(text, comment.endIndex);
  }
}

function separatorAfter(item: Node): Node | undefined {
  let next = item.nextSibling;
  while (next?.type === "comment") next = next.nextSibling;
  return next && /^[,;]$/.test(next.text) ? next : undefined;
}

function commentAt(file: GoFile, offset: number): Node | undefined {
  const node = file.root.descendantForIndex(offset, offset + 1);
  return node?.type === "comment" ? node : undefined;
}

function blanksBefore(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && /[ \t]/.test(text[start - 1] ?? "")) start--;
  return start;
}

function blanksAfter(text: string, offset: number): number {
  let end = offset;
  while (/[ \t]/.test(text[end] ?? "")) end++;
  return end;
}
