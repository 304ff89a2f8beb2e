import { join } from "node:path";
import { PatchkitError } from "../errors.ts";
import { kindAt } from "../host/file-kind.ts";
import { readText, writeText } from "../host/files.ts";

/** What is to be written for a new thing: decided before anything is. */
export interface Draft {
  /** Folder that the paths are below. */
  readonly root: string;
  /** New files by path; none of them may be there. */
  readonly files: ReadonlyMap<string, string>;
  /** Files that are there, with their new text. */
  readonly changed: ReadonlyMap<string, string>;
  /** What the author does next, in order. */
  readonly next: readonly string[];
}

/** @throws PatchkitError `usage/bad-argument` where a new file's name is taken. */
export async function assertFree(root: string, paths: Iterable<string>): Promise<void> {
  for (const path of paths) {
    const found = await kindAt(join(root, path));
    if (found === undefined) continue;
    throw new PatchkitError("usage/bad-argument", `${join(root, path)}: expected nothing, found ${found}`, {
      hint: "Choose another name; nothing was written.",
    });
  }
}

/**
 * Writes a draft.
 *
 * @throws PatchkitError `usage/bad-argument` where something is in the way, before anything is written;
 *   `environment/disk-full`, `environment/not-writable`.
 */
export async function writeDraft({ root, files, changed }: Draft): Promise<void> {
  await assertFree(root, files.keys());
  for (const [path, text] of [...files, ...changed]) await writeText(join(root, path), text);
}

/** Whether a folder is a checkout of this repository. */
export async function isOwnRepository(root: string): Promise<boolean> {
  return (
    (await nameOfPackage(root)) === "cilium-patchkit" &&
    (await kindAt(join(root, "src/proposals/index.ts"))) === "a file"
  );
}

/** @throws PatchkitError `usage/bad-argument` for a folder that is no checkout of this repository. */
export async function assertOwnRepository(root: string): Promise<void> {
  if (await isOwnRepository(root)) return;
  throw new PatchkitError(
    "usage/bad-argument",
    `${root}: expected a checkout of cilium-patchkit, found none`,
    {
      hint: "Change to the root of a clone of its repository; only `new variant` works elsewhere.",
    },
  );
}

async function nameOfPackage(root: string): Promise<string | undefined> {
  try {
    const manifest: unknown = JSON.parse(await readText(join(root, "package.json")));
    return typeof manifest === "object" && manifest !== null && "name" in manifest
      ? String(manifest.name)
      : undefined;
  } catch {
    return undefined;
  }
}
