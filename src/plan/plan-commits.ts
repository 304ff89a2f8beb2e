import {
  addImports,
  badTemplate,
  type Companion,
  type EditSpec,
  type ImportLayout,
  isGoPath,
} from "../edit/index.ts";
import { type ErrorCode, PatchkitError } from "../errors.ts";
import type { DeclaredMemo, GoFormatter, GoParser } from "../golang/index.ts";
import { ciliumModule, type Sources } from "../profile/index.ts";
import { applyEdits, type Edit, editedRanges, lineEdits } from "../text/index.ts";
import { type EditedFile, editedFile, findMissing, findTaken, type NameFinding } from "./check-names.ts";
import { type CompanionPlace, leftOut, placeOf, whyLeftOut } from "./companions.ts";
import type { NewFiles } from "./complete-file.ts";
import type { PlannedCommit, PlannedFile } from "./plan.ts";
import { PlannedTree } from "./planned-tree.ts";

/** A commit's message and edits, rendered from a variant's templates for one release. */
export interface RenderedCommit {
  readonly subject: string;
  readonly body: string;
  readonly edits: readonly EditSpec[];
  /** What is left out where a place is unknown, for a commit that follows the code. */
  readonly companion?: Companion;
}

/** Go parser and formatter of a planner. */
export interface GoTools {
  readonly parser: GoParser;
  readonly formatter: GoFormatter;
}

/** What planning of commits needs. */
export interface Workbench {
  readonly sources: Sources;
  readonly newFiles: NewFiles;
  readonly tools: GoTools;
  /** How new files group their imports. */
  readonly layout: () => ImportLayout;
  readonly memo: DeclaredMemo;
  /** What names contain that follow from the flag, if the user can set it. */
  readonly flagIdentifier: string | undefined;
}

interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | undefined;
}

/** Planned commits, and why they have no tests: "" if they have them. */
export interface PlannedCommits {
  readonly commits: readonly PlannedCommit[];
  readonly untested: string;
  /** Places of companion commits, in order of commits: what is changed, and what is left out. */
  readonly companions: readonly CompanionPlace[];
}

/**
 * Places the edits of commits one after another, and checks the names that each commit uses or declares. All problems
 * of a commit, and with the names of earlier ones, are reported together; planning ends at a commit whose edits cannot
 * be placed, because later ones build on it. If only tests cannot be placed, or use missing names, the commits have no
 * tests. Of a commit that follows the code, what cannot be placed is left out.
 *
 * @throws PatchkitError `golang/anchor-mismatch`, `golang/syntax-error`, `golang/not-formatted`, `plan/file-exists`,
 *   `plan/name-missing`, `plan/identifier-taken`.
 */
export function planCommits(commits: readonly RenderedCommit[], bench: Workbench): PlannedCommits {
  const tree = new PlannedTree(bench.sources, bench.tools.parser);
  const problems: Problem[] = [];
  const planned: PlannedCommit[] = [];
  const untested: Problem[] = [];
  const companions: CompanionPlace[] = [];
  try {
    for (const commit of commits) {
      if (commit.companion !== undefined) {
        const follows = planCompanion(commit, commit.companion, tree, bench);
        companions.push(...follows.places);
        planned.push(...follows.commits);
        continue;
      }
      const groups = [...groupByFile(commit.edits)];
      const plan = (isTest: boolean, found: Problem[]) =>
        groups
          .filter(([path]) => isTestFile(path) === isTest)
          .flatMap(([path, specs]) => attempt(() => planFile(path, specs, tree, bench), found) ?? []);
      const found: Problem[] = [];
      const code = plan(false, found);
      problems.push(...found);
      if (found.length > 0) break;
      const files = [...code, ...plan(true, untested)];
      const checked = putInto(files, tree, bench);
      problems.push(...checked.problems);
      untested.push(...checked.untested);
      if (checked.files.length === 0) continue;
      planned.push(commitOf(commit, checked.files));
    }
  } finally {
    tree.dispose();
  }
  assertNone(problems);
  return { commits: planned, untested: untested[0]?.message ?? "", companions };
}

function commitOf({ subject, body }: RenderedCommit, results: readonly FileResult[]): PlannedCommit {
  const files = results.map(({ file }) => file).sort((a, b) => (a.path < b.path ? -1 : 1));
  return { subject, body, files };
}

