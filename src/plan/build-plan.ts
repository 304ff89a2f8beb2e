import { PatchkitError } from "../errors.ts";
import type { GoFile, GoFormatter, GoParser } from "../golang/index.ts";
import type { FactName, FactValues, Profile, Sources } from "../profile/index.ts";
import { applyEdits, type Edit, editedRanges, lineEdits, reflow } from "../text/index.ts";
import { insertFlag } from "./flag-list.ts";
import { addImports } from "./imports.ts";
import type { CommitTemplates, TemplateSet, TemplateSource, Variant } from "./load-templates.ts";
import { makeNewFiles, type NewFiles } from "./new-file.ts";
import { isPresent, placeEdit } from "./place-edit.ts";
import type { ParamValues, PlanFact, PlannedCommit, PlannedFile, PlanResult } from "./plan.ts";
import { makeRenderer, type Renderer } from "./render.ts";
import { badTemplate, conditionsOf, type EditSpec, parseEdit, withoutConditions } from "./template.ts";
import { buildView, takenNames, type View, withNames } from "./view.ts";

/** Widths of prose, in columns: of commit messages as reviewers expect it, of cover letters as mail. */
const bodyWidth = 74;
const coverWidth = 78;

/** Decides what a variant changes. Pure: everything it looks at was read beforehand. */
export interface Planner {
  /**
   * @throws PatchkitError where the tree does not have the shape the templates need: then
   *   nothing of the variant can be trusted, and nothing of it is used.
   */
  plan(variant: Variant, params: ParamValues, profile: Profile, sources: Sources): PlanResult;
}

/** What a planner reads and writes Go with. */
export interface GoTools {
  readonly parser: GoParser;
  readonly formatter: GoFormatter;
}

/** Makes a planner for a set of templates, which are compiled once. */
export function makePlanner(templates: TemplateSet, tools: GoTools): Planner {
  const renderer = makeRenderer(templates);
  const newFiles = makeNewFiles(tools.formatter);
  return {
    plan(variant, params, profile, sources) {
      const reason = whyNotApplicable(variant, profile);
      if (reason !== undefined) return { kind: "not-applicable", reason };
      const { view, used } = buildView(variant.spec, profile, params);
      const empty = "allow" in params ? whyEmpty(view) : undefined;
      if (empty !== undefined) return { kind: "not-applicable", reason: empty };

      const rendered = renderCommits(variant, view, renderer);
      if (isApplied(rendered.commits, view, sources)) return { kind: "already-applied" };

      const texts = new Texts(sources);
      const planned = rendered.commits.map((commit) =>
        planCommit(commit, texts, newFiles, tools, profile.values as FactValues),
      );
      const untested = [rendered.untested, ...planned.map(({ untested }) => untested)].find(Boolean) ?? "";
      return {
        kind: "plan",
        plan: {
          variant: variant.spec.id,
          params,
          release: profile.release,
          facts: usedFacts(used, profile),
          commits: planned.map(({ commit }) => commit).filter(({ files }) => files.length > 0),
          untested,
          coverLetter: `${reflow(renderer.render(variant.coverLetter, withNames(view, { untested })).trim(), coverWidth)}\n`,
        },
      };
    },
  };
}

/** A fact that the variant has nothing to do without, and that this release lacks. */
function whyNotApplicable(variant: Variant, profile: Profile): string | undefined {
  for (const name of variant.spec.applicable) {
    const fact = profile.facts.find((candidate) => candidate.name === name);
    if (fact && "missing" in fact) return fact.missing;
  }
  return undefined;
}

/** An allow-list of which the release has no mode, or every one: there is nothing to decide. */
function whyEmpty(view: View): string | undefined {
  const { allowedNames, allSkippedNames } = view as { allowedNames: string[]; allSkippedNames: string[] };
  if (allowedNames.length === 0) return "this release has none of the allowed IPAM modes";
  if (allSkippedNames.length === 0) return "this release has no IPAM mode that is not allowed";
  return undefined;
}

function usedFacts(used: ReadonlySet<FactName>, profile: Profile): PlanFact[] {
  return profile.facts.flatMap((fact) =>
    "value" in fact && used.has(fact.name) ? [{ name: fact.name, value: fact.value, ...fact.at }] : [],
  );
}

interface RenderedCommit {
  readonly subject: string;
  readonly body: string;
  readonly edits: readonly EditSpec[];
}

/** Rendered commits, and why they come without tests: "" where they have them. */
interface RenderedCommits {
  readonly commits: readonly RenderedCommit[];
  readonly untested: string;
}

/**
 * Renders every commit. All facts that are missing are named at once; where only a test needs one, the
 * series comes without it.
 *
 * @throws PatchkitError `profile/fact-missing`.
 */
