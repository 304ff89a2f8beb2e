import type { Checkout } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import type { GoFile, GoParser } from "../golang/index.ts";
import { paths, probedPaths } from "./paths.ts";

/** The files of one commit that probes and plans look at, read beforehand so that looking is pure. */
export interface Sources {
  readonly sha: string;
  /** The file's text, undefined where the commit does not have it. */
  text(repoPath: string): string | undefined;
  /** Whether a probed file may be run: its mode is not ours to change. */
  isExecutable(repoPath: string): boolean;
  /** Whether the commit has a file at the path; asked of probed files and of the handler's package. @throws PatchkitError `checkout/not-a-file`. */
  exists(repoPath: string): boolean;
  /** The parsed file. @throws PatchkitError `golang/syntax-error`. */
  go(repoPath: string): GoFile | undefined;
  /** The parsed file of the first path the commit has. */
  firstGo(repoPaths: readonly string[]): GoFile | undefined;
  /** Other Go files of the handler's package, tests among them. */
  readonly siblings: ReadonlyMap<string, string>;
  /** Gives the parsed trees' memory back; the sources must not be used afterwards. */
  dispose(): void;
}

/** Reads the probed files of a commit. */
export async function readSources(checkout: Checkout, parser: GoParser): Promise<Sources> {
  const listed = await checkout.list(paths.handlerDir);
  const names = listed.filter(({ isFile }) => isFile).map(({ name }) => name);
  const handlerEntries = new Map(listed.map(({ name, isFile }) => [`${paths.handlerDir}/${name}`, isFile]));
  const siblingPaths = names
    .filter((name) => name.endsWith(".go"))
    .map((name) => `${paths.handlerDir}/${name}`)
    .filter((path) => path !== paths.handler);
  const [texts, executables, siblings] = await Promise.all([
    readAll(checkout, probedPaths),
    Promise.all(probedPaths.map((path) => checkout.isExecutable(path))),
    readAll(checkout, siblingPaths),
  ]);
  const parsed = new Map<string, GoFile>();
  const go: Sources["go"] = (repoPath) => {
    const text = texts.get(repoPath);
    if (text === undefined) return undefined;
    let file = parsed.get(repoPath);
    if (!file) {
      file = parser.parse(repoPath, text);
      parsed.set(repoPath, file);
    }
    return file;
  };
  return {
    sha: checkout.ref.sha,
    text: (repoPath) => texts.get(repoPath),
    isExecutable: (repoPath) => executables[probedPaths.indexOf(repoPath)] === true,
    exists(repoPath) {
      if (handlerEntries.get(repoPath) === false) {
        throw new PatchkitError(
          "checkout/not-a-file",
          `${repoPath}: expected nothing or a file, found a symbolic link or a folder`,
          {
            hint: "A patch cannot be put through it; take it away, or choose another ref.",
          },
        );
      }
      return texts.has(repoPath) || handlerEntries.has(repoPath);
    },
    go,
    firstGo: (repoPaths) => {
      const path = repoPaths.find((candidate) => texts.has(candidate));
      return path === undefined ? undefined : go(path);
    },
    siblings,
    dispose() {
      for (const file of parsed.values()) file.dispose();
      parsed.clear();
    },
  };
}

async function readAll(checkout: Checkout, repoPaths: readonly string[]): Promise<Map<string, string>> {
  const texts = await Promise.all(repoPaths.map((path) => checkout.readText(path)));
  const found = new Map<string, string>();
  repoPaths.forEach((path, index) => {
    const text = texts[index];
    if (text !== undefined) found.set(path, text);
  });
  return found;
}
