import { resolve } from "node:path";
import { LRUCache } from "lru-cache";
import { PatchkitError } from "../errors.ts";
import { obstacleAt } from "../host/files.ts";
import type { Git } from "../host/git.ts";
import type { GitObject, ObjectReader } from "../host/object-reader.ts";
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
  /** A local object by its id; one that was read of late is not read again. */
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
  const questions = [["--absolute-git-dir"], ["--git-path", "objects"], ["--show-object-format"]];
  const together = (await askGit(git, dir, questions.flat())).split("\n");
  const [gitDir = "", objects = "", format = ""] =
    together.length === questions.length
      ? together
      : // A path holds a newline.
        await Promise.all(questions.map((question) => askGit(git, dir, question)));
  if (format !== "sha1") throw otherObjectNames(dir, format);
  const cloneObjectsDir = resolve(dir, objects);
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

/** Bytes of objects that are kept: what a ref has in common with the next ones is a few megabytes. */
const keptBytes = 8 * 1024 ** 2;

/** Remembers the objects that were read last. One that is let go of while it is read is still read. */
function remembering(read: ObjectReader["read"]): ObjectReader["read"] {
  const known = new LRUCache<string, ReturnType<typeof read>>({ maxSize: keptBytes });
  return (oid) => {
    const found = known.get(oid);
    if (found) return found;
    const reading = read(oid);
    known.set(oid, reading, { size: 1 });
    reading.then(
      // Its size is known now; the same value again would keep the size that it has.
      (object) => known.set(oid, Promise.resolve(object), { size: (object?.data.length ?? 0) + 1 }),
      () => {},
    );
    return reading;
  };
}

/** What `git rev-parse` prints: a line for each question, and more where a path holds a newline. */
async function askGit(git: Git, dir: string, question: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await git
    .attempt(["rev-parse", ...question], { cwd: dir })
    .catch(async (cause: unknown) => {
      const interrupted = cause instanceof PatchkitError && cause.code === "environment/interrupted";
      if (interrupted) throw cause;
      // Starting a process fails if the program is missing, and also if the folder cannot be entered.
      const obstacle = await obstacleAt(dir);
      throw obstacle === undefined ? cause : notARepository(dir, obstacle, cause);
    });
  if (status === 0) return stdout.toString().replace(/\n$/, "");
  const said = /(?:fatal|error): (.*)/s.exec(stderr)?.[1]?.replace(/\s+/g, " ").trim() ?? "";
  throw notARepository(dir, /not a git repository/.test(said) ? "none" : said || "none");
}

function notARepository(dir: string, found: string, cause?: unknown): PatchkitError {
  return new PatchkitError(
    "environment/not-a-repository",
    `expected a git repository at ${dir}, found ${found === "none" ? found : `that git cannot read it: ${found}`}`,
    {
      hint: "Set the path of a Cilium clone with -C DIR or CILIUM_REPO.",
      cause,
    },
  );
}

function otherObjectNames(dir: string, format: string): PatchkitError {
  return new PatchkitError(
    "environment/not-a-repository",
    `expected a repository with SHA-1 object names at ${dir}, as Cilium's are, found ${format}`,
    { hint: "Use a clone of https://github.com/cilium/cilium or of a fork." },
  );
}
