import type { Checkout } from "./checkout.ts";

/** A file that is to be written over those of a commit. */
export interface LaidFile {
  readonly path: string;
  readonly text: string;
  readonly executable: boolean;
}

/**
 * The commit's files as they are with others laid over them: the tree of a commit that nobody has made yet. Its ref and
 * base are those of the commit itself.
 *
 * @param files of one path, the last one counts.
 */
export function withFiles(checkout: Checkout, files: readonly LaidFile[]): Checkout {
  const laid = new Map(files.map((file) => [file.path, file]));
  return {
    ...checkout,
    readText: async (path) => laid.get(path)?.text ?? checkout.readText(path),
    peekText: async (path) => laid.get(path)?.text ?? checkout.peekText(path),
    isExecutable: async (path) => laid.get(path)?.executable ?? checkout.isExecutable(path),
    async list(folder) {
      const known = await checkout.list(folder);
      const names = new Set(known.map(({ name }) => name));
      const added = [...entriesIn(folder, laid.keys())].filter(([name]) => !names.has(name));
      if (added.length === 0) return known;
      const all = [...known, ...added.map(([name, isFile]) => ({ name, isFile }))];
      return all.sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}

/** The entries that paths have in a folder, each with whether it is a file. */
function entriesIn(folder: string, paths: Iterable<string>): Map<string, boolean> {
  const prefix = folder === "" ? "" : `${folder}/`;
  const below = [...paths].filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  return new Map(below.map((path) => [path.split("/", 1)[0] ?? path, !path.includes("/")]));
}
