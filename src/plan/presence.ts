import type { EditSpec } from "../edit/index.ts";
import { PatchkitError } from "../errors.ts";
import type { Sources } from "../profile/index.ts";
import type { RenderedCommit } from "./plan-commits.ts";

/**
 * Which edits of a series are already in a tree, and which are not. Ignores tests, because a series may have been
 * rendered without them.
 */
export function presenceOf(
  commits: readonly RenderedCommit[],
  sources: Sources,
): { present: EditSpec[]; absent: EditSpec[] } {
  const edits = commits.flatMap((commit) => commit.edits.filter(({ file }) => !file.endsWith("_test.go")));
  const present = edits.filter((edit) => isThere(edit, sources));
  return { present, absent: edits.filter((edit) => !present.includes(edit)) };
}

/** The error for a tree that contains part of a change. */
export function partlyApplied(present: readonly EditSpec[], absent: readonly EditSpec[]): PatchkitError {
  const words = (edits: readonly EditSpec[]) =>
    edits.map(({ file, template }) => `${file} (${template})`).join(", ");
  return new PatchkitError(
    "plan/partly-applied",
    `part of the change is already there: ${words(present)}; the rest is missing: ${words(absent)}`,
    { hint: "Choose the commit before the change, or remove the change from the tree." },
  );
}

function isThere(edit: EditSpec, sources: Sources): boolean {
  const path = edit.file;
  const text = sources.text(path);
  switch (edit.base) {
    case "none":
      return edit.isPresent({ path, text: text ?? (sources.exists(path) ? "" : undefined) });
    case "text":
      return text !== undefined && edit.isPresent({ path, text });
    case "go": {
      const file = sources.go(path);
      return file !== undefined && edit.isPresent(file);
    }
  }
}
