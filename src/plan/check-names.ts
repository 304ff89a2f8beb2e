import type { EditSpec, GoPackage } from "../edit/index.ts";
import {
  folderOf,
  type GoFile,
  holds,
  missingNames,
  type NameProblem,
  type Names,
  namesIn,
  otherCallers,
  PackageIndex,
  type Range,
  takenNames,
} from "../golang/index.ts";
import { lineAt } from "../text/index.ts";
import type { PlannedTree } from "./planned-tree.ts";

/** A Go file with the edits of a commit, before gofmt. */
export interface EditedFile {
  readonly file: GoFile;
  /** The text before the commit, undefined if the commit creates the file. */
  readonly before: string | undefined;
  /** The edits, in order: the new range, the replaced range of the text before, and the template. */
  readonly edits: readonly (Range & { readonly replaced: Range; readonly spec: EditSpec })[];
  /** The names in the edited ranges. */
  readonly names: Names;
  /** Imports that the commit adds to the file. */
  readonly imports: readonly GoPackage[];
}

/** The same, with lookups for its names. */
export function editedFile(
  file: GoFile,
  before: string | undefined,
  edits: EditedFile["edits"],
  imports: EditedFile["imports"],
): EditedFile {
  return { file, before, edits, names: namesIn(file, edits), imports };
}

/** Why a commit would not compile: what, where, expected and found. */
export interface NameFinding {
  readonly code: "plan/name-missing" | "plan/identifier-taken";
  /** File that the commit edits. */
  readonly path: string;
  /** The name that is missing or taken. */
  readonly name: string;
  readonly message: string;
}

type Memo = ConstructorParameters<typeof PackageIndex>[1];

/**
 * The names that the Go files of a commit declare although they already exist.
 *
 * @param tree without the commit.
 */
export function findTaken(edited: readonly EditedFile[], tree: PlannedTree, memo: Memo): NameFinding[] {
  const index = new PackageIndex(tree, memo);
  return edited.flatMap((one) => [
    ...describe("plan/identifier-taken", one, takenNames(one.file, one.edits, one.names, index)),
    ...one.imports.flatMap((added) => importTaken(one, added, index)),
  ]);
}

function importTaken({ file }: EditedFile, { path, name }: GoPackage, index: PackageIndex): NameFinding[] {
  return index.visible(file.path, name).map((declared) => {
    const found = `the ${declared.kind} at ${declared.path}:${index.placeOf(declared).line}`;
    const message = `${file.path}: expected ${name} to be free for ${path}, found ${found}`;
    return { code: "plan/identifier-taken", path: file.path, name, message };
  });
}

/**
 * The names that the Go files of a commit use and that do not exist, and the callers of functions whose parameters it
 * changes.
 *
 * @param tree with the commit.
 */
export function findMissing(edited: readonly EditedFile[], tree: PlannedTree, memo: Memo): NameFinding[] {
  const index = new PackageIndex(tree, memo);
  return [
    ...edited.flatMap((one) =>
      describe("plan/name-missing", one, missingNames(one.file, one.edits, one.names, index)),
    ),
    ...edited.flatMap((one) => callersLeft(one, edited, index)),
  ];
}

/** Problems of a file, each name once with its first place. */
function describe(
  code: NameFinding["code"],
  edited: EditedFile,
  problems: readonly NameProblem[],
): NameFinding[] {
  const first = new Map<string, NameFinding>();
  for (const { name, offset, expected, found, foundAt } of [...problems].sort(
    (a, b) => a.offset - b.offset,
  )) {
    const where = foundAt === undefined ? "" : ` (line ${lineOf(edited, foundAt)})`;
    const words = `expected ${expected}, found ${found}${where}`;
    if (!first.has(words))
      first.set(words, {
        code,
        path: edited.file.path,
        name,
        message: `${placeOf(edited, offset)}: ${words}`,
      });
  }
  return [...first.values()];
}

/** `repoPath:line (template)` of an edit. */
function placeOf(edited: EditedFile, offset: number): string {
  const template = edited.edits.find((edit) => holds(edit, offset))?.spec.template;
  return `${edited.file.path}:${lineOf(edited, offset)} (${template})`;
}

/** Line in the text before the edit, where the user can find the place; counts from 1. */
function lineOf({ file, before, edits }: EditedFile, offset: number): number {
  if (before === undefined) return lineAt(file.text, offset);
  const last = edits.findLast(({ start }) => start <= offset);
  if (!last) return lineAt(before, offset);
  return lineAt(before, holds(last, offset) ? last.replaced.start : last.replaced.end + offset - last.end);
}

function callersLeft(edited: EditedFile, all: readonly EditedFile[], index: PackageIndex): NameFinding[] {
  const { file, edits } = edited;
  const ranges = new Map(all.map((one) => [one.file.path, one.edits]));
  return edits
    .flatMap(({ spec, start }) =>
      spec.base === "go" && spec.header.place === "parameter" ? [{ at: spec.header.at, start }] : [],
    )
    .flatMap(({ at, start }) => {
      const name = /(\w+)$/.exec(at)?.[1] ?? "";
      return otherCallers(index, folderOf(file.path), name, ranges).map((caller) => ({
        code: "plan/name-missing" as const,
        path: file.path,
        name,
        message: `${placeOf(edited, start)}: expected every caller of ${name} to be known, found another at ${caller.path}:${caller.line}`,
      }));
    });
}
