import { join } from "node:path";
import type { Repository } from "../checkout/index.ts";
import { writeText } from "../host/files.ts";
import { archiveTree } from "../host/git-tree.ts";
import type { BaseTree } from "./base-tree.ts";

/** What a context is made of. */
export interface ContextParts {
  readonly repository: Repository;
  /** The tree's base: what the clone lacks comes from there. */
  readonly base: BaseTree;
  /** Id of the tree. */
  readonly tree: string;
  /** Further files by path from the root, such as a Dockerfile. */
  readonly texts: ReadonlyMap<string, string>;
  /** An empty folder of this machine. */
  readonly folder: string;
}

/**
 * Writes a tree as the tar file of an image's build context. Links of the tree are links in it, and nothing that the
 * tree says of its files (`.gitattributes`) leaves files out or changes them.
 *
 * @returns the file's path.
 */
export async function writeBuildContext(parts: ContextParts): Promise<string> {
  const { repository, base, tree, texts, folder } = parts;
  const added = new Map(base.restored.map((path) => [path, join(base.root, path)]));
  for (const [path, text] of texts) {
    await writeText(join(folder, path), text);
    added.set(path, join(folder, path));
  }
  const tarFile = join(folder, "context.tar");
  await archiveTree(repository.git, repository.store.gitDir, {
    tree,
    tarFile,
    leftOut: [...base.restored, ...base.absent],
    added,
  });
  return tarFile;
}
