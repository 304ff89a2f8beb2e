import type { Node } from "web-tree-sitter";
import { type Import, namesOfImport } from "./declarations.ts";
import type { GoFile } from "./go-file.ts";
import type { Key, Names, Selection, Use } from "./names.ts";
import { codeOf } from "./package-text.ts";
import { folderOf, isTest, type PackageIndex } from "./packages.ts";
import { type Binding, holds, isIn, type Range, rangeOf, type Scopes } from "./scopes.ts";
import { TypeIndex, type TypeName } from "./types.ts";

/** A problem with a name in Go code: it is taken or missing. */
export interface NameProblem {
  readonly name: string;
  /** String index into the file's text. */
  readonly offset: number;
  /** What was expected and what was found. */
  readonly expected: string;
  readonly found: string;
  /** Where in the file that was found. */
  readonly foundAt?: number;
}

/** Names predeclared by Go (language specification, "Predeclared identifiers", as of Go 1.21). */
const universe = new Set(
  (
    "any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string " +
    "uint uint8 uint16 uint32 uint64 uintptr true false iota nil append cap clear close complex copy delete imag " +
    "len make max min new panic print println real recover"
  ).split(" "),
);

/**
 * The names that some ranges of a file use and that do not exist: neither declared before them in a surrounding
 * block, nor imported, nor at the top level of the package; also fields and methods of known types, and selectors
 * of known packages. Names that need a type checker are ignored.
 *
 * @param file the file that contains the ranges' text.
 * @param names the names in the ranges.
 */
export function missingNames(
  file: GoFile,
  ranges: readonly Range[],
  names: Names,
  index: PackageIndex,
): NameProblem[] {
  const search = new Search(file, ranges, index, names.scopes);
  return [
    ...names.uses.flatMap((use) => search.use(use)),
    ...names.selections.flatMap((selection) => search.selection(selection)),
    ...names.keys.flatMap((key) => search.key(key)),
  ];
}

class Search {
  readonly #file: GoFile;
  readonly #ranges: readonly Range[];
  readonly #index: PackageIndex;
  readonly #types: TypeIndex;
  readonly #scopes: Scopes;
  readonly #imports: readonly Import[];
  readonly #importNames: ReadonlyMap<string, Import>;

  constructor(file: GoFile, ranges: readonly Range[], index: PackageIndex, scopes: Scopes) {
    this.#file = file;
    this.#ranges = ranges;
    this.#index = index;
    this.#types = new TypeIndex(index);
    this.#scopes = scopes;
    this.#imports = index.imports(file);
    this.#importNames = new Map(
      [...this.#imports].reverse().flatMap((one) => namesOfImport(one).map((name) => [name, one] as const)),
    );
  }

