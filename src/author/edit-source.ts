import type { SourceFile, TypeElementMemberedNode } from "ts-morph";

/**
 * The text of a TypeScript file after edits of its syntax tree. All else stays as it is, comments too.
 *
 * @param edit must change what it is for, or throw.
 */
export async function editSource(text: string, edit: (file: SourceFile) => void): Promise<string> {
  const file = await parse(text);
  edit(file);
  return file.getFullText();
}

/** Whether a type of the file has a member of that name. */
export async function hasName(text: string, name: string): Promise<boolean> {
  const file = await parse(text);
  return typesOf(file).some(({ type }) => type.getProperty(name) !== undefined);
}

/** Loads the compiler, which only authors need: half a second, and a hundred megabytes. */
async function parse(text: string): Promise<SourceFile> {
  const { IndentationText, Project } = await import("ts-morph");
  const project = new Project({
    useInMemoryFileSystem: true,
    manipulationSettings: {
      indentationText: IndentationText.TwoSpaces,
      usePrefixAndSuffixTextForRename: false,
    },
  });
  return project.createSourceFile("file.ts", text);
}

/** Imports a name, in the order of specifiers; beside names of the same file if it is imported. */
export function importName(file: SourceFile, name: string, from: string): void {
  const imports = file.getImportDeclarations();
  const later = imports.findIndex((one) => one.getModuleSpecifierValue() > from);
  file.insertImportDeclaration(later === -1 ? imports.length : later, {
    namedImports: [name],
    moduleSpecifier: from,
  });
}

/** Adds an element at the end of the list that a constant is. */
export function addElement(file: SourceFile, constant: string, element: string): void {
  const list = file.getVariableDeclarationOrThrow(constant).getInitializerOrThrow();
  const text = list.getText();
  const head = text.replace(/,?\s*\]$/, "");
  list.replaceWithText(text.includes("\n") ? `${head},\n  ${element},\n]` : `${head}, ${element}]`);
}

/** Adds a property of the name of its value at the end of the object that a constant is. */
export function addProperty(file: SourceFile, constant: string, name: string): void {
  const object = file.getVariableDeclarationOrThrow(constant).getInitializerOrThrow();
  object.replaceWithText(`${object.getText().replace(/,?\s*\}$/, "")},\n  ${name},\n}`);
}

/** Adds a member at the end of the type whose name has the pattern. */
export function addMember(file: SourceFile, pattern: RegExp, member: string): void {
  const found = typesOf(file).find(({ name }) => pattern.test(name));
  if (!found) throw new Error(`expected a type named ${pattern}`);
  found.type.addMember(member);
}

/** Interfaces, and types that are objects. */
function typesOf(file: SourceFile): { readonly name: string; readonly type: TypeElementMemberedNode }[] {
  const interfaces = file.getInterfaces().map((type) => ({ name: type.getName(), type }));
  const aliases = file.getTypeAliases().flatMap((alias) => {
    const type = alias.getTypeNode();
    // An object in the type's place, told by what it can do: ts-morph's own classes are loaded later.
    return type && "addMember" in type
      ? [{ name: alias.getName(), type: type as unknown as TypeElementMemberedNode }]
      : [];
  });
  return [...interfaces, ...aliases];
}
