import type { GitHub } from "../../host/github.ts";
import type { GistFound } from "../../host/github-gists.ts";
import { bringComment, makeOnce } from "../bring-comment.ts";
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
    const text = plan.text.replaceAll(gistPlaceholder, done[0]?.url ?? "");
    const comment = { thread: plan.thread, login: plan.login, kind: "comment" as const, text };
    done.push({ kind: "comment", ...(await bringComment(github, comment)) });
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
