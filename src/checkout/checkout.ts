import { PatchkitError } from "../errors.ts";
import type { Repository } from "./repository.ts";
import type { ResolvedRef } from "./resolve-refs.ts";

/** The base commit of a series. */
export interface Base {
  /** 40 hex digits. */
  readonly sha: string;
  /** Tree of the commit, 40 hex digits. */
  readonly tree: string;
  /** Committer time of the commit, seconds since 1970. */
  readonly committedAtSec: number;
}

/** One commit, and access to its files. */
export interface Checkout {
  readonly ref: ResolvedRef;
  readonly base: Base;
  /**
   * The file's text, or undefined if the commit has no file at that path.
   *
   * @throws PatchkitError `checkout/not-a-file` for a symbolic link or folder,
   *   `checkout/not-utf8`, `checkout/crlf`, `checkout/missing-object` if a partial clone lacks it.
   */
  readText(repoPath: string): Promise<string | undefined>;
  /** The text of a file that is only searched, with any encoding and line endings; undefined if it is not a file. */
  peekText(repoPath: string): Promise<string | undefined>;
  /** Fetches missing files of a partial clone together: one by one, each would need a connection. */
  prefetch(repoPaths: readonly string[]): Promise<void>;
  /** Whether the commit has an executable file at the path. */
  isExecutable(repoPath: string): Promise<boolean>;
  /** The entries of a folder, "" for the root, in git's order; empty if there is no such folder. */
  list(repoPath: string): Promise<readonly { readonly name: string; readonly isFile: boolean }[]>;
}

interface TreeEntry {
  readonly mode: string;
  readonly oid: string;
}

/** Opens a commit. No work tree, no index: trees and blobs are read from the object database. */
export async function openCheckout(repository: Repository, ref: ResolvedRef): Promise<Checkout> {
  const commit = (await readData(repository, ref.sha, "the commit", ref)).toString();
  const tree = /^tree ([0-9a-f]{40})/.exec(commit)?.[1] ?? "";
  const committedAtSec = Number(/^committer .* (\d+) [+-]\d{4}$/m.exec(commit)?.[1] ?? 0);
  const trees = new Map<string, Promise<Map<string, TreeEntry>>>();

  async function entries(oid: string, path: string): Promise<Map<string, TreeEntry>> {
    let known = trees.get(oid);
    if (!known) {
      known = readData(repository, oid, path || "the root folder", ref).then((data) => parseTree(data, oid));
      trees.set(oid, known);
    }
    return known;
  }

  async function find(repoPath: string): Promise<TreeEntry | undefined> {
    let entry: TreeEntry | undefined = { mode: "40000", oid: tree };
    let path = "";
    for (const name of repoPath === "" ? [] : repoPath.split("/")) {
      if (entry.mode === "120000") throw notAFile(path, "a symbolic link", ref);
      if (entry.mode !== "40000") return undefined;
      entry = (await entries(entry.oid, path)).get(name);
      if (!entry) return undefined;
      path = path === "" ? name : `${path}/${name}`;
    }
    return entry;
  }

  return {
    ref,
    base: { sha: ref.sha, tree, committedAtSec },
    async readText(repoPath) {
      const entry = await find(repoPath);
      if (!entry) return undefined;
      if (entry.mode === "120000") throw notAFile(repoPath, "a symbolic link", ref);
      if (!entry.mode.startsWith("100")) throw notAFile(repoPath, "a folder", ref);
      return decode(await readData(repository, entry.oid, repoPath, ref), repoPath, ref);
    },
    async peekText(repoPath) {
      const entry = await find(repoPath);
      if (!entry?.mode.startsWith("100")) return undefined;
      return (await readData(repository, entry.oid, repoPath, ref)).toString("utf8");
    },
    async prefetch(repoPaths) {
      const found = await Promise.all(repoPaths.map((path) => find(path).catch(() => undefined)));
      const oids = found.flatMap((entry) => (entry?.mode.startsWith("100") ? [entry.oid] : []));
      const objects = await Promise.all(oids.map((oid) => repository.readObject(oid)));
      const missing = oids.filter((_, index) => objects[index] === undefined);
      if (missing.length > 1) await repository.fetchObjects([...new Set(missing)]);
    },
    async isExecutable(repoPath) {
      return (await find(repoPath))?.mode === "100755";
    },
    async list(repoPath) {
      const folder = await find(repoPath);
      if (folder?.mode !== "40000") return [];
      const found = [...(await entries(folder.oid, repoPath))];
      return found.map(([name, { mode }]) => ({ name, isFile: mode.startsWith("100") }));
    },
  };
}

