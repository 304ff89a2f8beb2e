import { PatchkitError } from "../errors.ts";
import { formatAround, type GoFile, type GoParser } from "../golang/index.ts";
import type { FactValues, Profile, Sources } from "../profile/index.ts";
import { applyEdits, type Edit, editedRanges, lineEdits, reflow } from "../text/index.ts";
import { insertFlag } from "./flag-list.ts";
import type { CommitTemplates, TemplateSet, TemplateSource, Variant } from "./load-templates.ts";
import { makeNewFiles, type NewFiles } from "./new-file.ts";
import { isPresent, placeEdit } from "./place-edit.ts";
import type { ParamValues, PlanFact, PlannedCommit, PlannedFile, PlanResult } from "./plan.ts";
import { makeRenderer, type Renderer } from "./render.ts";
import { badTemplate, conditionsOf, type EditSpec, parseEdit, withoutConditions } from "./template.ts";
import { buildView, takenNames, type View } from "./view.ts";

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

/** Makes a planner for a set of templates, which are compiled once. */
export function makePlanner(templates: TemplateSet, parser: GoParser): Planner {
  const renderer = makeRenderer(templates);
  const newFiles = makeNewFiles();
  return {
    plan(variant, params, profile, sources) {
      const values = neededFacts(variant, profile);
      const reason = whyNotApplicable(variant, profile);
      if (reason !== undefined) return { kind: "not-applicable", reason };
      const view = buildView(variant.spec, profile, values, params);
      const empty = whyEmpty(view);
      if (empty !== undefined) return { kind: "not-applicable", reason: empty };

      const rendered = variant.commits
        .filter(({ message }) => applies(message, view))
        .map((commit) => renderCommit(commit, view, renderer));
      if (!hasCreated(rendered, sources)) assertNamesFree(view, sources);
      if (isApplied(rendered, sources)) return { kind: "already-applied" };

      const texts = new Texts(sources);
      const commits = rendered.map((commit) => planCommit(commit, texts, newFiles, parser, values));
      return {
        kind: "plan",
        plan: {
          variant: variant.spec.id,
          params,
          release: profile.release,
          facts: usedFacts(variant, profile),
          commits,
          coverLetter: `${reflow(renderer.render(variant.coverLetter, view).trim(), coverWidth)}\n`,
        },
      };
    },
  };
}

/** A fact that the variant has nothing to do without, and that this release lacks. */
function whyNotApplicable(variant: Variant, profile: Profile): string | undefined {
  for (const name of variant.spec.facts.applicable) {
    const fact = profile.facts.find((candidate) => candidate.name === name);
    if (fact && "missing" in fact) return fact.missing;
  }
  return undefined;
}

/** An allow-list of which the release has no mode, or every one: there is nothing to decide. */
function whyEmpty(view: View): string | undefined {
  const { allowedNames, skippedNames } = view as { allowedNames?: string[]; skippedNames?: string[] };
  if (allowedNames?.length === 0) return "this release has none of the allowed IPAM modes";
  if (skippedNames?.length === 0) return "this release has no IPAM mode that is not allowed";
  return undefined;
}

/** All facts; those the variant needs are there. @throws PatchkitError `profile/fact-missing` naming every one that is not. */
function neededFacts(variant: Variant, profile: Profile): FactValues {
  const missing = profile.facts.flatMap((fact) =>
    "missing" in fact && variant.spec.facts.needed.includes(fact.name)
      ? [`${fact.name} (${fact.missing})`]
      : [],
  );
  if (missing.length === 0) return profile.values as FactValues;
  throw new PatchkitError(
    "profile/fact-missing",
    `${variant.spec.id} at ${profile.sha.slice(0, 12)}: ${missing.join("; ")}`,
    {
      hint: "This tree has a shape the templates do not know; `cilium-patchkit inspect` shows every fact with its place.",
    },
  );
}

function usedFacts(variant: Variant, profile: Profile): PlanFact[] {
  const names = [...variant.spec.facts.needed, ...variant.spec.facts.applicable];
  return profile.facts.flatMap((fact) =>
    "value" in fact && names.includes(fact.name) ? [{ name: fact.name, value: fact.value, ...fact.at }] : [],
  );
}

