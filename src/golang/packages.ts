import { lineAt } from "../text/index.ts";
import { type Import, importsOf } from "./declarations.ts";
import type { GoFile } from "./go-file.ts";
import { type Declared, declaredIn, packageClause } from "./package-text.ts";

/** The known packages of a module. */
export interface PackageSource {
  /** Go files of a folder by path, including tests; undefined if the folder is not completely known. */
  files(folder: string): ReadonlyMap<string, string> | undefined;
  /** One of them, parsed. */
  parsed(path: string): GoFile;
  /** Folder of an import path, undefined for a package that is not of this module. */
  importFolder(importPath: string): string | undefined;
}

/** The position of something. */
export interface Place {
  readonly path: string;
  /** Counts from 1. */
  readonly line: number;
}

export type DeclaredAt = Declared & { readonly path: string };

/** Caches the declarations of texts: most files do not change from one plan to the next. */
export type DeclaredMemo = Map<string, readonly Declared[]>;

/** Finds top-level declarations of packages. Searches the texts without parsing them. */
export class PackageIndex {
  readonly source: PackageSource;
  readonly #memo: DeclaredMemo;
  readonly #found = new Map<string, readonly DeclaredAt[]>();
  readonly #methods = new Map<string, readonly DeclaredAt[]>();
  readonly #imports = new WeakMap<GoFile, Import[]>();

  constructor(source: PackageSource, memo: DeclaredMemo) {
    this.source = source;
    this.#memo = memo;
  }

  /** Declarations of a name in all files of a folder, without methods. */
  declarations(folder: string, name: string): readonly DeclaredAt[] {
    const key = `${folder} ${name}`;
    let found = this.#found.get(key);
    if (!found) {
      found = [...(this.source.files(folder) ?? [])].flatMap(([path, text]) =>
        text.includes(name)
          ? this.#declaredIn(text)
              .filter((one) => one.name === name && one.kind !== "method")
              .map((one) => ({ ...one, path }))
          : [],
      );
      this.#found.set(key, found);
    }
    return found;
  }

  /** The same, without declarations that a given file of the folder cannot use. */
  visible(path: string, name: string): readonly DeclaredAt[] {
    const folder = folderOf(path);
    const own = packageClause(this.source.files(folder)?.get(path) ?? "");
    return this.declarations(folder, name).filter(
      (one) =>
        (isTest(path) || !isTest(one.path)) &&
        packageClause(this.source.files(folder)?.get(one.path) ?? "") === own,
    );
  }

  /** Declarations of a method of a type. */
  methods(folder: string, type: string, name: string): readonly DeclaredAt[] {
    const key = `${folder} ${type}`;
    let methods = this.#methods.get(key);
    if (!methods) {
      methods = [...(this.source.files(folder) ?? [])].flatMap(([path, text]) =>
        text.includes(`${type})`) || text.includes(`${type}[`)
          ? this.#declaredIn(text)
              .filter((one) => one.kind === "method" && one.receiver === type)
              .map((one) => ({ ...one, path }))
          : [],
      );
      this.#methods.set(key, methods);
    }
    return methods.filter((one) => one.name === name);
  }

  /** Conflicts of a new top-level name: declarations of its package, imports of the package's files. */
  sharing(file: GoFile, name: string): (Place & { readonly kind: string })[] {
    const folder = folderOf(file.path);
    const own = packageClause(file.text);
    const files = [...(this.source.files(folder) ?? [])].filter(
      ([, text]) => text.includes(name) && packageClause(text) === own,
    );
    const imported = new RegExp(
      `^\\s*(?:import\\s+)?(?:${name}\\s+"[^"]+"|"(?:[^"]*/)?${name}")\\s*(?://.*)?$`,
      "m",
    );
    return [
      ...this.declarations(folder, name)
        .filter(({ path }) => files.some(([one]) => one === path))
        .map((one) => ({ ...this.placeOf(one), kind: one.kind })),
      ...files.flatMap(([path, text]) => {
        const at = imported.exec(text);
        return at ? [{ kind: "import", path, line: lineAt(text, at.index + at[0].search(/\S/)) }] : [];
      }),
    ];
  }

  imports(file: GoFile): readonly Import[] {
    let found = this.#imports.get(file);
    if (!found) {
      found = importsOf(file);
      this.#imports.set(file, found);
    }
    return found;
  }

  /** Folder of the package that a file imports under a name, if it is completely known. */
  importedFolder(file: GoFile, name: string): string | undefined {
    const path = this.imports(file).find((one) => one.name === name)?.path;
    const folder = path === undefined ? undefined : this.source.importFolder(path);
    return folder !== undefined && this.source.files(folder) ? folder : undefined;
  }

  placeOf({ path, offset }: DeclaredAt): Place {
    return { path, line: lineAt(this.source.files(folderOf(path))?.get(path) ?? "", offset) };
  }

  #declaredIn(text: string): readonly Declared[] {
    let found = this.#memo.get(text);
    if (!found) {
      found = declaredIn(text);
      this.#memo.set(text, found);
    }
    return found;
  }
}

/** Folder of a file. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

export function isTest(path: string): boolean {
  return path.endsWith("_test.go");
}
