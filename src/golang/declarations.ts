import type { Node } from "web-tree-sitter";
import { squeeze } from "../text/index.ts";
import type { GoFile } from "./go-file.ts";

/** One import of a file: the path and its name in the file. */
export interface Import {
  readonly path: string;
  readonly name: string;
  readonly line: number;
}

/** The file's imports in order. */
export function importsOf(file: GoFile): Import[] {
  const blocks = file.root.namedChildren.filter((node) => node.type === "import_declaration");
  return blocks
    .flatMap((block) => block.descendantsOfType("import_spec"))
    .map((node) => {
      const path = (node.childForFieldName("path")?.text ?? "").slice(1, -1);
      const name = node.childForFieldName("name")?.text ?? defaultName(path);
      return { path, name, line: file.line(node) };
    });
}

/**
 * The possible names of an import in a file. A path that ends in a version, or not in an identifier, does not show
 * the package's name: `gopkg.in/check.v1` is `check`, `example.org/go-radix/v2` may be `radix`.
 */
export function namesOfImport({ path, name }: Import): string[] {
  if (name !== defaultName(path)) return [name];
  const [last = "", before = ""] = path.split("/").reverse();
  const stems = /^v\d+$/.test(last) ? [last, before] : [last];
  return stems.flatMap((stem) => [stem, ...stem.split(/[-.]/)]);
}

function defaultName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** One parameter: its name ("" if unnamed) and the text of its type. */
export interface Parameter {
  readonly name: string;
  readonly type: string;
}

/** Parameters of a function or method; `a, b T` is split into two. */
export function parametersOf(declaration: Node): Parameter[] {
  const list = declaration.childForFieldName("parameters");
  if (!list) return [];
  return list.namedChildren.flatMap((node) => {
    if (!node || node.type === "comment") return [];
    const type = squeeze(node.childForFieldName("type")?.text ?? "");
    const names = node.childrenForFieldName("name").map((name) => name.text);
    return (names.length === 0 ? [""] : names).map((name) => ({ name, type }));
  });
}

/** Text of a function's results, "" if it has none. */
export function resultOf(declaration: Node): string {
  return squeeze(declaration.childForFieldName("result")?.text ?? "");
}

/** `name(a T, b U) error`: a declaration without receiver and body, white space squeezed. */
export function signatureOf(declaration: Node): string {
  const name = declaration.childForFieldName("name")?.text ?? "";
  const parameters = squeeze(declaration.childForFieldName("parameters")?.text ?? "");
  return `${name}${parameters} ${resultOf(declaration)}`.trim();
}

/** Name a method gives its receiver. */
export function receiverName(method: Node): string | undefined {
  return /^\(\s*(\w+)\s/.exec(method.childForFieldName("receiver")?.text ?? "")?.[1];
}

/** String constants of the file, by name. */
export function stringConstants(file: GoFile): Map<string, { value: string; line: number }> {
  const found = new Map<string, { value: string; line: number }>();
  for (const [name, specs] of file.declarations.const) {
    const spec = specs[0];
    const literal = spec?.childForFieldName("value")?.namedChild(0);
    if (spec && literal?.type === "interpreted_string_literal") {
      found.set(name, { value: literal.text.slice(1, -1), line: file.line(spec) });
    }
  }
  return found;
}
