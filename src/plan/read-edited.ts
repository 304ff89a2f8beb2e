import { type Checkout, readIfText } from "../checkout/index.ts";
import { type EditSpec, isGoPath } from "../edit/index.ts";
import { folderOf, type GoFile, type GoParser } from "../golang/index.ts";
import type { Sources } from "../profile/index.ts";

/**
 * The sources, with the files that edits name and that were not read before: whether a file is there is asked of the
 * commit. For Go also the other files of its package, so that names can be looked up. If nothing is missing, the
 * sources themselves.
 *
 * @param beside files that only follow the code: one that is no text is taken as not there.
 * @returns the sources; `dispose` frees only what was added.
 * @throws PatchkitError as {@link Checkout.readText}.
 */
export async function readEdited(
  edits: readonly EditSpec[],
  beside: ReadonlySet<string>,
  sources: Sources,
  checkout: Checkout,
  parser: GoParser,
): Promise<Sources> {
  const unread = [
    ...new Set(edits.map(({ file }) => file).filter((file) => sources.text(file) === undefined)),
  ];
  if (unread.length === 0) return { ...sources, dispose: () => {} };
  const folders = [...new Set(unread.filter(isGoPath).map(folderOf))].filter(
    (folder) => !sources.goFiles(folder),
  );
  await checkout.prefetch(unread);
  const read = (path: string) => (beside.has(path) ? readIfText(checkout, path) : checkout.readText(path));
  const texts = await Promise.all(unread.map(async (path) => [path, await read(path)] as const));
  const there = texts.filter(([, text]) => text !== undefined);
  const [executables, packages] = await Promise.all([
    Promise.all(there.map(async ([path]) => [path, await checkout.isExecutable(path)] as const)),
    Promise.all(folders.map(async (folder) => [folder, await readPackage(folder, checkout)] as const)),
  ]);
  return addFiles(sources, parser, new Map(texts), new Map(executables), new Map(packages));
}

/** The Go files of a folder by path; none if there is no such folder. */
async function readPackage(folder: string, checkout: Checkout): Promise<Map<string, string>> {
  const paths = (await checkout.list(folder))
    .filter(({ name, isFile }) => isFile && isGoPath(name))
    .map(({ name }) => `${folder}/${name}`);
  const texts = await Promise.all(paths.map(async (path) => [path, await checkout.peekText(path)] as const));
  return new Map(texts.flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const])));
}

function addFiles(
  sources: Sources,
  parser: GoParser,
  texts: ReadonlyMap<string, string | undefined>,
  executables: ReadonlyMap<string, boolean>,
  packages: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Sources {
  const parsed = new Map<string, GoFile>();
  return {
    ...sources,
    text: (path) => texts.get(path) ?? sources.text(path),
    exists: (path) => texts.get(path) !== undefined || sources.exists(path),
    isExecutable: (path) => executables.get(path) ?? sources.isExecutable(path),
    goFiles: (folder) => packages.get(folder) ?? sources.goFiles(folder),
    go(path) {
      const text = texts.get(path) ?? packages.get(folderOf(path))?.get(path);
      if (text === undefined) return sources.go(path);
      const file = parsed.get(path) ?? parser.parseNext(path, text);
      parsed.set(path, file);
      return file;
    },
    dispose() {
      for (const file of parsed.values()) file.dispose();
    },
  };
}
