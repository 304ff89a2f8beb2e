import { PatchkitError } from "../errors.ts";
import { applyEdits, lineAt } from "../text/index.ts";
import { type EditKind, type KindDefinition, makeKind, type TextFile } from "./edit-kind.ts";
import { mismatch } from "./mismatch.ts";

const mark = "\ufeff";

/**
 * Makes a kind for text. `locate` and `isPresent` get the text without a byte order mark, which stays where it is; what
 * is there already is not put there twice; CRLF is refused, and so is a place where the text would not be what it is
 * in the template.
 */
export function makeTextKind<Header extends { readonly file: string }>(
  definition: Omit<KindDefinition<"text", Header>, "base">,
): EditKind<"text", Header> {
  return makeKind({
    ...definition,
    base: "text",
    locate(file, edit) {
      assertLineFeeds(file);
      const bare = withoutMark(file);
      if (definition.isPresent(bare, edit)) return [];
      const edits = definition.locate(bare, edit);
      if (!definition.isPresent({ ...bare, text: applyEdits(bare.text, edits) }, edit))
        throw mismatch(
          file,
          `a place for the text of ${edit.template}`,
          "that it would mean something else there",
        );
      const shift = file.text.length - bare.text.length;
      return edits.map(({ start, end, text }) => ({ start: start + shift, end: end + shift, text }));
    },
    isPresent: (file, edit) => definition.isPresent(withoutMark(file), edit),
  });
}

function withoutMark({ path, text }: TextFile): TextFile {
  return { path, text: text.startsWith(mark) ? text.slice(mark.length) : text };
}

/** `git am` does not preserve CRLF. */
function assertLineFeeds({ path, text }: TextFile): void {
  const at = text.indexOf("\r\n");
  if (at === -1) return;
  throw new PatchkitError(
    "checkout/crlf",
    `${path}:${lineAt(text, at)}: expected lines that end in LF, found CRLF`,
    { hint: "First convert the file to LF in a separate commit." },
  );
}
