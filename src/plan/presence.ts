import { PatchkitError } from "../errors.ts";
import type { Sources } from "../profile/index.ts";
import { squeeze } from "../text/index.ts";
import { isPresent } from "./place-edit.ts";
import type { RenderedCommit } from "./plan-commits.ts";
import type { EditSpec } from "./template.ts";

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
  if (edit.place === "create") return sources.exists(edit.file);
  if (edit.place === "sorted-flag") {
    const lines = (sources.text(edit.file) ?? "").split("\n").map(squeeze);
    return lines.includes(squeeze(`--${edit.text}`));
  }
  const file = sources.go(edit.file);
  return file !== undefined && isPresent(file, edit);
}
