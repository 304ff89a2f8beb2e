import type { Node } from "web-tree-sitter";
import type { GoFile } from "./go-file.ts";
import { folderOf, isTest, type PackageIndex, type Place } from "./packages.ts";
import type { Binding, Scopes } from "./scopes.ts";

/** A type that a package declares. */
export interface TypeName {
  readonly folder: string;
  readonly name: string;
}

/** Finds types without a type checker, as far as the text shows them. */
export class TypeIndex {
  readonly #packages: PackageIndex;
  readonly #ofBindings = new WeakMap<Binding, { readonly type: TypeName | undefined }>();
  readonly #members = new Map<string, Place | "unknown" | undefined>();
  readonly #ofVariables = new Map<string, TypeName | undefined>();

  constructor(packages: PackageIndex) {
    this.#packages = packages;
  }

  /**
   * Where a field or method of a type is declared, its own or promoted from an embedded type. `undefined` if there
   * is none of that name, `unknown` if that cannot be determined: for an unknown type, an interface, or a type that
   * embeds one of these.
   *
   * @param tests whether methods declared in tests count.
   */
  memberOf(type: TypeName, member: string, tests: boolean): Place | "unknown" | undefined {
    const key = `${type.folder}.${type.name}.${member} ${tests}`;
    if (!this.#members.has(key)) this.#members.set(key, this.#findMember(type, member, tests, []));
    return this.#members.get(key);
  }

  #findMember(
    type: TypeName,
    member: string,
    tests: boolean,
    seen: readonly string[],
  ): Place | "unknown" | undefined {
    const id = `${type.folder}.${type.name}`;
    const specs = this.#specsOf(type);
    if (specs.length === 0 || seen.includes(id)) return "unknown";
    const methods = this.#packages.methods(type.folder, type.name, member);
    const method = methods.find(({ path }) => tests || !isTest(path));
    if (method) return this.#packages.placeOf(method);
    let answer: "unknown" | undefined;
    for (const { file, spec } of specs) {
      const own = spec.childForFieldName("type");
      const field = fieldNamed(file, own, member);
      if (field) return { path: file.path, line: file.line(field) };
      if (!/^(struct|map|slice|array|pointer|function|channel)_type$/.test(own?.type ?? ""))
        answer = "unknown";
      for (const embedded of embeddedIn(own)) {
        if (baseName(embedded) === member) return { path: file.path, line: file.line(embedded) };
        const base = this.typeNamed(file, embedded);
        const found = base ? this.#findMember(base, member, tests, [...seen, id]) : "unknown";
        if (found === "unknown") answer = found;
        else if (found) return found;
      }
    }
    return answer;
  }

  isStruct(type: TypeName): boolean {
    const specs = this.#specsOf(type);
    return (
      specs.length > 0 && specs.every(({ spec }) => spec.childForFieldName("type")?.type === "struct_type")
    );
  }

  /** The type of an expression, through pointers; undefined if only a type checker can tell. */
  typeOf(file: GoFile, node: Node | null | undefined, scopes: Scopes): TypeName | undefined {
    switch (node?.type) {
      case "parenthesized_expression":
        return this.typeOf(file, node.namedChild(0), scopes);
      case "unary_expression":
        return /^[&*]/.test(node.text)
          ? this.typeOf(file, node.childForFieldName("operand"), scopes)
          : undefined;
      case "composite_literal":
        return this.typeNamed(file, node.childForFieldName("type"), scopes);
      case "identifier": {
        const binding = scopes.at(node.text, node.startIndex);
        return binding
          ? this.typeOfBinding(file, binding, scopes)
          : this.#typeOfVariable(folderOf(file.path), node.text);
      }
      case "selector_expression":
        return this.#typeOfSelection(file, node, scopes);
      default:
        return undefined;
    }
  }

  /** The type of a parameter or variable, from its declaration or its value. */
  typeOfBinding(file: GoFile, binding: Binding, scopes: Scopes): TypeName | undefined {
    let known = this.#ofBindings.get(binding);
    if (!known) {
      known = { type: this.#typeGivenTo(file, binding, scopes) };
      this.#ofBindings.set(binding, known);
    }
    return known.type;
  }

  /** The declared type that a type's text names, through pointers and type arguments. */
  typeNamed(file: GoFile, node: Node | null | undefined, scopes?: Scopes): TypeName | undefined {
    switch (node?.type) {
      case "pointer_type":
      case "parenthesized_type":
        return this.typeNamed(file, node.namedChild(0), scopes);
      case "generic_type":
        return this.typeNamed(file, node.childForFieldName("type"), scopes);
      case "type_identifier":
        if (scopes?.at(node.text, node.startIndex)) return undefined;
        return { folder: folderOf(file.path), name: node.text };
      case "qualified_type": {
        const folder = this.#packages.importedFolder(file, node.childForFieldName("package")?.text ?? "");
        const name = node.childForFieldName("name")?.text ?? "";
        return folder === undefined ? undefined : { folder, name };
      }
      default:
        return undefined;
    }
  }

  #typeOfSelection(file: GoFile, node: Node, scopes: Scopes): TypeName | undefined {
    const operand = node.childForFieldName("operand");
    const member = node.childForFieldName("field")?.text ?? "";
    if (operand?.type === "identifier" && !scopes.at(operand.text, operand.startIndex)) {
      const folder = this.#packages.importedFolder(file, operand.text);
      if (folder !== undefined) return this.#typeOfVariable(folder, member);
    }
    const type = this.typeOf(file, operand, scopes);
    for (const { file: declaring, spec } of type ? this.#specsOf(type) : []) {
      const field = fieldNamed(declaring, spec.childForFieldName("type"), member)?.parent;
      if (field) return this.typeNamed(declaring, field.childForFieldName("type"));
    }
    return undefined;
  }

