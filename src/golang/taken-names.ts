import type { Node } from "web-tree-sitter";
import type { GoFile } from "./go-file.ts";
import type { NameProblem } from "./missing-names.ts";
import type { Names } from "./names.ts";
import { codeOf } from "./package-text.ts";
import { folderOf, type PackageIndex, type Place } from "./packages.ts";
import { type Binding, isIn, overlaps, type Range, type Scopes, sameBlock } from "./scopes.ts";
import { fieldsIn, TypeIndex } from "./types.ts";

/**
 * The names that some ranges of a file declare and that already exist: at the top level of the package, in any of
 * its files; among the fields and methods of a type; or in a block whose other code uses the name differently.
 *
 * @param file the file that contains the ranges' text.
 * @param names the names in the ranges.
 * @param index the package without that text.
 */
export function takenNames(
  file: GoFile,
  ranges: readonly Range[],
  names: Names,
  index: PackageIndex,
): NameProblem[] {
  const declared = file.root.namedChildren
    .filter((node) => isTouched(node, ranges))
    .flatMap((node) => namesGivenBy(node, ranges))
    .filter(({ node }) => isIn(ranges, node.startIndex));
  const types = new TypeIndex(index);
  return [
    ...declared.flatMap((given) => takenInPackage(file, given, index, types)),
    ...names.scopes.all
      .filter(({ node }) => isIn(ranges, node.startIndex))
      .flatMap((binding) => takenInBlock(file, ranges, names.scopes, binding)),
  ];
}

interface Given {
  readonly node: Node;
  /** Type that a field or method is of. */
  readonly owner?: string | undefined;
}

/** The names of a top-level declaration, including its fields. */
function namesGivenBy(declaration: Node, ranges: readonly Range[]): Given[] {
  const given = (node: Node, owner?: string): Given[] =>
    node.childrenForFieldName("name").map((name) => ({ node: name, owner }));
  const touched = (nodes: readonly Node[]) => nodes.filter((node) => isTouched(node, ranges));
  switch (declaration.type) {
    case "function_declaration":
      return given(declaration);
    case "method_declaration":
      return given(
        declaration,
        declaration.childForFieldName("receiver")?.descendantsOfType("type_identifier")[0]?.text,
      );
    case "const_declaration":
      return touched(declaration.namedChildren).flatMap((spec) => given(spec));
    case "var_declaration":
      return touched(declaration.namedChildren)
        .flatMap((spec) => (spec.type === "var_spec_list" ? touched(spec.namedChildren) : [spec]))
        .flatMap((spec) => given(spec));
    case "type_declaration":
      return touched(declaration.namedChildren).flatMap((spec) => [
        ...given(spec),
        ...touched(fieldsIn(spec.childForFieldName("type"))).flatMap((field) =>
          given(field, spec.childForFieldName("name")?.text),
        ),
      ]);
    default:
      return [];
  }
}

function takenInPackage(
  file: GoFile,
  { node, owner }: Given,
  index: PackageIndex,
  types: TypeIndex,
): NameProblem[] {
  const name = node.text;
  const taken = (what: string, { path, line }: Place): NameProblem[] => [
    { name, offset: node.startIndex, expected: `a new name ${name}`, found: `${what} at ${path}:${line}` },
  ];
  if (owner !== undefined) {
    const place = types.memberOf({ folder: folderOf(file.path), name: owner }, name, true);
    return place && place !== "unknown" ? taken(`a field or method of ${owner}`, place) : [];
  }
  if (name === "init" || name === "_") return [];
  const [declared] = index.sharing(file, name);
  return declared ? taken(`the ${declared.kind}`, declared) : [];
}

/** A name of a block that the unedited rest of the block declares or uses. */
function takenInBlock(
  file: GoFile,
  ranges: readonly Range[],
  scopes: Scopes,
  binding: Binding,
): NameProblem[] {
  const { name, node, scope } = binding;
  if (ranges.some(({ start, end }) => start <= scope.start && end >= scope.end)) return [];
  const others = scopes.all.filter(
    (one) => one.name === name && sameBlock(one, binding) && !isIn(ranges, one.node.startIndex),
  );
  if (others.some((one) => isReused(one, binding, scopes.all))) return [];
  const at = others[0]?.node.startIndex ?? usedBehind(file, ranges, scopes, binding);
  if (at === undefined) return [];
  const found = `one ${others.length > 0 ? "declared" : "used"} in the same block`;
  return [{ name, offset: node.startIndex, expected: `a new name ${name}`, found, foundAt: at }];
}

/** Whether a short variable declaration assigns to an existing variable and declares new ones. */
function isReused(known: Binding, binding: Binding, bindings: readonly Binding[]): boolean {
  if (binding.definer.type !== "short_var_declaration" || known.from > binding.from) return false;
  return bindings.some(
    (one) =>
      one.definer.id === binding.definer.id &&
      !bindings.some((old) => old.name === one.name && old.from < one.from && sameBlock(old, one)),
  );
}

/** Where unedited text uses the name of a binding and would now refer to it. */
function usedBehind(
  file: GoFile,
  ranges: readonly Range[],
  scopes: Scopes,
  binding: Binding,
): number | undefined {
  const { name, from, scope } = binding;
  const code = codeOf(file.text.slice(from, scope.end));
  for (let at = code.indexOf(name); at !== -1; at = code.indexOf(name, at + 1)) {
    const place = from + at;
    const node = file.root.descendantForIndex(place, place + name.length);
    if (node?.text !== name || !/^(type_|package_)?identifier$/.test(node.type)) continue;
    if (isIn(ranges, place) || isKey(node) || scopes.all.some((one) => one.node.startIndex === place))
      continue;
    if (scopes.at(name, place)?.node.startIndex === binding.node.startIndex) return place;
  }
  return undefined;
}

function isKey(node: Node): boolean {
  const element = node.parent?.parent;
  return element?.type === "keyed_element" && element.childForFieldName("key")?.id === node.parent?.id;
}

function isTouched({ startIndex, endIndex }: Node, ranges: readonly Range[]): boolean {
  return ranges.some((range) => overlaps(range, { start: startIndex, end: endIndex }));
}
