import type { Node } from "web-tree-sitter";
import { PatchkitError } from "../errors.ts";
import { squeeze } from "../text/index.ts";
import type { GoFile } from "./go-file.ts";
import { listedIn } from "./placement.ts";

/**
 * A place in a syntax tree, written as steps from the outside in, each `<kind> <text>`:
 *
 *     func linuxNodeHandler.updateNodeRoute > if prefix == nil || !addressFamilyEnabled
 *
 * | kind      | names                                                              |
 * |-----------|--------------------------------------------------------------------|
 * | `func`    | a function `F`, or a method `T.F` of `T` or `*T`                    |
 * | `type`    | a type declaration                                                 |
 * | `field`   | a struct field                                                     |
 * | `const`   | a constant                                                         |
 * | `if`      | an if statement by the text between `if` and its block             |
 * | `for`     | a for statement by the text between `for` and its block            |
 * | `call`    | a call by its callee, or by callee and first argument: `f.Bool(x)` |
 * | `method`  | a call of a method by its name, whatever it is called on           |
 * | `assign`  | an assignment by its left side, or by all of its text              |
 * | `do`      | an expression used as a statement, by its text                     |
 * | `key`     | a keyed element of a composite literal                             |
 * | `element` | a plain element of a composite literal                             |
 * | `return`  | a return statement by its values                                   |
 * | `literal` | a function literal by its parameters and results: `() error`       |
 *
 * White space in the text is not significant. Code in a function literal does not belong to the surrounding
 * function: a step only searches a literal if the previous step names it. So it is with statements (`if`, `for`,
 * `assign`, `do`) under a condition or in a loop: what is put beside one would depend on it, too.
 */
export type Anchor = string;

/** How to find nodes of one kind: the node's type, and whether the text matches a node. */
interface Kind {
  readonly type: string;
  /** Whether it is one only where no condition is between it and the scope. */
  readonly isStatement?: true;
  matches(node: Node, text: string): boolean;
}

const kinds: Readonly<Record<string, Kind>> = {
  field: {
    type: "field_declaration",
    matches: (node, text) => node.childrenForFieldName("name").some((name) => name.text === text),
  },
  if: {
    type: "if_statement",
    isStatement: true,
    matches: (node, text) => header(node, "consequence") === text,
  },
  for: { type: "for_statement", isStatement: true, matches: (node, text) => header(node, "body") === text },
  call: { type: "call_expression", matches: isCall },
  method: {
    type: "call_expression",
    matches: (node, text) => node.childForFieldName("function")?.childForFieldName("field")?.text === text,
  },
  assign: {
    type: "assignment_statement",
    isStatement: true,
    matches: (node, text) =>
      squeeze(node.childForFieldName("left")?.text ?? "") === text || squeeze(node.text) === text,
  },
  do: {
    type: "expression_statement",
    isStatement: true,
    matches: (node, text) => squeeze(node.text) === text,
  },
  key: { type: "keyed_element", matches: (node, text) => squeeze(node.namedChild(0)?.text ?? "") === text },
  element: {
    type: "literal_element",
    matches: (node, text) => node.parent?.type === "literal_value" && squeeze(node.text) === text,
  },
  return: {
    type: "return_statement",
    matches: (node, text) => squeeze(node.text.slice("return".length)) === text,
  },
  literal: { type: "func_literal", matches: (node, text) => header(node, "body") === text },
};

/** All places the anchor names within a scope, in file order; may be empty. */
export function findAnchor(file: GoFile, anchor: Anchor, within: Node = file.root): Node[] {
  return search(file, anchor, within, belongs);
}

/** Whether a node that matches a step is one of the scope. */
type Belongs = (node: Node, scope: Node, kind: Kind) => boolean;

function search(file: GoFile, anchor: Anchor, within: Node, isOwn: Belongs): Node[] {
  let scopes: Node[] = [within];
  for (const step of anchor.split(" > ")) {
    const space = step.indexOf(" ");
    const name = step.slice(0, space);
    const text = squeeze(step.slice(space + 1));
    if (name === "func" || name === "type" || name === "const") {
      scopes = [...(file.declarations[name].get(text) ?? [])];
      continue;
    }
    const kind = kinds[name];
    if (!kind) throw new Error(`anchor step "${step}" has no known kind`);
    scopes = scopes.flatMap((scope) => findInside(file, scope, kind, text, isOwn));
  }
  return scopes;
}