  #typeGivenTo(file: GoFile, { definer, node, name }: Binding, scopes: Scopes): TypeName | undefined {
    switch (definer.type) {
      case "parameter_declaration":
        return this.typeNamed(file, definer.childForFieldName("type"), scopes);
      case "short_var_declaration": {
        const left = definer.childForFieldName("left")?.namedChildren ?? [];
        const right = definer.childForFieldName("right")?.namedChildren ?? [];
        const index = left.findIndex(({ startIndex }) => startIndex === node.startIndex);
        return left.length === right.length ? this.typeOf(file, right[index], scopes) : undefined;
      }
      case "var_spec":
        return this.#typeOfSpec(file, definer, name, scopes);
      default:
        return undefined;
    }
  }

  #typeOfVariable(folder: string, name: string): TypeName | undefined {
    const key = `${folder}.${name}`;
    if (!this.#ofVariables.has(key)) {
      // Variables initialised with each other are not valid Go, but a tree may contain them.
      this.#ofVariables.set(key, undefined);
      const found = this.#packages.declarations(folder, name).find(({ kind }) => kind === "var");
      const file = found && this.#packages.source.parsed(found.path);
      const spec = file?.root.descendantForIndex(found?.offset ?? 0)?.parent;
      if (file && spec?.type === "var_spec") this.#ofVariables.set(key, this.#typeOfSpec(file, spec, name));
    }
    return this.#ofVariables.get(key);
  }

  #typeOfSpec(file: GoFile, spec: Node, name: string, scopes = noScopes): TypeName | undefined {
    const type = spec.childForFieldName("type");
    if (type) return this.typeNamed(file, type, scopes);
    const names = spec.childrenForFieldName("name").map(({ text }) => text);
    const values = spec.childForFieldName("value")?.namedChildren ?? [];
    return names.length === values.length
      ? this.typeOf(file, values[names.indexOf(name)], scopes)
      : undefined;
  }

  #specsOf({ folder, name }: TypeName): { file: GoFile; spec: Node }[] {
    return this.#packages.declarations(folder, name).flatMap(({ kind, path, offset }) => {
      if (kind !== "type") return [];
      const file = this.#packages.source.parsed(path);
      const spec = file.root.descendantForIndex(offset)?.parent;
      return spec?.type === "type_spec" ? [{ file, spec }] : [];
    });
  }
}

const noScopes: Scopes = { all: [], at: () => undefined };

/** The fields of a struct type, none of any other. */
export function fieldsIn(type: Node | null): Node[] {
  if (type?.type !== "struct_type") return [];
  const list = type.namedChildren.find((child) => child.type === "field_declaration_list");
  return list?.namedChildren.filter((child) => child.type === "field_declaration") ?? [];
}

/** The name of a struct field. Structs may have hundreds of fields, so only occurrences of the word are checked. */
function fieldNamed(file: GoFile, struct: Node | null, name: string): Node | undefined {
  if (struct?.type !== "struct_type") return undefined;
  const { text } = file;
  for (
    let at = text.indexOf(name, struct.startIndex);
    at !== -1 && at < struct.endIndex;
    at = text.indexOf(name, at + 1)
  ) {
    if (/[\w.]/.test(text[at - 1] ?? "") || /\w/.test(text[at + name.length] ?? "")) continue;
    const node = file.root.descendantForIndex(at, at + name.length);
    if (node?.type !== "field_identifier" || node.text !== name) continue;
    if (node.parent?.type === "field_declaration" && node.parent.parent?.parent?.id === struct.id)
      return node;
  }
  return undefined;
}

/** `T` of `*p.T[K]`: the name of an embedded field. */
function baseName(type: Node): string {
  return /([\p{L}\p{N}_]+)(?:\[.*)?$/su.exec(type.text)?.[1] ?? "";
}

/** The types that a struct embeds. */
function embeddedIn(struct: Node | null): Node[] {
  return fieldsIn(struct).flatMap((field) => {
    const type = field.childForFieldName("type");
    return type && !field.childForFieldName("name") ? [type] : [];
  });
}
