import { isAbsolute, join, resolve } from "node:path";
import { PatchkitError } from "../errors.ts";
import { isFolder } from "../host/files.ts";
import type { Git, GitObject, GitOptions, ObjectReader } from "../host/git.ts";
import { makeObjectStore, type ObjectStore, quotePath, removeObjectStore } from "../host/object-store.ts";

/** Paths of a repository and its store: plain data, so that another thread can use them. */
export interface RepositoryLocation {
  /** The folder the user named. */
  readonly dir: string;
  /** Absolute path of the clone's git directory. */
  readonly gitDir: string;
  /** The clone's object directory, absolute. */
  readonly cloneObjectsDir: string;
  readonly store: ObjectStore;
  /** URL that a partial clone gets missing objects from, undefined for other clones. */
  readonly promisor: string | undefined;
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
  const url = await readPromisor(git, gitDir);
  // A relative path starts at the clone.
  const promisor = url !== undefined && /^\.{1,2}\//.test(url) ? resolve(dir, url) : url;
  if (promisor !== undefined) await makeFetcher(git, store, promisor);
  const repository = joinRepository(git, { dir, gitDir, cloneObjectsDir, store, promisor });
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
  const { cloneObjectsDir, store, promisor } = location;
  const here = git.openObjects({ env: { GIT_DIR: store.gitDir } });
  const readObject = remembering((oid) => here.read(oid));
  let remote: Promise<ObjectReader> | undefined;
  let settings: Promise<GitOptions> | undefined;
  const online = () => {
    settings ??= readUserSettings(git).then((config) => ({
      env: {
        GIT_DIR: fetcherDir(store),
        GIT_OBJECT_DIRECTORY: store.objectsDir,
        GIT_ALTERNATE_OBJECT_DIRECTORIES: quotePath(cloneObjectsDir),
      },
      online: true,
      config,
    }));
    return settings;
  };
  return {
    ...location,
    git,
    readObject,
    async fetchObject(oid) {
      const object = await readObject(oid);
      if (object || promisor === undefined) return object;
      remote ??= online().then((options) => git.openObjects(options));
      return (await remote).read(oid).catch(() => undefined);
    },
    async fetchObjects(oids) {
      if (promisor === undefined) return false;
      // The way git itself fetches missing objects; refs and FETCH_HEAD do not change.
      const flags = ["--no-tags", "--no-write-fetch-head", "--recurse-submodules=no", "--filter=blob:none"];
      const { status } = await git.attempt(["fetch", "--quiet", ...flags, "--stdin", "--", promisorName], {
        ...(await online()),
        input: oids.map((oid) => `${oid}\n`).join(""),
      });
      return status === 0;
    },
    async close() {
      await Promise.all([here.close(), remote?.then((reader) => reader.close())]);
    },
  };
}

/** Name of the fetcher's remote. */
const promisorName = "promisor";

/**
 * The URL that a partial clone gets missing objects from (git-config, `remote.<name>.promisor`); undefined for other
 * clones. Nothing else is used of what the clone says about its remote: it may name programs.
 */
async function readPromisor(git: Git, gitDir: string): Promise<string | undefined> {
  const { stdout } = await git.attempt(
    ["config", "--null", "--get-regexp", "^remote\\..*\\.(promisor|url)$"],
    { env: { GIT_DIR: gitDir } },
  );
  const settings = readSettings(stdout);
  const promisor = settings.find(([key, value]) => key.endsWith(".promisor") && value === "true")?.[0];
  const key = promisor?.replace(/promisor$/, "url");
  return settings.find(([name]) => name === key)?.[1];
}

/** A partial clone of our own that shares the store's objects: fetching uses no setting of the user's clone. */
function fetcherDir(store: ObjectStore): string {
  return join(store.gitDir, "fetcher");
}

async function makeFetcher(git: Git, store: ObjectStore, url: string): Promise<void> {
  await git.run(["init", "--quiet", "--bare", fetcherDir(store)]);
  const settings = [
    ["core.repositoryFormatVersion", "1"],
    ["extensions.partialClone", promisorName],
    [`remote.${promisorName}.url`, url],
    [`remote.${promisorName}.promisor`, "true"],
    [`remote.${promisorName}.partialCloneFilter`, "blob:none"],
  ] as const;
  for (const [key, value] of settings)
    await git.run(["config", "--file", join(fetcherDir(store), "config"), key, value]);
}

/** The user's own settings, not the clone's, that git needs to reach a remote. */
const userSettings = "^((credential|http|https|url)\\..*|core\\.(sshcommand|askpass))$";

async function readUserSettings(git: Git): Promise<(readonly [string, string])[]> {
  const { stdout } = await git.attempt(
    ["config", "--global", "--includes", "--null", "--get-regexp", userSettings],
    { userConfig: true },
  );
  return readSettings(stdout);
}

/** What `git config --null --get-regexp` prints. */
function readSettings(output: Buffer): (readonly [string, string])[] {
  return output
    .toString()
    .split("\0")
    .filter(Boolean)
    .map((entry) => {
      const newline = entry.indexOf("\n");
      return newline === -1 ? [entry, "true"] : [entry.slice(0, newline), entry.slice(newline + 1)];
    });
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