async function readData(
  repository: Repository,
  oid: string,
  what: string,
  ref: ResolvedRef,
): Promise<Buffer> {
  const object = await repository.fetchObject(oid);
  if (object) return object.data;
  throw new PatchkitError(
    "checkout/missing-object",
    `expected ${what} at ${ref.sha.slice(0, 12)}, found no object ${oid.slice(0, 12)} in ${repository.dir}`,
    { hint: missingHint(repository.dir, await repository.promisor(), ref) },
  );
}

/** How to get a missing object. */
function missingHint(dir: string, promisor: string | undefined, { sha }: ResolvedRef): string {
  if (promisor === undefined) return `The clone is shallow or damaged; \`git -C ${dir} fsck\` shows more.`;
  const server = promisor.replace(/\/\/[^/@]*@/, "//");
  return `The clone is partial, and ${server} did not send the object; \`git -C ${dir} archive ${sha.slice(0, 12)} >/dev/null\` fetches all files of the commit.`;
}

/**
 * Entries of a tree object: `<mode> <name>\0<20 bytes>`, one after another (git's tree format).
 *
 * @throws PatchkitError `checkout/damaged-object`.
 */
function parseTree(data: Buffer, oid: string): Map<string, TreeEntry> {
  const found = new Map<string, TreeEntry>();
  for (let at = 0; at < data.length; ) {
    const space = data.indexOf(32, at);
    const nul = space === -1 ? -1 : data.indexOf(0, space);
    if (nul === -1 || nul + 21 > data.length) throw damagedTree(oid, "that they are cut off");
    const name = data.toString("utf8", space + 1, nul);
    if (/^(\.{0,2}|\.git)$|\//i.test(name)) throw damagedTree(oid, JSON.stringify(name));
    found.set(name, {
      mode: data.toString("latin1", at, space),
      oid: data.toString("hex", nul + 1, nul + 21),
    });
    at = nul + 21;
  }
  return found;
}

/** @param found what makes the folder one that git neither makes nor checks out. */
function damagedTree(oid: string, found: string): PatchkitError {
  return new PatchkitError(
    "checkout/damaged-object",
    `expected the entries of a folder in object ${oid.slice(0, 12)}, found ${found}`,
    { hint: "`git fsck` in the clone shows what is damaged; fetch the commit from another clone." },
  );
}

function decode(data: Buffer, repoPath: string, ref: ResolvedRef): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch (cause) {
    throw new PatchkitError(
      "checkout/not-utf8",
      `${repoPath} at ${ref.sha.slice(0, 12)}: expected UTF-8, found other bytes`,
      {
        cause,
        hint: "First convert the file to UTF-8 in a separate commit.",
      },
    );
  }
  const carriageReturn = text.indexOf("\r\n");
  if (carriageReturn === -1) return text;
  const line = text.slice(0, carriageReturn).split("\n").length;
  throw new PatchkitError(
    "checkout/crlf",
    `${repoPath}:${line} at ${ref.sha.slice(0, 12)}: expected lines that end in LF, found CRLF`,
    { hint: "`git am` does not preserve CRLF; first convert the file to LF in a separate commit." },
  );
}

function notAFile(repoPath: string, found: string, ref: ResolvedRef): PatchkitError {
  return new PatchkitError(
    "checkout/not-a-file",
    `${repoPath} at ${ref.sha.slice(0, 12)}: expected a file, found ${found}`,
    { hint: "A patch cannot change it; make it a plain file, or choose another ref." },
  );
}
