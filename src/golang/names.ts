import type { Node } from "web-tree-sitter";
import { lineAt } from "../text/index.ts";
import type { GoFile } from "./go-file.ts";
import {
  type Binding,
  bindingsIn,
  makeScopes,
  overlaps,
  type Range,
  rangeOf,
  type Scopes,
} from "./scopes.ts";

/** A name that is used. */
export interface Use {
  readonly name: string;
  readonly start: number;
  /** `F` of `x.F`, where `x` is the name. */
  readonly member: { readonly name: string; readonly start: number } | undefined;
}

/** `x.F`, whatever `x` is. */
export interface Selection {
  readonly operand: Node;
  readonly member: Node;
}

/** A name before a colon in a composite literal: a struct field or a key. */
export interface Key {
  readonly node: Node;
  readonly literal: Node;
}

/** The names that part of a file uses, and those that the surrounding declarations declare. */
export interface Names {
  readonly scopes: Scopes;
  readonly uses: readonly Use[];
  readonly selections: readonly Selection[];
  readonly keys: readonly Key[];
}

const nameTypes = ["identifier", "type_identifier", "package_identifier"];

/** The names in some ranges of a file. Queries the tree by node type: a walk would take many times as long. */
export function namesIn(file: GoFile, ranges: readonly Range[]): Names {
  const around = file.root.namedChildren.filter(
    ({ type, startIndex, endIndex }) =>
      /^(function|method|type|var|const)_declaration$/.test(type) &&
      ranges.some((range) => overlaps(range, { start: startIndex, end: endIndex })),
  );
  const found = around.map((declaration) => namesAround(file, declaration, ranges));
  return {
    scopes: makeScopes(found.flatMap(({ bindings }) => bindings)),
    uses: found.flatMap(({ uses }) => uses),
    selections: found.flatMap(({ selections }) => selections),
    keys: found.flatMap(({ keys }) => keys),
  };
}

function namesAround(
  file: GoFile,
  declaration: Node,
  ranges: readonly Range[],
): Omit<Names, "scopes"> & { bindings: Binding[] } {
  const bindings = bindingsIn(declaration);
  const found = ranges.flatMap((range) => nodesIn(file, declaration, range));
  const ofType = (...types: string[]) => found.filter(({ type }) => types.includes(type));
  const selections = ofType("selector_expression").flatMap(selectionOf);
  const qualified = ofType("qualified_type").flatMap(selectionOf);
  const keys = ofType("keyed_element").flatMap(keyOf);
  const members = new Map(
    [...selections, ...qualified]
      .filter(({ operand }) => nameTypes.includes(operand.type))
      .map(({ operand, member }) => [operand.startIndex, member]),
  );
  const others = new Set([
    ...bindings.map(({ node }) => node.startIndex),
    ...namesGivenBy(declaration),
    ...keys.map(({ node }) => node.startIndex),
    ...qualified.map(({ member }) => member.startIndex),
  ]);
  const uses = ofType(...nameTypes).flatMap(({ startIndex: start, endIndex: end }): Use[] => {
    if (others.has(start)) return [];
    // Reading the text from the node is slower.
    const name = file.text.slice(start, end);
    const member = members.get(start);
    if (name === "_") return [];
    if (!member) return [{ name, start, member }];
    const selected = file.text.slice(member.startIndex, member.endIndex);
    return [{ name, start, member: { name: selected, start: member.startIndex } }];
  });
  return { bindings, uses, selections, keys };
}

/** The parts of a declaration to examine, limited to a range. */
function nodesIn(file: GoFile, declaration: Node, range: Range): Node[] {
  const types = [...nameTypes, "selector_expression", "qualified_type", "keyed_element"];
  if (range.start <= declaration.startIndex && range.end >= declaration.endIndex)
    return declaration.descendantsOfType(types);
  if (!overlaps(range, rangeOf(declaration))) return [];
  return declaration
    .descendantsOfType(types, ...pointsOf(file.text, range))
    .filter(({ startIndex, endIndex }) => startIndex >= range.start && endIndex <= range.end);
}

function selectionOf(node: Node): Selection[] {
  const operand = node.childForFieldName("operand") ?? node.childForFieldName("package");
  const member = node.childForFieldName("field") ?? node.childForFieldName("name");
  return operand && member ? [{ operand, member }] : [];
}

function keyOf(element: Node): Key[] {
  const node = element.childForFieldName("key")?.namedChild(0);
  const literal = element.parent?.parent;
  return node?.type === "identifier" && literal ? [{ node, literal }] : [];
}

/** Positions of the names that the declaration itself declares: these are not uses. */
function namesGivenBy(declaration: Node): number[] {
  const specs = declaration.descendantsOfType(["var_spec", "const_spec", "type_spec", "type_alias"]);
  return [declaration, ...specs].flatMap((node) =>
    node.childrenForFieldName("name").map((name) => name.startIndex),
  );
}

/** The lines around a range, as positions for a tree query. */
function pointsOf(text: string, { start, end }: Range) {
  return [
    { row: lineAt(text, start) - 1, column: 0 },
    { row: lineAt(text, end), column: 0 },
  ] as const;
}
