import type { Node } from "web-tree-sitter";
import { findAnchor } from "./anchor.ts";
import type { GoFile } from "./go-file.ts";
import { itemOf } from "./placement.ts";

/** Whether the statement that a node belongs to is the first one of the function or function literal around it. */
export function isFirstStatement(node: Node): boolean {
  const item = itemOf(node);
  if ("expected" in item) return false;
  const first = functionAround(node)
    ?.childForFieldName("body")
    ?.namedChildren.find(({ type }) => type === "statement_list")
    ?.namedChildren.find(({ type }) => type !== "comment");
  return first?.id === item.id;
}

/**
 * The calls of its function that a node's statement stands before, and those that it does not: it stands before a
 * call in a later statement of its own block, at any depth, since nothing leads there but through itself.
 *
 * @param call a call as an anchor names it.
 */
export function callsAround(file: GoFile, node: Node, call: string): { behind: Node[]; others: Node[] } {
  const item = itemOf(node);
  const outer = functionAround(node);
  if ("expected" in item || !outer) return { behind: [], others: [] };
  const calls = findAnchor(file, `call ${call}`, outer);
  const behind = calls.filter(
    ({ startIndex, endIndex }) =>
      startIndex >= item.endIndex && endIndex <= (item.parent?.endIndex ?? startIndex),
  );
  return { behind, others: calls.filter((found) => !behind.includes(found)) };
}

/** The innermost function or function literal that a node stands in. */
function functionAround(node: Node): Node | undefined {
  for (let outer = node.parent; outer; outer = outer.parent)
    if (/^(func_literal|function_declaration|method_declaration)$/.test(outer.type)) return outer;
  return undefined;
}