/** The files of a commit that follows the code, as far as they can be placed. */
function planCompanion(commit: RenderedCommit, companion: Companion, tree: PlannedTree, bench: Workbench) {
  const reasons = new Map<string, string>();
  const files = [...groupByFile(commit.edits)].flatMap(([path, specs]) => {
    try {
      const planned = planFile(path, specs, tree, bench);
      if (planned.file.before !== planned.file.after) return [planned];
      reasons.set(path, "it is there already");
    } catch (error) {
      reasons.set(path, whyLeftOut(error).reason);
    }
    return [];
  });
  const [unknown] = reasons.values();
  const kept = companion === "together" && unknown !== undefined ? [] : files;
  const places = commit.edits.map(({ template, file }) => {
    if (kept.some((one) => one.file.path === file))
      return { place: placeOf(template), path: file, reason: "" };
    return leftOut(
      template,
      file,
      reasons.get(file) ?? `belongs together with a place that is unknown: ${unknown}`,
    );
  });
  for (const { file } of kept) tree.set(file.path, file.after);
  return { commits: kept.length === 0 ? [] : [commitOf(commit, kept)], places };
}

function isTestFile(path: string): boolean {
  return path.endsWith("_test.go");
}

/** Edits that cannot be placed come first, then missing names: each may cause the following problems. */
const severity: readonly ErrorCode[] = ["plan/name-missing", "plan/identifier-taken"];

function assertNone(problems: readonly Problem[]): void {
  const [first, ...rest] = [...problems].sort((a, b) => severity.indexOf(a.code) - severity.indexOf(b.code));
  if (!first) return;
  const messages = new Set([first, ...rest].map(({ message }) => message));
  throw new PatchkitError(
    first.code,
    [...messages].join("; "),
    first.hint === undefined ? {} : { hint: first.hint },
  );
}

/** The result of the work; undefined if it was refused. */
function attempt<T>(work: () => T, problems: Problem[]): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof PatchkitError) || error.stopsTheRun) throw error;
    problems.push({ code: error.code, message: error.message, hint: error.hint });
    return undefined;
  }
}

interface FilesInTree {
  readonly files: readonly FileResult[];
  readonly problems: readonly Problem[];
  readonly untested: readonly Problem[];
}

/**
 * Adds the files of a commit to the tree, and returns which of their names are missing or taken; test files with
 * missing names are left out.
 */
function putInto(files: readonly FileResult[], tree: PlannedTree, bench: Workbench): FilesInTree {
  const restore = tree.save();
  const findings = checkNames(files, tree, bench);
  const created = new Set(files.flatMap(({ file }) => (file.before === undefined ? [file.path] : [])));
  const toProblem = (finding: NameFinding): Problem => ({
    ...finding,
    hint: hintOf(finding, created.has(finding.path), bench),
  });
  const isOfTest = ({ code, path }: NameFinding) => code === "plan/name-missing" && isTestFile(path);
  const untested = findings.filter(isOfTest).map(toProblem);
  if (untested.length === 0) return { files, problems: findings.map(toProblem), untested };
  restore();
  const left = files.filter(({ file }) => !isTestFile(file.path));
  return { files: left, problems: checkNames(left, tree, bench).map(toProblem), untested };
}

function checkNames(results: readonly FileResult[], tree: PlannedTree, bench: Workbench): NameFinding[] {
  const edited = results.flatMap((result) => (result.edited ? [result.edited] : []));
  const taken = findTaken(edited, tree, bench.memo);
  for (const { file, edited: one } of results) {
    if (one) tree.set(file.path, one.file.text, () => one.file);
    else tree.set(file.path, file.after);
  }
  const missing = findMissing(edited, tree, bench.memo);
  for (const { file, edited: one, formatting } of results) {
    if (one && formatting.length > 0)
      tree.set(file.path, file.after, () => bench.tools.parser.edit(one.file, formatting));
  }
  return [...taken, ...missing];
}

/** @param isCreated whether the commit creates the file, so that nothing but the template can be wrong. */
function hintOf({ code, name }: NameFinding, isCreated: boolean, { flagIdentifier }: Workbench): string {
  if (code === "plan/name-missing" && isCreated)
    return "Declare it, or name its package in the template's header: `imports: fmt`, `imports: name=path`.";
  if (code === "plan/name-missing")
    return "This tree differs from the known shapes there: first rename it in a separate commit, or report the ref.";
  return flagIdentifier !== undefined && name.includes(flagIdentifier)
    ? "Choose another name with --set flag=NAME, or first rename what has this name in a separate commit."
    : "First rename what has this name in a separate commit.";
}

function groupByFile(edits: readonly EditSpec[]): Map<string, EditSpec[]> {
  const groups = new Map<string, EditSpec[]>();
  for (const edit of edits) groups.set(edit.file, [...(groups.get(edit.file) ?? []), edit]);
  return groups;
}

