import { join, resolve } from "node:path";
import { makeFolder, makeTempFolder, writeText } from "../host/files.ts";
import type { Git, GitOptions } from "../host/git.ts";
import type { GitObject, ObjectReader } from "../host/object-reader.ts";
import { type ObjectStore, quotePath } from "../host/object-store.ts";

/** A partial clone and the store that gets what it lacks. */
export interface PartialClone {
  readonly dir: string;
  readonly gitDir: string;
  readonly cloneObjectsDir: string;
  readonly store: ObjectStore;
}

/** Fetches objects that a partial clone lacks into the store. */
export interface Fetcher {
  /** Where they come from. */
  readonly url: string;
  /** One object; undefined if it cannot be had. */
  read(oid: string): Promise<GitObject | undefined>;
  /** Many at once, all or none; returns whether it succeeded. */
  fetch(oids: readonly string[]): Promise<boolean>;
  close(): Promise<void>;
}

/** Name of the fetcher's remote. */
const remoteName = "promisor";

/** Git reads extensions from a repository's own file alone; all other settings are given to each process. */
const config = `[core]
	repositoryFormatVersion = 1
	bare = true
[extensions]
	partialClone = ${remoteName}
`;

/**
 * Opens a partial clone of our own that shares the store's objects, so that fetching uses no setting of the user's
 * clone but the URL, and of the user's own what git needs to reach a remote. Undefined if the clone is not partial.
 */
export async function openFetcher(
  git: Git,
  { dir, gitDir, cloneObjectsDir, store }: PartialClone,
): Promise<Fetcher | undefined> {
  const named = await readPromisor(git, gitDir);
  if (named === undefined) return undefined;
  // A relative path starts at the clone.
  const url = /^\.{1,2}\//.test(named) ? resolve(dir, named) : named;
  const own = await makeTempFolder(store.gitDir, "fetcher-");
  await writeText(join(own, "config"), config);
  await writeText(join(own, "HEAD"), "ref: refs/heads/none\n");
  await makeFolder(join(own, "refs"));
  const options: GitOptions = {
    env: {
      GIT_DIR: own,
      GIT_OBJECT_DIRECTORY: store.objectsDir,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: quotePath(cloneObjectsDir),
    },
    online: true,
    config: [
      ...(await readUserSettings(git)),
      [`remote.${remoteName}.url`, url],
      [`remote.${remoteName}.promisor`, "true"],
      [`remote.${remoteName}.partialCloneFilter`, "blob:none"],
    ],
  };
  let objects: ObjectReader | undefined;
  return {
    url,
    read(oid) {
      objects ??= git.openObjects(options);
      return objects.read(oid).catch(() => undefined);
    },
    async fetch(oids) {
      // The way git itself fetches missing objects; refs and FETCH_HEAD do not change.
      const flags = ["--no-tags", "--no-write-fetch-head", "--recurse-submodules=no", "--filter=blob:none"];
      const { status } = await git.attempt(["fetch", "--quiet", ...flags, "--stdin", "--", remoteName], {
        ...options,
        input: oids.map((oid) => `${oid}\n`).join(""),
      });
      return status === 0;
    },
    async close() {
      await objects?.close();
    },
  };
}

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
