import { randomUUID } from "node:crypto";
import type { Repository } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import { assertRoom, type GitResult, type GitStream } from "../host/git.ts";
import type { PlannedCommit } from "../plan/index.ts";
import type { Identity } from "./series.ts";

/** One series to turn into commits. */
export interface CommitRequest {
  readonly base: string;
  readonly committedAtSec: number;
  readonly identity: Identity;
  readonly commits: readonly PlannedCommit[];
}

/** A commit created by git. */
export interface WrittenCommit {
  readonly sha: string;
  readonly tree: string;
  /** Author date, seconds since 1970. */
  readonly dateSec: number;
  readonly message: string;
  /** Output of `git diff-tree --stat --patch`: statistics, a blank line, the diff. */
  readonly diff: string;
}

/** Builds commits in a repository's separate object store, while others are still being planned. */
export interface CommitWriter {
  /** Passes the commits of one series to git, and settles when it has read them; `finish` returns them in call order. */
  add(request: CommitRequest): Promise<void>;
  /** The commits of all series that were added. @throws PatchkitError `environment/git-failed`, `environment/disk-full`. */
  finish(): Promise<WrittenCommit[][]>;
  /** Ends running processes; not needed after `finish`. */
  close(): Promise<void>;
}

/**
 * Opens a writer: one `git fast-import` and one `git diff-tree` for all series that are added to it.
 *
 * @param thread names the ref that fast-import wants: no other writer may have it at the same time.
 */
export function openCommitWriter(repository: Repository, thread: number): CommitWriter {
  const series: PendingCommit[][] = [];
  let marks = 0;
  let importing: GitStream | undefined;
  const finishImport = () => {
    const stream = importing;
    importing = undefined;
    return stream?.end();
  };
  return {
    add(request) {
      importing ??= repository.git.openStream(["fast-import", "--quiet", "--force", "--cat-blob-fd=1"], {
        env: { GIT_DIR: repository.store.gitDir },
        // One pack: git would write few objects one by one, and mark those as used that the clone has already.
        config: [["fastimport.unpackLimit", "0"]],
      });
      const commits = chain(request);
      series.push(commits);
      return importing.write(commits.map((commit) => fastImportCommit(commit, ++marks, thread)).join(""));
    },
    async finish() {
      for (let mark = 1; mark <= marks; mark++) void importing?.write(`get-mark :${mark}\nls :${mark} ""\n`);
      // A pack is named by its objects: one of its own keeps two writers of the same series from one pack's files.
      void importing?.write(`blob\n${data(randomUUID())}`);
      const imported = await finishImport();
      const ids = imported === undefined ? [] : importedIds(imported, marks);
      const diffs = await readDiffs(
        repository,
        ids.map(({ sha }) => sha),
      );
      let next = 0;
      return series.map((commits) =>
        commits.map(({ dateSec, message }): WrittenCommit => {
          const { sha, tree } = ids[next++] ?? { sha: "", tree: "" };
          return { sha, tree, dateSec, message, diff: diffs.get(sha) ?? "" };
        }),
      );
    },
    async close() {
      await finishImport()?.catch(() => {});
    },
  };
}

/** The answers of fast-import about each commit, in order: to `get-mark`, and to `ls` of its root. */
function importedIds(
  { status, stdout, stderr }: GitResult,
  expected: number,
): Pick<WrittenCommit, "sha" | "tree">[] {
  const found = [...stdout.toString().matchAll(/^([0-9a-f]{40})\n040000 tree ([0-9a-f]{40})\t\n/gm)];
  assertRoom(stderr);
  if (status === 0 && found.length === expected)
    return found.map(([, sha = "", tree = ""]) => ({ sha, tree }));
  throw new PatchkitError(
    "environment/git-failed",
    `git fast-import ended with ${status}: ${stderr.slice(0, 400)}`,
    {
      hint: "If the clone is shallow or partial, fetch the commit in full; otherwise this is a bug.",
    },
  );
}

/** One commit to be sent to git. */
interface PendingCommit {
  readonly base: string;
  readonly first: boolean;
  readonly identity: Identity;
  readonly dateSec: number;
  readonly message: string;
  readonly files: PlannedCommit["files"];
}

/** Dates follow the base commit's, one second apart, so that they do not depend on the time of the run. */
function chain(request: CommitRequest): PendingCommit[] {
  return request.commits.map((commit, index) => ({
    base: request.base,
    first: index === 0,
    identity: request.identity,
    dateSec: request.committedAtSec + index + 1,
    message: messageOf(commit, request.identity),
    files: commit.files,
  }));
}

function fastImportCommit(commit: PendingCommit, mark: number, thread: number): string {
  const person = `${commit.identity.name} <${commit.identity.mail}> ${commit.dateSec} +0000`;
  const from = commit.first ? commit.base : `:${mark - 1}`;
  const files = commit.files
    .map(
      ({ path, after, executable }) =>
        `M ${executable ? "100755" : "100644"} inline ${quote(path)}\n${data(after)}`,
    )
    .join("");
  return `commit refs/heads/series-${thread}\nmark :${mark}\nauthor ${person}\ncommitter ${person}\n${data(commit.message)}from ${from}\n${files}\n`;
}

/** The commit's message, with a sign-off if the identity has one. */
function messageOf(commit: PlannedCommit, identity: Identity): string {
  const signOff = identity.signsOff ? `\n\nSigned-off-by: ${identity.name} <${identity.mail}>` : "";
  return `${commit.subject}\n\n${commit.body}${signOff}\n`;
}

/** A length and that many bytes (git-fast-import(1), "data"). */
function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function quote(path: string): string {
  return /[\s"\\]/.test(path) ? JSON.stringify(path) : path;
}

/** Statistics and diff of each commit against its parent, by commit. */
async function readDiffs(repository: Repository, shas: readonly string[]): Promise<Map<string, string>> {
  if (shas.length === 0) return new Map();
  const output = await repository.git.run(
    [
      "diff-tree",
      "--stdin",
      "-r",
      "--patch-with-stat",
      "--stat=79",
      "--summary",
      "--full-index",
      "--no-renames",
      "--no-ext-diff",
      "--no-textconv",
      "--diff-algorithm=histogram",
      "--unified=3",
      "--src-prefix=a/",
      "--dst-prefix=b/",
      "--no-color",
    ],
    { env: { GIT_DIR: repository.store.gitDir }, input: shas.map((sha) => `${sha}\n`).join("") },
  );
  const found = new Map<string, string>();
  // A line of a diff starts with a sign or a keyword, never with 40 hex digits alone.
  const parts = output.split(/^([0-9a-f]{40})\n/m);
  for (let index = 1; index + 1 < parts.length; index += 2) {
    found.set(parts[index] ?? "", (parts[index + 1] ?? "").replace(/^\n/, ""));
  }
  return found;
}