function renderCommits(variant: Variant, view: View, renderer: Renderer): RenderedCommits {
  const missing: PatchkitError[] = [];
  let untested = "";
  const commits = variant.commits
    .filter(({ message }) => applies(message, view))
    .map((commit) =>
      renderCommit(commit, view, renderer, (error, isTest) => {
        if (isTest) untested ||= error.message;
        else missing.push(error);
      }),
    );
  const [first] = missing;
  if (!first) return { commits, untested };
  const messages = [...new Set(missing.map(({ message }) => message))];
  throw new PatchkitError("profile/fact-missing", `${variant.spec.id} at ${messages.join("; ")}`, {
    ...(first.hint === undefined ? {} : { hint: first.hint }),
  });
}

/** Templates of tests end with this. */
const testTemplate = "test.go.hbs";

function applies(template: TemplateSource, view: View): boolean {
  return conditionsOf(template.source).every((condition) => {
    const name = condition.replace(/^!/, "");
    if (!(name in view)) throw badTemplate(template.name, `"when: ${name}" is no name of the view`);
    return Boolean(view[name]) !== condition.startsWith("!");
  });
}

function renderCommit(
  commit: CommitTemplates,
  view: View,
  renderer: Renderer,
  miss: (error: PatchkitError, isTest: boolean) => void,
): RenderedCommit {
  const render = ({ name, source }: TemplateSource) =>
    renderer.render({ name, source: withoutConditions(source) }, view);
  const edits = commit.edits.flatMap((edit) => {
    try {
      return applies(edit, view) ? [parseEdit(edit.name, render(edit))] : [];
    } catch (error) {
      if (!(error instanceof PatchkitError) || error.code !== "profile/fact-missing") throw error;
      miss(error, edit.name.endsWith(testTemplate));
      return [];
    }
  });
  const message = render(commit.message)
    .replace(/^---\n---\n/, "")
    .trim();
  const [subject = "", ...rest] = message.split("\n");
  return { subject, body: reflow(rest.join("\n").trim(), bodyWidth), edits };
}

/**
 * Whether all of the change is in the tree, tests left out: they may have been left out of the series.
 *
 * @throws PatchkitError `plan/partly-applied` where some of the edits are there and some are not;
 *   `plan/flag-taken` or `plan/identifier-taken` where what is there is somebody else's.
 */
function isApplied(commits: readonly RenderedCommit[], view: View, sources: Sources): boolean {
  const edits = commits.flatMap((commit) => commit.edits.filter(({ file }) => !file.endsWith("_test.go")));
  const present = edits.filter((edit) => isThere(edit, sources));
  if (edits.length > 0 && present.length === edits.length) return true;
  const behaviour = commits[0]?.edits.filter((edit) => present.includes(edit)) ?? [];
  if (behaviour.length === 0) assertNamesFree(view, sources);
  if (present.length === 0) return false;
  const absent = edits.filter((edit) => !present.includes(edit)).map(describe);
  throw new PatchkitError(
    "plan/partly-applied",
    `some of the change is there: ${present.map(describe).join(", ")}; and some is not: ${absent.join(", ")}`,
    {
      hint: "Choose the commit before the change, or take the change out of the tree.",
    },
  );
}

function isThere(edit: EditSpec, sources: Sources): boolean {
  if (edit.place === "create") return sources.exists(edit.file);
  if (edit.place === "sorted-flag") {
    return new RegExp(`^ +--${edit.text.split("\n")[0]} `, "m").test(sources.text(edit.file) ?? "");
  }
  const file = sources.go(edit.file);
  return file !== undefined && isPresent(file, edit);
}

function describe(edit: EditSpec): string {
  return `${edit.file} (${edit.template})`;
}

/** @throws PatchkitError `plan/flag-taken` or `plan/identifier-taken`. */
function assertNamesFree(view: View, sources: Sources): void {
  const { flag, flagConstant, optionField } = view as {
    flag?: string;
    flagConstant?: string;
    optionField?: string;
  };
  if (flag === undefined || flagConstant === undefined || optionField === undefined) return;
  const { optionText, referenceText, flagsText } = takenNames(sources, view);
  if (
    optionText.includes(`= "${flag}"`) ||
    flagsText.includes(`("${flag}",`) ||
    new RegExp(`^ +(-\\w, )?--${flag}\\b(?!-)`, "m").test(referenceText)
  ) {
    throw new PatchkitError(
      "plan/flag-taken",
      `expected a new flag, found --${flag} registered in this tree`,
      {
        hint: "Choose another name with --set flag=NAME.",
      },
    );
  }
  const taken = [flagConstant, optionField].find((name) =>
    new RegExp(`^\\t${name}\\b`, "m").test(optionText),
  );
  if (taken) {
    throw new PatchkitError(
      "plan/identifier-taken",
      `expected --${flag} to give new Go names, found ${taken} in pkg/option/config.go`,
      {
        hint: "Choose another name with --set flag=NAME.",
      },
    );
  }
}

/** Texts of the tree as the commits planned so far leave them. */
class Texts {
  readonly #changed = new Map<string, string>();
  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  get(path: string): string | undefined {
    return this.#changed.get(path) ?? this.#sources.text(path);
  }

  /** The parsed file as the commit has it. */
  go(path: string): GoFile | undefined {
    return this.#sources.go(path);
  }

