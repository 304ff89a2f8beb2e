import type { Node } from "web-tree-sitter";

/** String indices into a file's text, the end not included. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A name declared within a function: a parameter, variable, constant, type or type parameter. */
export interface Binding {
  readonly name: string;
  /** The name itself. */
  readonly node: Node;
  /** The declaring node: a parameter, a short variable declaration, a spec, a range clause and so on. */
  readonly definer: Node;
  /** Start of its scope. */
  readonly from: number;
  /** The block that contains it, from start to end. */
  readonly scope: Range;
  /** Start of that block; for a function, of its body. */
  readonly block: number;
}

/** Bindings, and what a name means at a place. */
export interface Scopes {
  readonly all: readonly Binding[];
  /** Undefined if nothing around the place declares the name before it. */
  at(name: string, offset: number): Binding | undefined;
}

const scopeTypes = [
  "function_declaration",
  "method_declaration",
  "func_literal",
  "function_type",
  "method_elem",
  "block",
  "if_statement",
  "for_statement",
  "expression_switch_statement",
  "type_switch_statement",
  "expression_case",
  "default_case",
  "type_case",
  "communication_case",
  "type_spec",
  "type_alias",
];
const definerTypes = [
  "parameter_declaration",
  "variadic_parameter_declaration",
  "type_parameter_declaration",
  "short_var_declaration",
  "var_spec",
  "const_spec",
  "range_clause",
  "receive_statement",
];

/** Names declared by the functions, blocks and statements of a declaration. */
export function bindingsIn(declaration: Node): Binding[] {
  const nodes = declaration.descendantsOfType([...scopeTypes, ...definerTypes]);
  const scopes = nodes.filter(({ type }) => scopeTypes.includes(type));
  return [...receiverArguments(declaration), ...nodes.flatMap((node) => bindingsOf(node, scopes))];
}

export function makeScopes(all: readonly Binding[]): Scopes {
  const byName = new Map<string, Binding[]>();
  for (const binding of all) byName.set(binding.name, [...(byName.get(binding.name) ?? []), binding]);
  return {
    all,
    at(name, offset) {
      let found: Binding | undefined;
      for (const binding of byName.get(name) ?? []) {
        if (binding.from > offset || !holds(binding.scope, offset)) continue;
        if (!found || binding.scope.start >= found.scope.start) found = binding;
      }
      return found;
    },
  };
}

/** Whether two names belong to one block, which may declare each name once. Parameters belong to the body. */
export function sameBlock(one: Binding, other: Binding): boolean {
  return one.block === other.block;
}

export function holds({ start, end }: Range, at: number): boolean {
  return start <= at && at < end;
}

export function overlaps(one: Range, other: Range): boolean {
  return one.start < other.end && one.end > other.start;
}

export function isIn(ranges: readonly Range[], at: number): boolean {
  return ranges.some((range) => holds(range, at));
}

/** `K` of a method of `T[K]`. */
function receiverArguments(declaration: Node): Binding[] {
  const receiver = declaration.childForFieldName("receiver");
  if (!receiver?.text.includes("[")) return [];
  const scope = rangeOf(declaration);
  return receiver
    .descendantsOfType("type_arguments")
    .flatMap((list) => list.descendantsOfType("type_identifier"))
    .map((node) => ({
      name: node.text,
      node,
      definer: receiver,
      from: scope.start,
      scope,
      block: scope.start,
    }));
}

function bindingsOf(definer: Node, scopes: readonly Node[]): Binding[] {
  const around = innermost(scopes, definer);
  // Names without a surrounding scope belong to the package.
  if (!around) return [];
  const bind = (names: readonly Node[], from: number, holder = around) =>
    names.map((node) => ({
      name: node.text,
      node,
      definer,
      from,
      scope: rangeOf(holder),
      block: blockOf(holder),
    }));
  switch (definer.type) {
    case "parameter_declaration":
    case "variadic_parameter_declaration":
    case "var_spec":
    case "const_spec":
      return bind(definer.childrenForFieldName("name"), definer.endIndex);
    case "type_parameter_declaration":
      return bind(definer.childrenForFieldName("name"), around.startIndex);
    case "type_spec":
    case "type_alias":
      return bind(definer.childrenForFieldName("name"), definer.startIndex);
    case "short_var_declaration":
      return bind(identifiersIn(definer, "left"), definer.endIndex);
    case "range_clause":
    case "receive_statement":
      if (!definer.children.some(({ type }) => type === ":=")) return [];
      return bind(identifiersIn(definer, "left"), definer.endIndex);
    case "type_switch_statement": {
      const alias = definer.childForFieldName("alias");
      return alias ? bind(identifiersIn(definer, "alias"), alias.endIndex, definer) : [];
    }
    default:
      return [];
  }
}

/** Start of a scope's block. */
function blockOf(scope: Node): number {
  const body = /^func|^method_declaration$/.test(scope.type) ? scope.childForFieldName("body") : null;
  return (body ?? scope).startIndex;
}

function identifiersIn(node: Node, field: string): Node[] {
  return (node.childForFieldName(field)?.namedChildren ?? []).filter(
    ({ type, text }) => type === "identifier" && text !== "_",
  );
}

/** The innermost scope around a node; scopes are in order of their start. */
function innermost(scopes: readonly Node[], node: Node): Node | undefined {
  return scopes.findLast(
    ({ id, startIndex, endIndex }) =>
      id !== node.id && startIndex <= node.startIndex && endIndex >= node.endIndex,
  );
}

export function rangeOf({ startIndex, endIndex }: Node): Range {
  return { start: startIndex, end: endIndex };
}
