import { join } from "node:path";
import type { Checkout, Repository } from "../checkout/index.ts";
import { makeTempFolder, removeFolder } from "../host/files.ts";
import { writeTexts } from "../host/git-tree.ts";
import { quotePath } from "../host/object-store.ts";
import type { Subject } from "./subject.ts";

/** The result of `git am` for a series. */
export interface AppliedPatches {
  /** Whether git applied every patch. */
  readonly taken: boolean;
  /** Output of git. */
  readonly log: string;
  /** The created commits, in order, each with its tree; they are in the repository's separate store. */
  readonly commits: readonly { readonly sha: string; readonly tree: string }[];
}

/** Files outside the series may be missing from the clone; git must then know that it is partial. */
const settings = [
  "extensions.partialClone=origin",
  "remote.origin.promisor=true",
  "core.sparseCheckout=true",
];

/**
 * Applies a series to a clean checkout of its base with plain `git am`. The checkout only contains the touched
 * files, uses the objects of the repository, and is removed afterwards.
 */
export async function applyPatches(
  repository: Repository,
  checkout: Checkout,
  subject: Subject,
  tempDir: string,
): Promise<AppliedPatches> {
  const { git, store, cloneObjectsDir } = repository;
  const dir = await makeTempFolder(tempDir, "cilium-patchkit-am-");
  try {
    const gitDir = join(dir, ".git");
    const env = {
      GIT_OBJECT_DIRECTORY: store.objectsDir,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: quotePath(cloneObjectsDir),
      GIT_COMMITTER_NAME: "cilium-patchkit",
      GIT_COMMITTER_EMAIL: "cilium-patchkit@localhost",
      GIT_COMMITTER_DATE: "1970-01-01T00:00:00Z",
    };
    const options = { cwd: dir, env };
    await git.run(["init", "--quiet", dir], { env });
    for (const setting of settings) {
      const [key = "", value = ""] = setting.split("=");
      await git.run(["config", key, value], options);
    }
    const patches = subject.patches.map(({ name }) => join(dir, ".git", "series", name));
    await writeTexts(join(gitDir, "series"), new Map(subject.patches.map(({ name, text }) => [name, text])));
    const touched = [...new Set(subject.patches.flatMap(({ text }) => touchedPaths(text)))];
    // Fetches these from a partial clone's remote first, because git has no remote here.
    await Promise.all(touched.map((path) => checkout.readText(path).catch(() => undefined)));
    await writeTexts(join(gitDir, "info"), new Map([["sparse-checkout", sparsePatterns(touched)]]));
    await git.run(["checkout", "--quiet", "--force", "--detach", subject.sha], options);
    const { status, stdout, stderr } = await git.attempt(["am", "--quiet", ...patches], options);
    const listed = await git.run(["log", "--reverse", "--format=%H %T", `${subject.sha}..HEAD`], options);
    const commits = listed.split("\n").flatMap((line) => {
      const [sha, tree] = line.split(" ");
      return sha && tree ? [{ sha, tree }] : [];
    });
    return { taken: status === 0, log: `${stdout.toString()}\n${stderr}`.trim(), commits };
  } finally {
    await removeFolder(dir);
  }
}

/** Paths in a patch's diff. */
function touchedPaths(patch: string): string[] {
  return [...patch.matchAll(/^diff --git a\/.* b\/(.*)$/gm)].map(([, path = ""]) => path);
}

/** One pattern per path, at the root; a sparse checkout without patterns would contain everything. */
function sparsePatterns(paths: readonly string[]): string {
  const escaped = paths.map((path) => `/${path.replace(/[\\*?[\]]/g, "\\$&")}\n`);
  return escaped.length === 0 ? "/.nothing\n" : escaped.join("");
}
