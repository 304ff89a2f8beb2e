import type { EditSpec } from "../edit/index.ts";
import { PatchkitError } from "../errors.ts";
import type { Sources } from "../profile/index.ts";
import type { RenderedCommit } from "./plan-commits.ts";

/**
 * Which edits of a series are already in a tree, and which are not. Ignores tests and what follows the code, because a
 * series may have been rendered without them.
 */
export function presenceOf(
  commits: readonly RenderedCommit[],
  sources: Sources,
): { present: EditSpec[]; absent: EditSpec[] } {
  const edits = commits
    .filter(({ companion }) => companion === undefined)
    .flatMap((commit) => commit.edits.filter(({ file }) => !file.endsWith("_test.go")));
  const present = edits.filter((edit) => isThere(edit, sources));
  return { present, absent: edits.filter((edit) => !present.includes(edit)) };
}

/** The error for a tree that contains part of a change: one sentence, with the first edit that is there. */
export function partlyApplied(present: readonly EditSpec[], absent: readonly EditSpec[]): PatchkitError {
  return new PatchkitError(
    "plan/partly-applied",
    `part of the change is already there: ${firstOf(present)}`,
    {
      hint: `Choose the commit before the change, or remove the change from the tree, which lacks ${firstOf(absent)}.`,
    },
  );
}

/** The first edit, and how many there are besides. */
function firstOf([first, ...others]: readonly EditSpec[]): string {
  if (!first) return "nothing";
  const more =
    others.length === 0 ? "" : ` and ${others.length} other ${others.length === 1 ? "edit" : "edits"}`;
  return `${first.file} (${first.template})${more}`;
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
