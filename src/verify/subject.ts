import type { ParamValues } from "../plan/index.ts";
import type { Series, SeriesOnDisk } from "../series/index.ts";
import type { CommitPromise } from "./compare-commits.ts";

/** A series to verify: just rendered, or from disk as it is. */
export interface Subject {
  readonly ref: string;
  /** The base commit. */
  readonly sha: string;
  readonly release: string;
  readonly slug: string;
  readonly variant: string;
  readonly params: ParamValues;
  /** Folder of the series below the output folder. */
  readonly folder: string;
  /** The tree recorded in the series. */
  readonly tree: string;
  readonly digest: string;
  /** What the series says of its commits. */
  readonly promise: CommitPromise;
  /** In order. */
  readonly patches: readonly { readonly name: string; readonly text: string }[];
}

/** The subject of a rendered series. */
export function subjectOf(ref: string, series: Series): Subject {
  return {
    ref,
    sha: series.base,
    release: series.release,
    slug: series.slug,
    variant: series.variant,
    params: series.params,
    folder: series.folder,
    tree: series.tree,
    digest: series.digest,
    promise: { base: series.base, identity: series.identity, commits: series.commits.map(promiseOf) },
    patches: series.commits.map(({ patchName, patch }) => ({ name: patchName, text: patch })),
  };
}

/** The subject of a series on disk: the digest of its current patches, and its recorded tree. */
export function subjectOnDisk({ folder, file, patches, digest }: SeriesOnDisk): Subject {
  const slug = folder.slice(0, folder.indexOf("/"));
  return {
    ref: slug,
    sha: file.base,
    release: file.release,
    slug,
    variant: file.variant,
    params: file.params,
    folder,
    tree: file.tree,
    digest,
    promise: { base: file.base, identity: file.identity, commits: file.commits.map(promiseOf) },
    patches,
  };
}

function promiseOf({
  sha,
  tree,
  subject,
}: CommitPromise["commits"][number]): CommitPromise["commits"][number] {
  return { sha, tree, subject };
}
