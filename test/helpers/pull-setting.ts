import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeOrigin, plain } from "./clone.ts";
import { commitOn, git } from "./clone-git.ts";
import { patchkit } from "./clone-program.ts";
import { addAccount, addRepository } from "./github/people.ts";
import { type GitHubStandIn, serveGitHub } from "./github/serve-github.ts";
import type { Account, Repository } from "./github/state.ts";

/** Author of the series, and the account's person. */
export const author = "Jane Doe <jane@example.org>";

/** The ref that is on the development branch, and one that is not. */
export const newest = "v1.19.0-dev";
export const old = "v1.10.12";

/** A clone with series, which tests do not change. */
export interface PullSetting {
  readonly clone: string;
  readonly out: string;
  readonly origin: string;
  /** A folder with nothing but a git that notes how it was called. */
  readonly bin: string;
  readonly folder: string;
}

/** Makes the clone and the series of a test file. */
export async function makePullSetting(folder: string): Promise<PullSetting> {
  const origin = await makeOrigin(folder);
  const asked = "- [ ] All commits are signed off.\n\n<!-- Description -->\n\n```release-note\n```\n";
  const base = commitOn(origin.dir, newest, "main", { ".github/pull_request_template.md": asked });
  git(origin.dir, ["tag", "--force", newest, base]);
  commitOn(origin.dir, newest, "main", { "NEWS.md": "more\n" });
  git(origin.dir, ["symbolic-ref", "HEAD", "refs/heads/main"]);
  const clone = plain(origin, join(folder, "clone"));
  const out = join(folder, "series");
  const refs = [newest, old].flatMap((ref) => ["--ref", ref]);
  const made = await patchkit(["generate", "-C", clone.dir, ...refs, "--identity", author, "--out", out]);
  if (made.code !== 0) throw new Error(made.stderr);
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const real = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
  const script = `#!/bin/sh\nprintf '%s\\n' "$*" >> '${folder}/git-calls'\nexec '${real}' "$@"\n`;
  writeFileSync(join(bin, "git"), script, { mode: 0o755 });
  return { clone: clone.dir, out, origin: origin.dir, bin, folder };
}

/** GitHub with the project's repository and Jane's account, for one test. */
export async function servePulls(
  { origin }: PullSetting,
  served: string,
): Promise<{ readonly github: GitHubStandIn; readonly account: Account; readonly upstream: Repository }> {
  const github = await serveGitHub(served);
  const account = addAccount(github, "jane", { name: "Jane Doe" });
  return { github, account, upstream: addRepository(github, "project/tool", origin) };
}

/** Arguments and environment of a command against a stand-in. */
export function callOf(
  { clone, out, bin, folder }: PullSetting,
  github: GitHubStandIn,
  account: Account,
): { readonly common: string[]; readonly env: Record<string, string> } {
  return {
    common: ["-C", clone, "--out", out, "--api-url", github.apiUrl],
    env: { GH_ENTERPRISE_TOKEN: account.token, PATH: `${bin}:${process.env["PATH"]}`, HOME: folder },
  };
}
