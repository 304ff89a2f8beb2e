import { PatchkitError } from "../errors.ts";
import { lineAt } from "../text/index.ts";
import type { TextFile } from "./edit-kind.ts";

/** A file without the place that an edit needs. @param offset where in the text it differs, if at one place. */
export function mismatch({ path, text }: TextFile, expected: string, found: string, offset?: number) {
  const place = offset === undefined ? path : `${path}:${lineAt(text, offset)}`;
  return new PatchkitError("golang/anchor-mismatch", `${place}: expected ${expected}, found ${found}`, {
    hint: "This tree differs from the known shapes there.",
  });
}
