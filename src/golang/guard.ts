import type { Node } from "web-tree-sitter";
import { findAnchor } from "./anchor.ts";
import type { GoFile } from "./go-file.ts";
import { itemOf } from "./placement.ts";

/** Whether a node's statement is the first one of the surrounding function or function literal. */
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
 * Splits the calls in a node's function into those after its statement and all others. A call is after it if it
 * is in a later statement of the same block, at any depth, since execution can only get there through it.
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

/** The innermost function or function literal around a node. */
function functionAround(node: Node): Node | undefined {
  for (let outer = node.parent; outer; outer = outer.parent)
    if (/^(func_literal|function_declaration|method_declaration)$/.test(outer.type)) return outer;
  return undefined;
}
