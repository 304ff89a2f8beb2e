import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { asWriteError } from "./write-error.ts";

/**
 * A bare repository in a temporary folder that uses a clone's objects as alternates: git reads from the
 * clone and writes here, so the clone may be read-only and does not change.
 */
export interface ObjectStore {
  readonly gitDir: string;
  readonly objectsDir: string;
}

/** Creates the store. @throws PatchkitError `environment/disk-full`, `environment/not-writable`. @param objectsDir the clone's object directory, absolute. */
export async function makeObjectStore(tempDir: string, objectsDir: string): Promise<ObjectStore> {
  return makeStore(tempDir, objectsDir).catch((cause: unknown) => {
    throw asWriteError(tempDir, cause, { place: "a folder in TMPDIR" });
  });
}

async function makeStore(tempDir: string, objectsDir: string): Promise<ObjectStore> {
  const gitDir = await mkdtemp(join(tempDir, "cilium-patchkit-"));
  await mkdir(join(gitDir, "objects", "info"), { recursive: true });
  await mkdir(join(gitDir, "objects", "pack"));
  await mkdir(join(gitDir, "refs"));
  await writeFile(join(gitDir, "HEAD"), "ref: refs/heads/none\n");
  await writeFile(join(gitDir, "config"), "[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
  await writeFile(join(gitDir, "objects", "info", "alternates"), `${quotePath(objectsDir)}\n`);
  return {
    gitDir,
    objectsDir: join(gitDir, "objects"),
  };
}

/** Removes the store and its content. */
export async function removeObjectStore(store: ObjectStore): Promise<void> {
  await rm(store.gitDir, { recursive: true, force: true });
}

/** Quotes a path for git's list of alternates. */
export function quotePath(path: string): string {
  return `"${path.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\n")}"`;
}
