import { createHash } from "node:crypto";

const pattern = /\n*<!-- patchkit:comment ([0-9a-f]{64}) -->\n*$/;

/** A comment that says of itself what its text was, so that a person's change of it is seen. */
export function formatComment(text: string): string {
  return `${text.trimEnd()}\n\n<!-- patchkit:comment ${hashOf(text)} -->\n`;
}

/** Whether this program wrote a comment, and nobody changed it since; undefined if it is another's. */
export function readComment(body: string): { readonly text: string; readonly isEdited: boolean } | undefined {
  const plain = body.replace(/\r\n?/g, "\n");
  const found = pattern.exec(plain);
  if (!found) return undefined;
  const text = plain.replace(pattern, "").trim();
  return { text, isEdited: hashOf(text) !== found[1] };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text.trim()).digest("hex");
}
