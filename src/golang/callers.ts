import type { Node } from "web-tree-sitter";
import { lineAt } from "../text/index.ts";
import { codeOf } from "./package-text.ts";
import type { PackageIndex, Place } from "./packages.ts";
import { overlaps, type Range } from "./scopes.ts";

/**
 * Where a package calls or names a function or method whose parameters have changed, without the edited calls.
 * A method of another type with the same name cannot be distinguished, and counts.
 *
 * @param name without the receiver type.
 * @param edited the ranges that were edited, by path.
 */
export function otherCallers(
  index: PackageIndex,
  folder: string,
  name: string,
  edited: ReadonlyMap<string, readonly Range[]>,
): Place[] {
  const word = new RegExp(`(?<![\\p{L}\\p{N}_])${name}(?![\\p{L}\\p{N}_])`, "gu");
  return [...(index.source.files(folder) ?? [])].flatMap(([path, text]) => {
    if (!text.includes(name)) return [];
    const code = codeOf(text);
    const places = [...code.matchAll(word)].map(({ index: at }) => at);
    return places
      .filter(
        (at) => !isDeclaration(code, at) && !isEditedCall(index, path, at, name, edited.get(path) ?? []),
      )
      .map((at) => ({ path, line: lineAt(text, at) }));
  });
}

/** Whether the name follows `func` or `func (n *T)`. */
function isDeclaration(code: string, at: number): boolean {
  return /^func\s+(?:\([^)]*\)\s*)?$/.test(code.slice(code.lastIndexOf("\n", at) + 1, at));
}

function isEditedCall(
  index: PackageIndex,
  path: string,
  at: number,
  name: string,
  ranges: readonly Range[],
): boolean {
  if (ranges.length === 0) return false;
  const node = index.source.parsed(path).root.descendantForIndex(at, at + name.length);
  const call = node && callOf(node);
  if (!call) return false;
  return ranges.some((range) => overlaps(range, { start: call.startIndex, end: call.endIndex }));
}

/** The call of a function by its name, or of a method. */
function callOf(name: Node): Node | undefined {
  const callee = name.type === "field_identifier" ? name.parent : name;
  const call = callee?.parent;
  if (call?.type !== "call_expression") return undefined;
  return call.childForFieldName("function")?.id === callee?.id ? call : undefined;
}