/**
 * Nodes of a kind inside a scope. Searches the source for the longest word of the text and queries the tree
 * only there: walking all of a large file takes longer than parsing it.
 */
function findInside(file: GoFile, scope: Node, kind: Kind, text: string, isOwn: Belongs): Node[] {
  const word = (text.match(/\w+/g) ?? [""]).reduce((longest, next) =>
    next.length > longest.length ? next : longest,
  );
  const found = new Map<number, Node>();
  const isMeant = (node: Node) =>
    node.type === kind.type && kind.matches(node, text) && isOwn(node, scope, kind);
  if (word === "") return scope.descendantsOfType(kind.type).filter(isMeant);
  for (
    let at = file.text.indexOf(word, scope.startIndex);
    at !== -1 && at < scope.endIndex;
    at = file.text.indexOf(word, at + 1)
  ) {
    for (
      let node = file.root.descendantForIndex(at, at + word.length);
      node && node.startIndex >= scope.startIndex && node.endIndex <= scope.endIndex && node.id !== scope.id;
      node = node.parent
    ) {
      if (!found.has(node.id) && isMeant(node)) found.set(node.id, node);
    }
  }
  return [...found.values()].sort((a, b) => a.startIndex - b.startIndex);
}

const branches = /^(if_statement|for_statement|\w+_case)$/;

/** Whether no function literal is between a node and the scope around it; for a statement, no condition or loop either. */
function belongs(node: Node, scope: Node, { isStatement }: Kind): boolean {
  for (let outer = node.parent; outer && outer.id !== scope.id; outer = outer.parent)
    if (outer.type === "func_literal" || (isStatement && branches.test(outer.type))) return false;
  return true;
}

/**
 * The places the anchor names, exactly `expected` of them.
 *
 * @throws PatchkitError `golang/anchor-mismatch` with what was expected, what was found, and where.
 */
export function resolveAnchor(file: GoFile, anchor: Anchor, expected = 1): Node[] {
  const found = findAnchor(file, anchor);
  if (found.length !== expected) throw mismatch(file, anchor, expected, found);
  return found;
}

function mismatch(file: GoFile, anchor: Anchor, expected: number, found: Node[]): PatchkitError {
  const where = (nodes: readonly Node[]) =>
    `line ${nodes
      .slice(0, 5)
      .map((node) => file.line(node))
      .join(", ")}`;
  const apart = found.length === 0 ? search(file, anchor, file.root, () => true) : [];
  const words =
    apart.length > 0
      ? `it under a condition, in a loop or in a function literal (${where(apart)})`
      : `${found.length}${found.length === 0 ? "" : ` (${where(found)})`}`;
  return new PatchkitError(
    "golang/anchor-mismatch",
    `${file.path}: expected ${expected} × "${anchor}", found ${words}`,
    { hint: nearestStep(file, anchor) },
  );
}

/** Reports how far the anchor matched, so that the reader looks in the right place. */
function nearestStep(file: GoFile, anchor: Anchor): string {
  const steps = anchor.split(" > ");
  for (let depth = steps.length - 1; depth > 0; depth--) {
    const outer = steps.slice(0, depth).join(" > ");
    const scopes = findAnchor(file, outer);
    const first = scopes[0];
    if (first) {
      return `"${outer}" is at ${file.path}:${file.line(first)}; this tree differs from the known shapes inside it.`;
    }
  }
  return "This tree differs from the known shapes; run `cilium-patchkit inspect` on it and report the file.";
}

/** Text between the keyword and the block. */
function header(node: Node, blockField: string): string {
  const block = node.childForFieldName(blockField);
  const keyword = node.child(0);
  if (!block || !keyword) return "";
  return squeeze(node.text.slice(keyword.endIndex - node.startIndex, block.startIndex - node.startIndex));
}

function isCall(node: Node, text: string): boolean {
  const callee = squeeze(node.childForFieldName("function")?.text ?? "");
  if (!text.endsWith(")")) return callee === text;
  const [first] = listedIn(node.childForFieldName("arguments"));
  return `${callee}(${squeeze(first?.text ?? "")})` === text;
}
