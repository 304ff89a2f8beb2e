import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { packageRoot } from "../../src/host/assets.ts";
import { openGit } from "../../src/host/git.ts";
import { makeSampleRepository } from "../../src/host/sample-repository.ts";
import { makeFolder } from "./folder.ts";

/** Environment of a person who applies a series: an identity, and no settings of the machine. */
export const readerEnv = {
  PATH: process.env["PATH"],
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  ...Object.fromEntries(
    ["AUTHOR", "COMMITTER"].flatMap((role) => [
      [`GIT_${role}_NAME`, "A Reader"],
      [`GIT_${role}_EMAIL`, "reader@example.invalid"],
    ]),
  ),
};

/** A clean checkout of a ref of the sample, gone when the test is. */
export async function cleanCheckout(ref: string): Promise<string> {
  const folder = await makeFolder();
  const git = openGit({ env: process.env, signal: new AbortController().signal });
  await makeSampleRepository(git, join(packageRoot, "sample"), join(folder, "bare"));
  readerGit(folder, ["clone", "-q", "--branch", ref, join(folder, "bare"), "clone"]);
  return join(folder, "clone");
}

/**
 * Runs the lines of a post one after another in one checkout, each on its commit of now. They may ask a server in this
 * process.
 *
 * @returns the tree that each comes to.
 */
export async function applyEach(clone: string, lines: readonly string[]): Promise<string[]> {
  const base = readerGit(clone, ["rev-parse", "HEAD"]);
  const trees: string[] = [];
  for (const line of lines) {
    readerGit(clone, ["checkout", "-q", "--detach", base]);
    await promisify(execFile)("sh", ["-c", line], { cwd: clone, env: readerEnv });
    trees.push(readerGit(clone, ["rev-parse", "HEAD^{tree}"]));
  }
  return trees;
}

/** Runs git as the reader; returns what it printed, trimmed. */
export function readerGit(cwd: string, args: readonly string[]): string {
  return execFileSync("git", args, { cwd, encoding: "utf8", stdio: "pipe", env: readerEnv }).trim();
}
