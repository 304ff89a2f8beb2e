import { createHash } from "node:crypto";

/** What a comment is for: a thread may have one of each. */
export type CommentKind = "comment" | "change";

/** A comment that says of itself what its text was, so that a person's change of it is seen. */
export function formatComment(text: string, kind: CommentKind): string {
  return `${text.trimEnd()}\n\n<!-- patchkit:${kind} ${hashOf(text)} -->\n`;
}

/** Whether this program wrote a comment, and nobody changed it since; undefined if it is another's. */
export function readComment(
  body: string,
  kind: CommentKind,
): { readonly text: string; readonly isEdited: boolean } | undefined {
  const pattern = new RegExp(`\\n*<!-- patchkit:${kind} ([0-9a-f]{64}) -->\\n*$`);
  const plain = body.replace(/\r\n?/g, "\n");
  const found = pattern.exec(plain);
  if (!found) return undefined;
  const text = plain.replace(pattern, "").trim();
  return { text, isEdited: hashOf(text) !== found[1] };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text.trim()).digest("hex");
}
