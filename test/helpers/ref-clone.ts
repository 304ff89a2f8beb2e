import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openRepository, type Repository } from "../../src/checkout/repository.ts";
import { openGit } from "../../src/host/git.ts";
import { git, objectId } from "./clone-git.ts";
import { makeFolder } from "./folder.ts";

/** A repository for one test whose refs stand on two commits, `one` and the next, `two`. */
export interface RefClone {
  readonly repository: Repository;
  readonly one: string;
  readonly two: string;
}

/** Makes it. @param refs commit of each ref, by full name. */
export async function makeRefClone(refs: Readonly<Record<string, "one" | "two">>): Promise<RefClone> {
  const folder = await makeFolder();
  const dir = join(folder, "clone");
  execFileSync("git", ["init", "--quiet", "--initial-branch=main", dir]);
  for (const message of ["one", "two"])
    git(dir, ["commit", "--quiet", "--allow-empty", "--message", message]);
  const commits = { one: objectId(dir, "main~1"), two: objectId(dir, "main") };
  for (const [name, commit] of Object.entries(refs)) git(dir, ["update-ref", name, commits[commit]]);
  const host = openGit({ env: process.env, signal: new AbortController().signal });
  const repository = await openRepository({ git: host, dir, tempDir: folder });
  onTestFinished(() => repository.close());
  return { repository, ...commits };
}