/** One file of a commit; for Go, also the data to check its names. */
interface FileResult {
  readonly file: PlannedFile;
  readonly edited?: EditedFile;
  /** The edited file after gofmt. */
  readonly formatting: readonly Edit[];
}

function planFile(path: string, specs: readonly EditSpec[], tree: PlannedTree, bench: Workbench): FileResult {
  const [created] = specs.flatMap((spec) => (spec.base === "none" ? [spec] : []));
  if (created && specs.length > 1) throw severalKinds(path, specs);
  if (created) return createFile(path, created, tree, bench);
  const before = tree.text(path);
  if (before === undefined) {
    throw new PatchkitError("golang/anchor-mismatch", `${path}: expected the file, found none`, {
      hint: "This tree differs from the known shapes.",
    });
  }
  const inGo = specs.flatMap((spec) => (spec.base === "go" ? [spec] : []));
  if (inGo.length === specs.length) return editGoFile(path, inGo, before, tree, bench);
  const inText = specs.flatMap((spec) => (spec.base === "text" ? [spec] : []));
  if (inText.length === specs.length) return editTextFile(path, inText, before, tree);
  throw severalKinds(path, specs);
}

/** Of edits that take a file as text, as Go, and as none: each would not see what the other makes. */
function severalKinds(path: string, specs: readonly EditSpec[]): PatchkitError {
  const [first, ...others] = specs.map(({ kind, template }) => `${kind} (${template})`);
  const found = `${first} beside ${others.join(", ")}`;
  return badTemplate(path, `expected edits of one kind in the file in one commit, found ${found}`);
}

type Of<Base extends EditSpec["base"]> = Extract<EditSpec, { readonly base: Base }>;

/** Edits a text: each edit is placed in the text that the one before it left. */
function editTextFile(
  path: string,
  specs: readonly Of<"text">[],
  before: string,
  tree: PlannedTree,
): FileResult {
  let after = before;
  let edits: readonly Edit[] = [];
  for (const spec of specs) {
    edits = spec.locate({ path, text: after });
    after = applyEdits(after, edits);
  }
  return {
    file: {
      path,
      before,
      after,
      executable: tree.isExecutable(path),
      edits: specs.length === 1 ? edits : lineEdits(before, after),
    },
    formatting: [],
  };
}

function createFile(path: string, spec: Of<"none">, tree: PlannedTree, bench: Workbench): FileResult {
  const text = tree.exists(path) ? (tree.text(path) ?? "") : undefined;
  const written = applyEdits("", spec.locate({ path, text }));
  const after = bench.newFiles.complete(path, written, spec.header.imports, bench.layout);
  const edits = [{ start: 0, end: 0, text: after }];
  const file = { path, before: undefined, after, executable: false, edits };
  if (!isGoPath(path)) return { file, formatting: [] };
  const parsed = tree.keep(bench.tools.parser.parse(path, after));
  const whole = { start: 0, end: after.length, replaced: { start: 0, end: 0 }, spec };
  return { file, edited: editedFile(parsed, undefined, [whole], []), formatting: [] };
}

function editGoFile(
  path: string,
  specs: readonly Of<"go">[],
  before: string,
  tree: PlannedTree,
  bench: Workbench,
): FileResult {
  const base = tree.parsed(path);
  const problems: Problem[] = [];
  const placed = specs.flatMap((spec) =>
    (attempt(() => spec.locate(base), problems) ?? []).map((edit) => ({ edit, spec })),
  );
  const wanted = specs.flatMap(({ header }) => header.imports);
  const imports = attempt(() => addImports(base, wanted, ciliumModule), problems) ?? [];
  assertNone(problems);
  const all = [...placed, ...imports.map(({ edit }) => ({ edit, spec: undefined }))].sort(
    (a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end,
  );
  const edits = all.map(({ edit }) => edit);
  const edited = applyEdits(before, edits);
  const ranges = editedRanges(edits);
  const formatted = bench.tools.formatter.formatAround(path, edited, ranges);
  const marks = all.flatMap(({ edit: { start, end }, spec }, index) => {
    const range = ranges[index];
    return range && spec ? [{ ...range, replaced: { start, end }, spec }] : [];
  });
  const parsed = tree.keep(bench.tools.parser.edit(base, edits));
  return {
    file: {
      path,
      before,
      after: formatted.text,
      executable: tree.isExecutable(path),
      edits: formatted.edits.length === 0 ? edits : lineEdits(before, formatted.text),
    },
    edited: editedFile(
      parsed,
      before,
      marks,
      imports.map(({ added }) => added),
    ),
    formatting: formatted.edits,
  };
}
