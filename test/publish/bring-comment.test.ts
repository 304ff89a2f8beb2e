import { expect, it } from "vitest";
import { PatchkitError } from "../../src/errors.ts";
import type { ThreadComment } from "../../src/host/github-threads.ts";
import { bringComment, makeOnce } from "../../src/publish/bring-comment.ts";
import { formatComment } from "../../src/publish/comment-record.ts";

const thread = { kind: "issue", repository: "project/tool", number: 7 } as const;

/** A thread in memory with these comments. */
function threadWith(...comments: ThreadComment[]) {
  const put = (id: string, body: string) => {
    const made = { id, url: `#${id}`, author: "jane", body };
    comments.splice(0, comments.length, ...comments.filter((one) => one.id !== id), made);
    return made;
  };
  return {
    comments,
    listComments: async () => comments,
    readThread: async () => ({ title: "t", url: "u", isLocked: false, id: "7" }),
    addComment: async (_: unknown, __: unknown, body: string) => put(String(comments.length + 1), body),
    updateComment: async (_: unknown, id: string, body: string) => put(id, body),
  };
}

const wish = { thread, login: "jane", text: "Words." };

it("makes one comment of each kind, and edits its own only, unless a person has", async () => {
  const foreign = { id: "1", url: "#1", author: "joe", body: formatComment("Joe's.", "comment") };
  const github = threadWith(foreign);
  expect(await bringComment(github, { ...wish, kind: "comment" })).toEqual({ outcome: "made", url: "#2" });
  expect(await bringComment(github, { ...wish, kind: "change" })).toEqual({ outcome: "made", url: "#3" });
  expect(await bringComment(github, { ...wish, kind: "comment" })).toEqual({ outcome: "already", url: "#2" });
  const other = { ...wish, kind: "comment", text: "Other." } as const;
  expect(await bringComment(github, other)).toEqual({ outcome: "updated", url: "#2" });
  await github.updateComment(undefined, "2", formatComment("Other.", "comment").replace("Other", "Mine"));
  expect(await bringComment(github, other)).toEqual({ outcome: "kept", url: "#2" });
  expect(github.comments[0]).toBe(foreign);
});

it("looks for what was made before it makes it again, where an answer was lost", async () => {
  const lost = () => Promise.reject(new PatchkitError("environment/github-unreachable", "lost"));
  expect(await makeOnce(lost, async () => "found")).toBe("found");
  await expect(makeOnce(lost, async () => undefined)).rejects.toThrow("lost");
  const refused = () => Promise.reject(new PatchkitError("environment/github-refused", "no"));
  await expect(makeOnce(refused, async () => "found")).rejects.toThrow("no");
});
