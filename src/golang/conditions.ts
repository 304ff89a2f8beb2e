import type { Node } from "web-tree-sitter";
import { squeeze } from "../text/index.ts";
import type { GoFile } from "./go-file.ts";

/** A decision point of a function. Offsets are string indices into the file's text. */
export interface Decision {
  /** The function `F` or method `T.F` that contains it. */
  readonly function: string;
  /**
   * `condition`: of an if or for statement, of a case in a switch without a value, or the return value of a
   * bool function. `and`, `or`: an operand of such an operator. `leave`: a return, continue or break in an if
   * statement that is followed by other statements.
   */
  readonly kind: "condition" | "and" | "or" | "leave";
  readonly text: string;
  /** Condition of the if statement around a `leave`, "" for all others. */
  readonly under: string;
  readonly start: number;
  readonly end: number;
  /** Counts from 1. */
  readonly line: number;
}

/** The decision points of a file's functions, in file order. */
export function findDecisions(file: GoFile): Decision[] {
  return [...file.declarations.func].flatMap(([name, nodes]) =>
    nodes.flatMap((node) => {
      const body = node.childForFieldName("body");
      if (!body) return [];
      const returnsBool = squeeze(node.childForFieldName("result")?.text ?? "") === "bool";
      return collect(body, returnsBool).map(({ kind, node: place }) => ({
        function: name,
        kind,
        text: squeeze(place.text),
        under: kind === "leave" ? conditionAround(place) : "",
        start: place.startIndex,
        end: place.endIndex,
        line: file.line(place),
      }));
    }),
  );
}

interface Place {
  readonly kind: Decision["kind"];
  readonly node: Node;
}

function collect(root: Node, returnsBool: boolean): Place[] {
  const found: Place[] = [];
  const visit = (node: Node): void => {
    const boolReturn = node.type === "return_statement" && returnsBool ? returnedValue(node) : undefined;
    if (boolReturn && !/^(true|false)$/.test(boolReturn.text))
      found.push({ kind: "condition", node: boolReturn });
    const condition = conditionOf(node);
    if (condition) found.push({ kind: "condition", node: condition });
    if (node.type === "expression_case" && isTagless(node)) {
      for (const value of node.childForFieldName("value")?.namedChildren ?? [])
        found.push({ kind: "condition", node: value });
    }
    if (node.type === "binary_expression") found.push(...operandsOf(node));
    if (/^(return|continue|break)_statement$/.test(node.type) && leavesEarly(node))
      found.push({ kind: "leave", node });
    for (const child of node.namedChildren) {
      // A return in a function literal belongs to the literal.
      if (child.type === "func_literal") found.push(...collect(child, false));
      else visit(child);
    }
  };
  visit(root);
  return found.sort((a, b) => a.node.startIndex - b.node.startIndex || b.node.endIndex - a.node.endIndex);
}

function returnedValue(node: Node): Node | undefined {
  const values = node.namedChild(0)?.namedChildren ?? [];
  return values.length === 1 ? values[0] : undefined;
}

function conditionOf(node: Node): Node | null {
  if (node.type === "if_statement") return node.childForFieldName("condition");
  if (node.type === "for_clause") return node.childForFieldName("condition");
  return null;
}

/** Whether a case belongs to a switch without a value. */
function isTagless(node: Node): boolean {
  return node.parent?.type === "expression_switch_statement" && !node.parent.childForFieldName("value");
}

/** Operands of && and || that are not such expressions themselves. */
function operandsOf(node: Node): Place[] {
  const operator = node.childForFieldName("operator")?.text;
  if (operator !== "&&" && operator !== "||") return [];
  return ["left", "right"].flatMap((side) => {
    const operand = node.childForFieldName(side);
    const inner = operand?.childForFieldName("operator")?.text;
    if (!operand || inner === "&&" || inner === "||") return [];
    return [{ kind: operator === "&&" ? ("and" as const) : ("or" as const), node: operand }];
  });
}

/** Whether a statement ends the body of an if statement without else that is followed by another statement. */
function leavesEarly(node: Node): boolean {
  let statement = node.parent;
  while (statement && statement.type !== "if_statement") {
    if (!/^(block|statement_list)$/.test(statement.type)) return false;
    statement = statement.parent;
  }
  if (!statement || statement.childForFieldName("alternative")) return false;
  for (let next = statement.nextNamedSibling; next; next = next.nextNamedSibling)
    if (next.type !== "comment") return true;
  return false;
}

function conditionAround(node: Node): string {
  let outer = node.parent;
  while (outer && outer.type !== "if_statement") outer = outer.parent;
  return squeeze(outer?.childForFieldName("condition")?.text ?? "");
}