  use(use: Use): NameProblem[] {
    const { name, start, member } = use;
    if (universe.has(name)) return [];
    const binding = this.#scopes.at(name, start);
    const imported = this.#importOf(name);
    if (binding) return imported && member ? this.#ambiguous(use, binding, imported) : [];
    if (imported) return member ? this.#imported(imported, member) : [];
    // Unknown packages cannot be checked.
    if (!this.#index.source.files(folderOf(this.#file.path))) return [];
    const declared = this.#index.visible(this.#file.path, name);
    const generic = declared.find((one) => one.kind === "type" && one.generic);
    if (generic && !/^\s*\[/.test(this.#file.text.slice(start + name.length))) {
      const { path, line } = this.#index.placeOf(generic);
      const found = `one with parameters (${path}:${line})`;
      return [{ name, offset: start, expected: `${name} to be a type without parameters`, found }];
    }
    if (declared.length > 0) return [];
    if (/^\p{Lu}/u.test(name) && this.#imports.some((one) => one.name === ".")) return [];
    return [{ name, offset: start, expected: this.#expected(use), ...this.#found(name, start) }];
  }

  /** A field or method of a known type. */
  selection({ operand, member }: Selection): NameProblem[] {
    const isQualifier =
      /^(package_)?identifier$/.test(operand.type) &&
      !this.#scopes.at(operand.text, operand.startIndex) &&
      this.#importOf(operand.text);
    return isQualifier ? [] : this.#lacking(this.#types.typeOf(this.#file, operand, this.#scopes), member);
  }

  /** A struct field, or a key that is an ordinary name. */
  key({ node, literal }: Key): NameProblem[] {
    const type = literal.type === "composite_literal" ? literal.childForFieldName("type") : null;
    if (/^(map|slice|array|implicit_length_array)_type$/.test(type?.type ?? ""))
      return this.use({ name: node.text, start: node.startIndex, member: undefined });
    const named = this.#types.typeNamed(this.#file, type, this.#scopes);
    return named && this.#types.isStruct(named) ? this.#lacking(named, node) : [];
  }

  #lacking(type: TypeName | undefined, { text, startIndex }: Node): NameProblem[] {
    if (!type || this.#types.memberOf(type, text, isTest(this.#file.path))) return [];
    const expected = `${type.name} to have the field or method ${text}`;
    return [{ name: text, offset: startIndex, expected, found: "no such name" }];
  }

  /** A selector of a package. */
  #imported({ path }: Import, member: NonNullable<Use["member"]>): NameProblem[] {
    const folder = this.#index.source.importFolder(path);
    if (folder === undefined || !this.#index.source.files(folder)) return [];
    const tests = isTest(this.#file.path) && folder === folderOf(this.#file.path);
    const declared = this.#index.declarations(folder, member.name);
    if (declared.some((one) => tests || !isTest(one.path))) return [];
    const expected = `${folder} to declare ${member.name}`;
    return [{ name: member.name, offset: member.start, expected, found: "no such name" }];
  }

  /** A variable of the release with the name of a package: only types show which of them is meant. */
  #ambiguous({ name, start, member }: Use, binding: Binding, imported: Import): NameProblem[] {
    if (isIn(this.#ranges, binding.node.startIndex)) return [];
    if (this.#types.typeOfBinding(this.#file, binding, this.#scopes)) return [];
    const folder = this.#index.importedFolder(this.#file, name);
    if (folder !== undefined && this.#index.declarations(folder, member?.name ?? "").length === 0) return [];
    if (this.#isSelected(name, member?.name ?? "", binding)) return [];
    return [
      {
        name,
        offset: start,
        expected: `${name} to be the package ${imported.path}`,
        found: "a variable of that name",
        foundAt: binding.node.startIndex,
      },
    ];
  }

  /** Whether unedited text uses the same selector on the same variable. */
  #isSelected(name: string, member: string, binding: Binding): boolean {
    const { start, end } = binding.scope;
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}_.])${name}\\.${member}(?![\\p{L}\\p{N}_])`, "gu");
    return [...codeOf(this.#file.text.slice(start, end)).matchAll(pattern)].some(({ index }) => {
      const at = start + index;
      return !isIn(this.#ranges, at) && this.#scopes.at(name, at) === binding;
    });
  }

  #importOf(name: string): Import | undefined {
    return this.#importNames.get(name);
  }

  #expected({ name, start, member }: Use): string {
    if (member && /^\p{Lu}/u.test(member.name)) return `${name} to be imported or declared`;
    const where = this.#around(start)?.childForFieldName("name")?.text;
    return where === undefined ? `${name} to be declared` : `${name} to be declared in ${where}`;
  }

  /** The closest match for the name. */
  #found(name: string, start: number): { found: string; foundAt?: number } {
    const others = this.#imports.filter(({ path }) => path.split("/").includes(name));
    if (others.length > 0)
      return { found: others.map((other) => `${other.path} imported as ${other.name}`).join(", ") };
    const around = this.#around(start);
    const near = this.#scopes.all.find(
      ({ name: one, from }) => one === name && around && holds(rangeOf(around), from),
    );
    if (!near) return { found: "no such name" };
    const found = holds(near.scope, start) ? "one further down" : "one in another block";
    return { found, foundAt: near.node.startIndex };
  }

  /** The declaration at the top of the file around a place. */
  #around(at: number): Node | undefined {
    return this.#file.root.namedChildren.find((node) => holds(rangeOf(node), at));
  }
}
