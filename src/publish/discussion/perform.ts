import type { GitHub } from "../../host/github.ts";
import { isUncertain } from "../../host/github-errors.ts";
import type { GistFound } from "../../host/github-gists.ts";
import type { ThreadComment } from "../../host/github-threads.ts";
import { formatComment, readComment } from "./comment-record.ts";
import { type DiscussPlan, gistPlaceholder } from "./discuss-plan.ts";

/** What became of a step; `kept`: a person changed the comment, which was left alone. */
export interface DiscussStepDone {
  readonly kind: "gist" | "comment";
  readonly outcome: "made" | "updated" | "already" | "kept";
  readonly url: string;
}

/** How far a plan was carried out. */
export interface DiscussPerformed {
  readonly done: readonly DiscussStepDone[];
  /** What was not reached, the failed step first. */
  readonly left: readonly DiscussStepDone["kind"][];
  readonly failure: unknown;
}

/** Carries a plan out: the gist, then the comment. What an earlier run made is found again and brought up to date. */
export async function performDiscuss(plan: DiscussPlan, github: GitHub): Promise<DiscussPerformed> {
  const done: DiscussStepDone[] = [];
  try {
    done.push(await bringGist(plan, github));
    done.push(await bringComment(plan, done[0]?.url ?? "", github));
    return { done, left: [], failure: undefined };
  } catch (failure) {
    return { done, left: (["gist", "comment"] as const).slice(done.length), failure };
  }
}

async function bringGist({ gist }: DiscussPlan, github: GitHub): Promise<DiscussStepDone> {
  const files = new Map(Object.entries(gist.files));
  const find = async () =>
    (await github.listGists()).find(({ description }) => description === gist.description);
  const there = await find();
  if (!there) {
    const made = await makeOnce(() => github.createGist(gist.description, files), find);
    return { kind: "gist", outcome: "made", url: made.url };
  }
  if (await isSame(there, files, github)) return { kind: "gist", outcome: "already", url: there.url };
  const gone = there.files.filter((name) => !files.has(name)).map((name): [string, null] => [name, null]);
  const { url } = await github.updateGist(there.id, new Map<string, string | null>([...files, ...gone]));
  return { kind: "gist", outcome: "updated", url };
}

async function isSame(
  { id, files: names }: GistFound,
  files: ReadonlyMap<string, string>,
  github: GitHub,
): Promise<boolean> {
  if (names.length !== files.size) return false;
  const found = await github.readGistTexts(id);
  return [...files].every(([name, text]) => found.get(name) === text);
}

async function bringComment(plan: DiscussPlan, gistUrl: string, github: GitHub): Promise<DiscussStepDone> {
  const { thread, login } = plan;
  const text = plan.text.replaceAll(gistPlaceholder, gistUrl);
  const body = formatComment(text);
  const find = async (): Promise<ThreadComment | undefined> =>
    (await github.listComments(thread)).find(
      (one) => one.author === login && readComment(one.body) !== undefined,
    );
  const there = await find();
  if (!there) {
    const target = await github.readThread(thread);
    const made = await makeOnce(() => github.addComment(thread, target, body), find);
    return { kind: "comment", outcome: "made", url: made.url };
  }
  const { url, id } = there;
  const read = readComment(there.body);
  if (read?.isEdited) return { kind: "comment", outcome: "kept", url };
  if (read?.text === text.trim()) return { kind: "comment", outcome: "already", url };
  await github.updateComment(thread, id, body);
  return { kind: "comment", outcome: "updated", url };
}

/** Makes something that must not be there twice: after an answer that was lost, it is looked for first. */
async function makeOnce<T>(make: () => Promise<T>, find: () => Promise<T | undefined>): Promise<T> {
  try {
    return await make();
  } catch (cause) {
    if (!isUncertain(cause)) throw cause;
    return (await find()) ?? make();
  }
}
