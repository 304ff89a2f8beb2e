import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { data, git } from "../clone-git.ts";

/** The bare repositories behind the stand-in: what pushes change, and what answers are read from. */
export interface BareRepositories {
  /** Folder that git serves: `<owner>/<name>.git`. */
  readonly folder: string;
  /** Copies a repository under another name. */
  copy(from: string, fullName: string, onlyBranch?: string): void;
  /** Makes a repository whose one commit has these files, or puts that commit in the place of the one it has. */
  write(fullName: string, files: ReadonlyMap<string, string>): void;
  rename(from: string, to: string): void;
  /** The commit of a branch; undefined where there is none. */
  tip(fullName: string, branch: string): string | undefined;
  /** Moves a branch, as its owner might; undefined removes it. */
  move(fullName: string, branch: string, sha: string | undefined): void;
  branches(fullName: string): string[];
  /** The zip that GitHub makes of a commit's files; undefined where there is none. */
  archive(fullName: string, ref: string): Buffer | undefined;
  /** Commits that only the first, and only the second of two has; undefined where one is not there. */
  apart(fullName: string, base: string, head: string): readonly [number, number] | undefined;
}

export function openBareRepositories(folder: string): BareRepositories {
  const dirOf = (fullName: string) => join(folder, `${fullName}.git`);
  const run = (fullName: string, args: readonly string[]) =>
    execFileSync("git", ["-c", "safe.directory=*", "-C", dirOf(fullName), ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  const ask = (fullName: string, args: readonly string[]) => {
    try {
      return existsSync(dirOf(fullName)) ? run(fullName, args) : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    folder,
    copy(from, fullName, onlyBranch) {
      const only = onlyBranch === undefined ? [] : ["--single-branch", `--branch=${onlyBranch}`];
      const settings = ["-c", "http.receivepack=true", "-c", "gc.auto=0"];
      const args = ["clone", "--quiet", "--bare", ...settings, ...only, from, dirOf(fullName)];
      execFileSync("git", args, { stdio: "pipe" });
    },
    write(fullName, files) {
      const dir = dirOf(fullName);
      mkdirSync(dir, { recursive: true });
      git(dir, ["init", "--quiet", "--bare"]);
      const changes = [...files].map(([name, text]) => `M 100644 inline ${name}\n${data(text)}`);
      const commit = `commit refs/heads/main\ncommitter GitHub <noreply@github.com> 1700000000 +0000\n${data("")}`;
      git(dir, ["fast-import", "--quiet", "--force"], { input: `${commit}${changes.join("")}\n` });
    },
    rename(from, to) {
      execFileSync("mv", [dirOf(from), dirOf(to)]);
    },
    tip: (fullName, branch) =>
      ask(fullName, ["rev-parse", "--verify", "--quiet", `refs/heads/${branch}^{commit}`]),
    move(fullName, branch, sha) {
      run(
        fullName,
        sha === undefined
          ? ["update-ref", "-d", `refs/heads/${branch}`]
          : ["update-ref", `refs/heads/${branch}`, sha],
      );
    },
    branches: (fullName) =>
      (ask(fullName, ["for-each-ref", "--format=%(refname:short)", "refs/heads"]) ?? "")
        .split("\n")
        .filter(Boolean),
    archive(fullName, ref) {
      const sha = ask(fullName, ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`]);
      if (!sha) return undefined;
      const top = `--prefix=${fullName.replace("/", "-")}-${sha.slice(0, 7)}/`;
      const args = ["-c", "safe.directory=*", "-C", dirOf(fullName), "archive", "--format=zip", top, sha];
      return execFileSync("git", args, { maxBuffer: 1 << 28 });
    },
    apart(fullName, base, head) {
      const counted = ask(fullName, ["rev-list", "--left-right", "--count", `${base}...${head}`]);
      const [left, right] = (counted ?? "").split(/\s+/).map(Number);
      return left === undefined || right === undefined || counted === "" ? undefined : [left, right];
    },
  };
}
