import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { asWriteError } from "./files.ts";

/**
 * A bare repository of our own in a temporary folder, with a clone's objects behind it: git
 * reads what the clone has and writes here, so that the clone may be read-only and stays as it is.
 */
export interface ObjectStore {
  readonly gitDir: string;
  readonly objectsDir: string;
}

/** Makes the store. @throws PatchkitError `environment/disk-full`, `environment/not-writable`. @param objectsDir the clone's object directory, absolute. */
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

/** Takes the store away, whatever is in it. */
export async function removeObjectStore(store: ObjectStore): Promise<void> {
  await rm(store.gitDir, { recursive: true, force: true });
}

/** A path as git's alternates lists take it, whatever characters it has. */
export function quotePath(path: string): string {
  return `"${path.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\n")}"`;
}
