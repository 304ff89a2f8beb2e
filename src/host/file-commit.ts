import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { PatchkitError } from "../errors.ts";
import type { Git } from "./git.ts";
import { asWriteError } from "./write-error.ts";

/** A commit in a repository of its own. */
export interface FileCommit {
  /** Bare; gone after {@link FileCommit.close}. */
  readonly gitDir: string;
  readonly sha: string;
  close(): Promise<void>;
}

/** Author and date, fixed so that the same files are the same commit everywhere. */
const person = "cilium-patchkit <cilium-patchkit@example.invalid> 1600000000 +0000";
const ref = "refs/heads/files";

/**
 * Makes a commit without a parent that has exactly these files, by path with slashes.
 *
 * @param tempDir gets a folder with the repository.
 * @throws PatchkitError `environment/git-failed`, `environment/disk-full`, `environment/not-writable`.
 */
export async function makeFileCommit(
  git: Git,
  files: ReadonlyMap<string, string>,
  message: string,
  tempDir: string,
): Promise<FileCommit> {
  const gitDir = await mkdtemp(join(tempDir, "cilium-patchkit-")).catch((cause: unknown) => {
    throw asWriteError(tempDir, cause, { place: "a folder in TMPDIR" });
  });
  const close = () => rm(gitDir, { recursive: true, force: true });
  try {
    await git.run(["init", "--quiet", "--bare", "--object-format=sha1", "--initial-branch=files", gitDir]);
    const env = { GIT_DIR: gitDir };
    const input = streamOf(files, message);
    const { status, stderr } = await git.attempt(["fast-import", "--quiet"], { env, input });
    if (status !== 0)
      throw new PatchkitError("environment/git-failed", `git fast-import: ${stderr.slice(0, 400)}`, {
        hint: "Look for free space in the folder for temporary files.",
      });
    const sha = (await git.run(["rev-parse", ref], { env })).trim();
    return { gitDir, sha, close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

function streamOf(files: ReadonlyMap<string, string>, message: string): string {
  const changes = [...files].map(([path, text]) => `M 100644 inline ${quoted(path)}\n${data(text)}`);
  return `commit ${ref}\nauthor ${person}\ncommitter ${person}\n${data(`${message}\n`)}${changes.join("")}\n`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

/** A path as fast-import reads it back, whatever is in it. */
function quoted(path: string): string {
  return `"${path.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`;
}
