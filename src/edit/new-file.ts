import { z } from "zod";
import { PatchkitError } from "../errors.ts";
import { squeeze } from "../text/index.ts";
import { commonFields, makeKind } from "./edit-kind.ts";
import { importsField } from "./imports.ts";

const header = z.strictObject({
  ...commonFields,
  place: z.literal("create").describe("The file is made."),
  imports: importsField,
});

export type NewFileHeader = z.infer<typeof header>;

/**
 * A new file, whose text is the template's. Meant by `place: create` without `kind:`. Refused where the commit has
 * another file of that path. A new Go file goes through gofmt; its imports are those of its own import block and of the
 * header, as far as its code uses them.
 *
 *     ---
 *     file: pkg/option/verbose.go
 *     place: create
 *     imports: fmt
 *     ---
 *     package option
 *
 *     func verbose() { fmt.Println("verbose") }
 */
export const newFile = makeKind({
  name: "new-file",
  base: "none",
  means: ({ place }) => place === "create",
  header,
  locate({ path, text }, edit) {
    if (text === undefined) return [{ start: 0, end: 0, text: edit.text }];
    throw new PatchkitError("plan/file-exists", `${path}: expected no file, found one`, {
      hint: "The series creates this file; choose the commit before the file was added.",
    });
  },
  isPresent: ({ text }, edit) => text !== undefined && codeOf(text) === codeOf(edit.text),
});

/** A text without its imports, which depend on the release, and without alignment. */
function codeOf(text: string): string {
  return squeeze(text.replace(/^import (?:\([^)]*\)|.*)$/gm, ""));
}
