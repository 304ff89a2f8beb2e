import type { Checkout } from "./checkout.ts";

/** What was read through a checkout, so that it can be told which later commits matter. */
export interface Reads {
  /** Files that were read or asked for, whether they are there or not. */
  readonly files: ReadonlySet<string>;
  /** Folders whose entries were listed. */
  readonly folders: ReadonlySet<string>;
}

/** A checkout that remembers what is read. */
export function recordReads(checkout: Checkout): { readonly checkout: Checkout; readonly reads: Reads } {
  const files = new Set<string>();
  const folders = new Set<string>();
  const noted = <T>(read: (path: string) => Promise<T>) => {
    return (path: string) => {
      files.add(path);
      return read(path);
    };
  };
  return {
    reads: { files, folders },
    checkout: {
      ...checkout,
      readText: noted((path) => checkout.readText(path)),
      peekText: noted((path) => checkout.peekText(path)),
      isExecutable: noted((path) => checkout.isExecutable(path)),
      list(path) {
        folders.add(path);
        return checkout.list(path);
      },
    },
  };
}

/** Whether a change of these paths can change what was read. */
export function concerns({ files, folders }: Reads, paths: readonly string[]): boolean {
  // A folder's entries change with a file in it; what is a file may have been a folder.
  const isBelow = (path: string) => {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const parent = path.slice(0, end);
      if (folders.has(parent) || files.has(parent)) return true;
    }
    return folders.has("");
  };
  return paths.some((path) => files.has(path) || isBelow(path));
}
