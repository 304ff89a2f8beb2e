import { isAbsolute, resolve } from "node:path";
import { PatchkitError } from "../errors.ts";
import { isFolder } from "../host/files.ts";
import type { Git, GitObject, ObjectReader } from "../host/git.ts";
import { makeObjectStore, type ObjectStore, removeObjectStore } from "../host/object-store.ts";
import { type Fetcher, openFetcher } from "./fetcher.ts";

/** Paths of a repository and its store: plain data, so that another thread can use them. */
export interface RepositoryLocation {
  /** The folder the user named. */
  readonly dir: string;
  /** Absolute path of the clone's git directory. */
  readonly gitDir: string;
  /** The clone's object directory, absolute. */
  readonly cloneObjectsDir: string;
  readonly store: ObjectStore;
}

/** A clone that is only read: new objects go to a separate store. */
export interface Repository extends RepositoryLocation {
  readonly git: Git;
  /** A local object by its id; each object is read only once. */
  readObject(oid: string): Promise<GitObject | undefined>;
  /** Like `readObject`, but a partial clone may fetch from its remote into the store. */
  fetchObject(oid: string): Promise<GitObject | undefined>;
  /** Fetches many objects of a partial clone at once, all or none; returns whether it succeeded. */
  fetchObjects(oids: readonly string[]): Promise<boolean>;
  /** URL that a partial clone gets missing objects from, undefined for other clones. */
  promisor(): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Opens the repository that holds `dir`: a work tree, a linked work tree or a bare repository. */
export async function openRepository(options: {
  readonly git: Git;
  readonly dir: string;
  readonly tempDir: string;
}): Promise<Repository> {
  const { git, tempDir } = options;
  const dir = resolve(options.dir);
  const probe = await git
    .attempt(["rev-parse", "--absolute-git-dir", "--git-path", "objects"], { cwd: dir })
    .catch(async (cause: unknown) => {
      const interrupted = cause instanceof PatchkitError && cause.code === "environment/interrupted";
      // Starting a process fails if the program is missing, and also if the folder is.
      throw interrupted || (await isFolder(dir)) ? cause : notARepository(dir, cause);
    });
  if (probe.status !== 0) throw notARepository(dir, probe.stderr);
  const [gitDir = "", objects = ""] = probe.stdout.toString().split("\n");
  const cloneObjectsDir = isAbsolute(objects) ? objects : resolve(dir, objects);
  const store = await makeObjectStore(tempDir, cloneObjectsDir);
  const repository = joinRepository(git, { dir, gitDir, cloneObjectsDir, store });
  return {
    ...repository,
    async close() {
      await repository.close();
      await removeObjectStore(store);
    },
  };
}

/** Reads a repository opened elsewhere, with its own git processes; closing it keeps the store. */
export function joinRepository(git: Git, location: RepositoryLocation): Repository {
  const { store } = location;
  const here = git.openObjects({ env: { GIT_DIR: store.gitDir } });
  const readObject = remembering((oid) => here.read(oid));
  let fetching: Promise<Fetcher | undefined> | undefined;
  const fetcher = () => {
    fetching ??= openFetcher(git, location);
    return fetching;
  };
  return {
    ...location,
    git,
    readObject,
    async fetchObject(oid) {
      return (await readObject(oid)) ?? (await fetcher())?.read(oid);
    },
    fetchObjects: async (oids) => (await (await fetcher())?.fetch(oids)) ?? false,
    promisor: async () => (await fetcher())?.url,
    async close() {
      await Promise.all([here.close(), fetching?.then((one) => one?.close())]);
    },
  };
}

function remembering(read: ObjectReader["read"]): ObjectReader["read"] {
  const known = new Map<string, Promise<GitObject | undefined>>();
  return (oid) => {
    let object = known.get(oid);
    if (!object) {
      object = read(oid);
      known.set(oid, object);
    }
    return object;
  };
}

function notARepository(dir: string, cause: unknown): PatchkitError {
  return new PatchkitError(
    "environment/not-a-repository",
    `expected a git repository at ${dir}, found none`,
    {
      hint: "Set the path of a Cilium clone with -C DIR or CILIUM_REPO.",
      cause,
    },
  );
}
