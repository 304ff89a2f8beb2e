import { type Checkout, listIfFolder, readIfText } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import { folderOf, type GoFile, type GoParser } from "../golang/index.ts";

/** Files that are read for every survey. */
export const releaseFiles = { version: "VERSION", goMod: "go.mod" } as const;

/** The files of a tree that a proposal needs. */
export interface FileSet {
  /** The Go file that the proposal is about. A tree without it is refused. */
  readonly main: string;
  /** The first release that has it, for the refusal. */
  readonly since: string;
  /** All files that a probe may read; those that a release does not have are skipped. */
  readonly paths: readonly string[];
  /** Files beside the code that a probe may read; one that is no text is taken as not there. */
  readonly beside?: readonly string[];
  /** Folders whose Go files are all read: the packages that edits change or refer to. */
  readonly folders: readonly string[];
  /** Folder of the command references. */
  readonly references: string;
}

/** The files of one commit that probes and plans use, read beforehand so that these are pure functions. */
export interface Sources {
  readonly sha: string;
  /** The file's text, undefined if the commit does not have it. */
  text(repoPath: string): string | undefined;
  /** Whether a probed file is executable; a patch must keep its mode. */
  isExecutable(repoPath: string): boolean;
  /** Whether the commit has a file at the path; for files of the survey and the package of its main file. @throws PatchkitError `checkout/not-a-file`. */
  exists(repoPath: string): boolean;
  /** A parsed file, if it was read. @throws PatchkitError `golang/syntax-error`. */
  go(repoPath: string): GoFile | undefined;
  /** The parsed file of the first existing path. */
  firstGo(repoPaths: readonly string[]): GoFile | undefined;
  /** Other Go files of the main file's package, including tests. */
  readonly siblings: ReadonlyMap<string, string>;
  /** Go files of a folder by path, including tests; undefined if not all of them were read. */
  goFiles(folder: string): ReadonlyMap<string, string> | undefined;
  /** Folders whose Go files were all read. */
  readonly goFolders: readonly string[];
  /** The command references, by path. */
  readonly references: ReadonlyMap<string, string>;
  /** Frees the parsed trees' memory; the sources must not be used afterwards. */
  dispose(): void;
}

/** Reads the files of a commit that a survey needs. */
export async function readSources(
  checkout: Checkout,
  parser: GoParser,
  { main, beside = [], ...files }: FileSet,
): Promise<Sources> {
  const probedPaths = [...Object.values(releaseFiles), ...files.paths];
  const home = folderOf(main);
  const listed = await checkout.list(home);
  const homeEntries = new Map(listed.map(({ name, isFile }) => [`${home}/${name}`, isFile]));
  const folders = await listGoFiles(checkout, files.folders);
  const referencePaths = (await listIfFolder(checkout, files.references))
    .filter(({ name }) => name.endsWith(".md"))
    .map(({ name }) => `${files.references}/${name}`);
  await checkout.prefetch([...probedPaths, ...beside, ...[...folders.values()].flat(), ...referencePaths]);
  const [texts, others, packages, references] = await Promise.all([
    readAll(checkout.readText, probedPaths),
    readAll((path) => readIfText(checkout, path), beside),
    Promise.all(
      [...folders].map(async ([folder, all]) => [folder, await readAll(checkout.peekText, all)] as const),
    ),
    readAll(checkout.peekText, referencePaths),
  ]);
  const edited = [...probedPaths, ...others.keys()];
  const executables = await Promise.all(edited.map((path) => checkout.isExecutable(path)));
  const goFiles = new Map(packages);
  const parsed = new Map<string, GoFile>();
  const go: Sources["go"] = (repoPath) => {
    const text = texts.get(repoPath) ?? goFiles.get(folderOf(repoPath))?.get(repoPath);
    if (text === undefined) return undefined;
    let file = parsed.get(repoPath);
    if (!file) {
      file = parser.parseNext(repoPath, text);
      parsed.set(repoPath, file);
    }
    return file;
  };
  return {
    sha: checkout.ref.sha,
    text: (repoPath) => texts.get(repoPath) ?? others.get(repoPath),
    isExecutable: (repoPath) => executables[edited.indexOf(repoPath)] === true,
    exists(repoPath) {
      if (homeEntries.get(repoPath) === false) {
        throw new PatchkitError(
          "checkout/not-a-file",
          `${repoPath}: expected nothing or a file, found a symbolic link or a folder`,
          {
            hint: "A patch cannot change it; remove it, or choose another ref.",
          },
        );
      }
      return texts.has(repoPath) || others.has(repoPath) || homeEntries.has(repoPath);
    },
    go,
    firstGo: (repoPaths) => {
      const path = repoPaths.find((candidate) => texts.has(candidate));
      return path === undefined ? undefined : go(path);
    },
    siblings: new Map([...(goFiles.get(home) ?? [])].filter(([path]) => path !== main)),
    goFiles: (folder) => goFiles.get(folder),
    goFolders: [...goFiles.keys()],
    references,
    dispose() {
      for (const file of parsed.values()) file.dispose();
      parsed.clear();
    },
  };
}

/** Paths of the Go files by folder, for folders that are read completely. */
async function listGoFiles(
  checkout: Checkout,
  packageFolders: readonly string[],
): Promise<Map<string, string[]>> {
  const listed = await Promise.all(packageFolders.map((folder) => listIfFolder(checkout, folder)));
  return new Map(
    packageFolders.map((folder, index) => [
      folder,
      (listed[index] ?? [])
        .filter(({ name, isFile }) => isFile && name.endsWith(".go"))
        .map(({ name }) => `${folder}/${name}`),
    ]),
  );
}

async function readAll(
  read: (repoPath: string) => Promise<string | undefined>,
  repoPaths: readonly string[],
): Promise<Map<string, string>> {
  const texts = await Promise.all(repoPaths.map(read));
  const found = new Map<string, string>();
  repoPaths.forEach((path, index) => {
    const text = texts[index];
    if (text !== undefined) found.set(path, text);
  });
  return found;
}
