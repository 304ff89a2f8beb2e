import { createHash } from "node:crypto";
import { type Identity, neutralIdentity } from "../series/index.ts";

/** What a series says of the commits that `git am` makes of it. */
export interface CommitPromise {
  readonly base: string;
  readonly identity: Identity | null;
  readonly commits: readonly { readonly sha: string; readonly tree: string; readonly subject: string }[];
}

/** A commit that `git am` made. Texts are bytes (latin1). */
export interface MadeCommit {
  readonly sha: string;
  readonly tree: string;
  /** `Name <mail> seconds zone`. */
  readonly author: string;
  readonly message: string;
}

/** A commit from the bytes that git stores. */
export function parseCommit(sha: string, data: Buffer): MadeCommit {
  const text = data.toString("latin1");
  const end = text.indexOf("\n\n");
  const headers = text.slice(0, end);
  return {
    sha,
    tree: /^tree (\S+)$/m.exec(headers)?.[1] ?? "",
    author: /^author (.*)$/m.exec(headers)?.[1] ?? "",
    message: text.slice(end + 2),
  };
}

/**
 * How the commits differ from those the series promises, one sentence; undefined if they do not. The committer is
 * whoever runs `git am`; with the author in its place, a commit has the promised id only if tree, author, date and
 * every byte of the message are the same.
 */
export function compareCommits(promise: CommitPromise, made: readonly MadeCommit[]): string | undefined {
  const { commits } = promise;
  if (made.length !== commits.length)
    return `expected the ${commits.length} commits of series.json, found ${made.length}`;
  for (const [index, commit] of made.entries()) {
    const promised = commits[index];
    const parent = commits[index - 1]?.sha ?? promise.base;
    if (!promised || idOf(commit, parent) === promised.sha) continue;
    return `commit ${index + 1}: ${nameDifference(promise, promised, commit)}`;
  }
  return undefined;
}

function idOf({ tree, author, message }: MadeCommit, parent: string): string {
  const headers = `tree ${tree}\nparent ${parent}\nauthor ${author}\ncommitter ${author}\n`;
  const text = Buffer.from(`${headers}\n${message}`, "latin1");
  return createHash("sha1").update(`commit ${text.length}\0`).update(text).digest("hex");
}

function nameDifference(
  { identity }: CommitPromise,
  promised: CommitPromise["commits"][number],
  made: MadeCommit,
): string {
  const { name, mail, signsOff } = identity ?? neutralIdentity;
  const author = readable(made.author).replace(/ \d+ [+-]\d{4}$/, "");
  const message = readable(made.message);
  const [subject = ""] = message.split("\n");
  const signOffs = [...message.matchAll(/^Signed-off-by: (.*)$/gm)].map(([, who = ""]) => who);
  const expectedOffs = signsOff ? [`${name} <${mail}>`] : [];
  if (author !== `${name} <${mail}>`) return `expected the author ${name} <${mail}>, found ${author}`;
  if (subject !== promised.subject)
    return `expected the subject ${JSON.stringify(promised.subject)}, found ${JSON.stringify(subject)}`;
  if (signOffs.join() !== expectedOffs.join())
    return `expected ${expectedOffs[0] ?? "nobody"} to sign off, found ${signOffs.join(", ") || "nobody"}`;
  if (made.tree !== promised.tree)
    return `expected the tree ${promised.tree.slice(0, 12)}, found ${made.tree.slice(0, 12)}`;
  return `expected the date and the message of ${promised.sha.slice(0, 12)} in series.json, found others`;
}

function readable(text: string): string {
  return Buffer.from(text, "latin1").toString();
}
