import type { GitHub } from "../host/github.ts";
import { isUncertain } from "../host/github-errors.ts";
import type { ThreadComment, ThreadName } from "../host/github-threads.ts";
import { type CommentKind, formatComment, readComment } from "./comment-record.ts";

/** What became of a comment; `kept`: a person changed it, and it was left alone. */
export interface CommentBrought {
  readonly outcome: "made" | "updated" | "already" | "kept";
  readonly url: string;
}

/** A comment of an account on a thread. */
export interface CommentWish {
  readonly thread: ThreadName;
  readonly login: string;
  readonly kind: CommentKind;
  /** All but its record. */
  readonly text: string;
}

/** Posts a comment, or brings the one of an earlier run up to date. */
export async function bringComment(
  github: Pick<GitHub, "listComments" | "readThread" | "addComment" | "updateComment">,
  { thread, login, kind, text }: CommentWish,
): Promise<CommentBrought> {
  const body = formatComment(text, kind);
  const find = async (): Promise<ThreadComment | undefined> =>
    (await github.listComments(thread)).find(
      (one) => one.author === login && readComment(one.body, kind) !== undefined,
    );
  const there = await find();
  if (!there) {
    const target = await github.readThread(thread);
    const { url } = await makeOnce(() => github.addComment(thread, target, body), find);
    return { outcome: "made", url };
  }
  const { url, id } = there;
  const read = readComment(there.body, kind);
  if (read?.isEdited) return { outcome: "kept", url };
  if (read?.text === text.trim()) return { outcome: "already", url };
  await github.updateComment(thread, id, body);
  return { outcome: "updated", url };
}

/** Makes something that must not be there twice: after an answer that was lost, it is looked for first. */
export async function makeOnce<T>(make: () => Promise<T>, find: () => Promise<T | undefined>): Promise<T> {
  try {
    return await make();
  } catch (cause) {
    if (!isUncertain(cause)) throw cause;
    return (await find()) ?? make();
  }
}