interface RenderedCommit {
  readonly subject: string;
  readonly body: string;
  readonly edits: readonly EditSpec[];
}

function applies(template: TemplateSource, view: View): boolean {
  return conditionsOf(template.source).every((condition) => {
    const name = condition.replace(/^!/, "");
    if (!(name in view)) throw badTemplate(template.name, `"when: ${name}" is no name of the view`);
    return Boolean(view[name]) !== condition.startsWith("!");
  });
}

function renderCommit(commit: CommitTemplates, view: View, renderer: Renderer): RenderedCommit {
  const render = ({ name, source }: TemplateSource) =>
    renderer.render({ name, source: withoutConditions(source) }, view);
  const message = render(commit.message)
    .replace(/^---\n---\n/, "")
    .trim();
  const [subject = "", ...rest] = message.split("\n");
  const edits = commit.edits
    .filter((edit) => applies(edit, view))
    .map((edit) => parseEdit(edit.name, render(edit)));
  return { subject, body: reflow(rest.join("\n").trim(), bodyWidth), edits };
}

/** Whether a file that the series creates is there: without one, a name that is taken is somebody else's. */
function hasCreated(commits: readonly RenderedCommit[], sources: Sources): boolean {
  return commits.some(({ edits }) =>
    edits.some(({ place, file }) => place === "create" && sources.exists(file)),
  );
}

/** @throws PatchkitError `plan/partly-applied` where some of the edits are there and some are not. */
function isApplied(commits: readonly RenderedCommit[], sources: Sources): boolean {
  const created = commits.flatMap(({ edits }) => edits.filter(({ place }) => place === "create"));
  const edits = commits.flatMap((commit) => commit.edits.filter(({ place }) => place !== "create"));
  const present = edits.filter((edit) => isThere(edit, sources));
  const existing = created.filter(({ file }) => sources.exists(file));
  if (present.length === 0 && existing.length === 0) return false;
  if (present.length === edits.length && existing.length === created.length) return true;
  const there = [...present, ...existing].map(describe);
  const absent = [...edits, ...created]
    .filter((edit) => !present.includes(edit) && !existing.includes(edit))
    .map(describe);
  throw new PatchkitError(
    "plan/partly-applied",
    `some of the change is there: ${there.join(", ")}; and some is not: ${absent.join(", ")}`,
    {
      hint: "Choose the commit before the change, or take the change out of the tree.",
    },
  );
}

function isThere(edit: EditSpec, sources: Sources): boolean {
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

function planCommit(
  commit: RenderedCommit,
  texts: Texts,
  newFiles: NewFiles,
  parser: GoParser,
  values: FactValues,
): PlannedCommit {
  const files = [...groupByFile(commit.edits)].map(([path, edits]) =>
    planFile(path, edits, texts, newFiles, parser, values),
  );
  for (const file of files) texts.set(file.path, file.after);
  return {
    subject: commit.subject,
    body: commit.body,
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
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
  parser: GoParser,
  values: FactValues,
): PlannedFile {
  const [first] = specs;
  const before = texts.get(path);
  if (first?.place === "create") {
    const after = newFiles.complete(path, first.text, values);
    return { path, before: undefined, after, executable: false, edits: [{ start: 0, end: 0, text: after }] };
  }
  if (before === undefined) {
    throw new PatchkitError("golang/anchor-mismatch", `${path}: expected the file, found none`, {
      hint: "This tree differs from the known shapes.",
    });
  }
  const edits = placeAll(path, before, specs, texts, parser);
  const edited = applyEdits(before, edits);
  const executable = texts.isExecutable(path);
  if (!path.endsWith(".go")) return { path, before, after: edited, executable, edits };
  const formatted = formatAround(path, edited, editedRanges(edits));
  const all = formatted.edits.length === 0 ? edits : lineEdits(before, formatted.text);
  return { path, before, after: formatted.text, executable, edits: all };
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
    return specs.flatMap((spec) => placeEdit(file, spec));
  } finally {
    if (!known) file.dispose();
  }
}
