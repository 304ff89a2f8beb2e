import { posix } from "node:path";
import type { Repository } from "../checkout/index.ts";

/** A file that differs between two trees. */
export interface ChangedFile {
  readonly path: string;
  /** Undefined if the series creates the file. */
  readonly before: string | undefined;
  /** Undefined if the series removes the file. */
  readonly after: string | undefined;
}

/** The files that differ between a base and a later tree, in order of path. */
export async function readChangedFiles(
  repository: Repository,
  base: string,
  tree: string,
): Promise<ChangedFile[]> {
  const output = await repository.git.run(["diff-tree", "-r", "-z", "--no-renames", base, tree], {
    env: { GIT_DIR: repository.store.gitDir },
  });
  const fields = output.split("\0");
  const files: ChangedFile[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [, , from = "", to = ""] = (fields[index] ?? "").split(" ");
    const [before, after] = await Promise.all([from, to].map((oid) => readText(repository, oid)));
    files.push({ path: fields[index + 1] ?? "", before, after });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function readText(repository: Repository, oid: string): Promise<string | undefined> {
  if (/^0+$/.test(oid)) return undefined;
  const object = await repository.fetchObject(oid);
  if (!object) throw new Error(`object ${oid} of a series is neither in its own store nor in the clone`);
  return object.data.toString();
}

/** Whether a file belongs to a Go package: go ignores some names of files and folders (`go help packages`). */
export function isGoSource(path: string): boolean {
  return path.endsWith(".go") && !/(?:^|\/)(?:[._]|testdata\/)/.test(path);
}

/** The folder of a file; "." for the repository's root. */
export function folderOf(path: string): string {
  return posix.dirname(path);
}

/** Folders of the Go packages among them, in byte order. */
export function goPackages(files: readonly { readonly path: string }[]): string[] {
  return [
    ...new Set(
      files
        .map(({ path }) => path)
        .filter(isGoSource)
        .map(folderOf),
    ),
  ].sort();
}
