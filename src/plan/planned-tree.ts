import { isGoPath } from "../edit/index.ts";
import { folderOf, type GoFile, type GoParser, type PackageSource } from "../golang/index.ts";
import { ciliumModule, type Sources } from "../profile/index.ts";

/** The files of a commit after the commits planned so far. */
export class PlannedTree implements PackageSource {
  readonly #sources: Sources;
  readonly #parser: GoParser;
  readonly #texts = new Map<string, string>();
  readonly #parsed = new Map<string, () => GoFile>();
  readonly #folders = new Map<string, ReadonlyMap<string, string>>();
  readonly #own = new Set<GoFile>();

  constructor(sources: Sources, parser: GoParser) {
    this.#sources = sources;
    this.#parser = parser;
  }

  text(path: string): string | undefined {
    return this.#texts.get(path) ?? this.#sources.text(path);
  }

  exists(path: string): boolean {
    return (
      this.#texts.has(path) || this.files(folderOf(path))?.has(path) === true || this.#sources.exists(path)
    );
  }

  isExecutable(path: string): boolean {
    return this.#sources.isExecutable(path);
  }

  parsed(path: string): GoFile {
    const file = this.#parsed.get(path)?.() ?? this.#sources.go(path);
    if (!file) throw new Error(`${path} was not read`);
    return file;
  }

  files(folder: string): ReadonlyMap<string, string> | undefined {
    return this.#folders.get(folder) ?? this.#sources.goFiles(folder);
  }

  importFolder(importPath: string): string | undefined {
    return importPath.startsWith(`${ciliumModule}/`) ? importPath.slice(ciliumModule.length + 1) : undefined;
  }

  /** Replaces a text. @param parse returns its tree when it is first needed. */
  set(path: string, text: string, parse: () => GoFile = () => this.#parser.parse(path, text)): void {
    this.#texts.set(path, text);
    if (!isGoPath(path)) return;
    let file: GoFile | undefined;
    this.#parsed.set(path, () => {
      file ??= this.keep(parse());
      return file;
    });
    const folder = folderOf(path);
    const known = this.files(folder);
    if (known) this.#folders.set(folder, new Map([...known, [path, text]]));
  }

  /** Saves the state of the tree. @returns a function that restores it. */
  save(): () => void {
    const all = [this.#texts, this.#parsed, this.#folders].map((map) => {
      const kept = new Map<string, unknown>(map);
      return () => {
        map.clear();
        for (const [key, value] of kept) (map as Map<string, unknown>).set(key, value);
      };
    });
    return () => {
      for (const restore of all) restore();
    };
  }

  /** A file whose tree is disposed of with the plan. */
  keep(file: GoFile): GoFile {
    this.#own.add(file);
    return file;
  }

  /** Frees the memory of the trees parsed for the plan. */
  dispose(): void {
    for (const file of this.#own) file.dispose();
  }
}
