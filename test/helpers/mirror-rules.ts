import { type SourceFile, ts } from "ts-morph";

/** Whether a file has code that may be wrong: a function with a body, whatever its form. Types, lists and front doors have none. */
export function decides(file: SourceFile): boolean {
  // The compiler's own nodes: wrapping each of them would take ten times as long.
  const isFunction = (node: ts.Node): boolean =>
    (ts.isFunctionLike(node) && "body" in node && node.body !== undefined) ||
    ts.forEachChild(node, isFunction) === true;
  return isFunction(file.compilerNode);
}

/**
 * Compares sources with tests.
 *
 * @param deciding files, by path below `src/`.
 * @param tests files, by path below `test/`.
 * @param allowed files of `src/` that need no test of their own yet.
 * @returns files that lack a test and are not allowed to, and allowed ones that have a test or are not there.
 */
export function settleMirrors(
  deciding: readonly string[],
  tests: readonly string[],
  allowed: readonly string[],
): { readonly lacking: string[]; readonly listedInVain: string[] } {
  const missing = deciding.filter((path) => !tests.includes(path.replace(/\.ts$/, ".test.ts")));
  return {
    lacking: missing.filter((path) => !allowed.includes(path)),
    listedInVain: allowed.filter((path) => !missing.includes(path)),
  };
}

/** Helpers that start the built program. */
const programStarters = ["patchkit", "patchkitOnTerminal", "inShell", "plantedSeries"];

export function startsProgram(test: SourceFile): boolean {
  return test
    .getImportDeclarations()
    .flatMap((declaration) => declaration.getNamedImports())
    .some((imported) => programStarters.includes(imported.getName()));
}
