import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { PatchkitError } from "../errors.ts";
import { type FileCommit, makeFileCommit } from "../host/file-commit.ts";
import { openGit } from "../host/git.ts";
import { openPusher } from "../host/git-push.ts";
import { type ChosenCells, type DiscussPlan, type DiscussWish, performDiscuss } from "../publish/index.ts";
import { updateManifest } from "../series/index.ts";
import type { DiscussFlags } from "./discuss-flags.ts";
import type { OpenedGitHub } from "./open-github.ts";
import type { Session } from "./workshop.ts";

/** What the flags say of where the patches are put. */
export function carrierOf(
  session: Session,
  flags: DiscussFlags,
  { cells }: ChosenCells,
): DiscussWish["carrier"] {
  if (flags.via === "gist") return { kind: "gist" };
  const series = cells.map(({ series: { folder, file } }) => ({ ...file, folder }));
  return {
    kind: "branch",
    fork: flags.fork,
    branch: flags.branch,
    manifest: updateManifest(undefined, series),
    commit: (files, message) => withCommit(session, files, message, async ({ sha }) => sha),
  };
}

/** Makes a commit, and removes its repository after `work`, even if that fails. */
async function withCommit<T>(
  { env, signal }: Session,
  files: ReadonlyMap<string, string>,
  message: string,
  work: (commit: FileCommit) => Promise<T>,
): Promise<T> {
  const commit = await makeFileCommit(openGit({ env, signal }), files, message, tmpdir());
  try {
    return await work(commit);
  } finally {
    await commit.close();
  }
}

/**
 * Carries a plan out; one with a branch makes its commit again.
 *
 * @throws PatchkitError `usage/bad-argument` where the plan's files are not those of its commit.
 */
export async function carryOut(
  session: Session,
  plan: DiscussPlan,
  { github, host, token }: OpenedGitHub,
): ReturnType<typeof performDiscuss> {
  const { carrier } = plan;
  if (carrier.kind === "gist") return performDiscuss(plan, { github });
  const { env, signal } = session;
  return withCommit(session, new Map(Object.entries(carrier.files)), carrier.message, ({ gitDir, sha }) => {
    if (sha !== carrier.sha) throw otherCommit(carrier.sha, sha);
    const pusher = openPusher({ gitDir, host, token, env, signal });
    const wait = (ms: number) => sleep(ms, undefined, { signal });
    return performDiscuss(plan, { github, forks: { pusher, sleep: wait } });
  });
}

function otherCommit(planned: string, found: string): PatchkitError {
  return new PatchkitError(
    "usage/bad-argument",
    `--plan: expected files that make the commit ${planned.slice(0, 12)}, found ${found.slice(0, 12)}`,
    { hint: "The plan was changed: make it again." },
  );
}

/** What a plan does besides the comment, a line each. */
export function carrierWords(carrier: DiscussPlan["carrier"]): string[] {
  const count = Object.keys(carrier.files).length;
  if (carrier.kind === "gist") return [`- a gist, public, with ${count} files`];
  const { fork, repository, branch, sha, expected } = carrier;
  const from = expected === null || expected === sha ? "" : `, which is at ${expected.slice(0, 12)} now`;
  return [
    ...(fork ? [`- a fork of ${fork.of}: ${repository}`] : []),
    `- branch ${branch} of ${repository}${from}: the commit ${sha.slice(0, 12)} with ${count} files and no parent`,
  ];
}