  /** Another file of the handler's package in which a line starts like this. */
  siblingWith(path: string, start: string): string | undefined {
    for (const [other, text] of this.#sources.siblings) {
      const sameFolder = other.slice(0, other.lastIndexOf("/")) === path.slice(0, path.lastIndexOf("/"));
      if (other !== path && sameFolder && (text.startsWith(start) || text.includes(`\n${start}`)))
        return other;
    }
    return undefined;
  }

  exists(path: string): boolean {
    return this.#sources.exists(path);
  }

  isExecutable(path: string): boolean {
    return this.#sources.isExecutable(path);
  }

  isChanged(path: string): boolean {
    return this.#changed.has(path);
  }

  set(path: string, text: string): void {
    this.#changed.set(path, text);
  }
}

interface PlannedTogether {
  readonly commit: PlannedCommit;
  /** Why the commit comes without tests, "" where it has them or is to have none. */
  readonly untested: string;
}

function planCommit(
  commit: RenderedCommit,
  texts: Texts,
  newFiles: NewFiles,
  tools: GoTools,
  values: FactValues,
): PlannedTogether {
  const plan = ([path, edits]: [string, EditSpec[]]) => planFile(path, edits, texts, newFiles, tools, values);
  const groups = [...groupByFile(commit.edits)];
  const files = groups.filter(([path]) => !path.endsWith("_test.go")).map(plan);
  let untested = "";
  for (const group of groups.filter(([path]) => path.endsWith("_test.go"))) {
    try {
      files.push(plan(group));
    } catch (error) {
      if (!(error instanceof PatchkitError) || error.code === "plan/bad-template") throw error;
      untested ||= error.message;
    }
  }
  for (const file of files) texts.set(file.path, file.after);
  const { subject, body } = commit;
  return { commit: { subject, body, files: files.sort((a, b) => (a.path < b.path ? -1 : 1)) }, untested };
}

function groupByFile(edits: readonly EditSpec[]): Map<string, EditSpec[]> {
  const groups = new Map<string, EditSpec[]>();
  for (const edit of edits) groups.set(edit.file, [...(groups.get(edit.file) ?? []), edit]);
  return groups;
}

function planFile(
  path: string,
  specs: readonly EditSpec[],
  texts: Texts,
  newFiles: NewFiles,
  tools: GoTools,
  values: FactValues,
): PlannedFile {
  const [first] = specs;
  const before = texts.get(path);
  if (first?.place === "create") {
    if (before !== undefined || texts.exists(path)) {
      throw new PatchkitError("plan/file-exists", `${path}: expected no file, found one`, {
        hint: "The series makes this file; choose the commit before it came.",
      });
    }
    const after = newFiles.complete(path, first.text, values);
    return { path, before: undefined, after, executable: false, edits: [{ start: 0, end: 0, text: after }] };
  }
  if (before === undefined) {
    throw new PatchkitError("golang/anchor-mismatch", `${path}: expected the file, found none`, {
      hint: "This tree differs from the known shapes.",
    });
  }
  const edits = placeAll(path, before, specs, texts, tools.parser);
  const edited = applyEdits(before, edits);
  const executable = texts.isExecutable(path);
  if (!path.endsWith(".go")) return { path, before, after: edited, executable, edits };
  const formatted = tools.formatter.formatAround(path, edited, editedRanges(edits));
  const all = formatted.edits.length === 0 ? edits : lineEdits(before, formatted.text);
  return { path, before, after: formatted.text, executable, edits: all };
}

/** @throws PatchkitError `plan/identifier-taken` where the package has a function that an edit adds. */
function assertFunctionsFree(file: GoFile, spec: EditSpec, texts: Texts): void {
  for (const [header, type, name = ""] of spec.text.matchAll(/^func (?:\(\w+ \*?(\w+)\) )?(\w+)\(/gm)) {
    const [own] = file.declarations.func.get(type === undefined ? name : `${type}.${name}`) ?? [];
    const other = own ? undefined : texts.siblingWith(file.path, header);
    if (!own && other === undefined) continue;
    const where = own ? `${file.path}:${file.line(own)}` : other;
    throw new PatchkitError("plan/identifier-taken", `${where}: expected no function ${name}, found one`, {
      hint: "Another series may be there already; choose the commit before it.",
    });
  }
}

function placeAll(
  path: string,
  before: string,
  specs: readonly EditSpec[],
  texts: Texts,
  parser: GoParser,
): Edit[] {
  if (!path.endsWith(".go")) {
    return specs.flatMap((spec) => {
      const [name = "", ...description] = spec.text.trim().split("\n");
      return insertFlag(path, before, { name, description: description.join(" ") });
    });
  }
  const known = texts.isChanged(path) ? undefined : texts.go(path);
  const file = known ?? parser.parse(path, before);
  try {
    for (const spec of specs) assertFunctionsFree(file, spec, texts);
    return [
      ...specs.flatMap((spec) => placeEdit(file, spec)),
      ...addImports(
        file,
        specs.flatMap((spec) => spec.imports),
      ),
    ];
  } finally {
    if (!known) file.dispose();
  }
}
