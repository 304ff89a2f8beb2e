import type { Checkout } from "../checkout/index.ts";
import { badTemplate, conditionsOf, type EditSpec, parseEdit, withoutConditions } from "../edit/index.ts";
import { PatchkitError } from "../errors.ts";
import type { DeclaredMemo } from "../golang/index.ts";
import type { Profile, Sources, Survey } from "../profile/index.ts";
import { reflow } from "../text/index.ts";
import { layoutOf, makeNewFiles } from "./complete-file.ts";
import { askForFiles } from "./file-conditions.ts";
import type { CommitTemplates, ProposalTemplates, TemplateSource, Variant } from "./load-templates.ts";
import type { ParamValues, PlanFact, PlanResult } from "./plan.ts";
import {
  type GoTools,
  type PlannedCommits,
  planCommits,
  type RenderedCommit,
  type Workbench,
} from "./plan-commits.ts";
import { partlyApplied, presenceOf } from "./presence.ts";
import { readEdited } from "./read-edited.ts";
import { registeredFlag } from "./registered-flag.ts";
import { makeRenderer, type Renderer } from "./render.ts";
import { assertKnownNames } from "./template-names.ts";
import { buildView, namesOf, type View, type Vocabulary, withNames } from "./view.ts";

/** Line widths of commit messages and of cover letters. */
const bodyWidth = 74;
const coverWidth = 78;

/** What a proposal knows for planning. */
export interface Knowledge {
  /** The proposal's id. */
  readonly id: string;
  readonly survey: Survey;
  readonly vocabulary: Vocabulary;
}

/** Decides what a variant changes; reads only files that its edits name and that were not read before. */
export interface Planner {
  /**
   * @throws PatchkitError if the tree does not have the shape that the templates need; then no
   *   part of the variant is used.
   */
  plan(
    variant: Variant,
    params: ParamValues,
    profile: Profile,
    sources: Sources,
    checkout: Checkout,
  ): Promise<PlanResult>;
}

/**
 * Creates a planner for the templates of a proposal, which are compiled once.
 *
 * @throws PatchkitError `plan/bad-template` if a template uses an unknown name.
 */
export function makePlanner(templates: ProposalTemplates, knowledge: Knowledge, tools: GoTools): Planner {
  const renderer = makeRenderer(templates);
  const { vocabulary, survey } = knowledge;
  for (const variant of templates.variants)
    assertKnownNames(templates, variant, namesOf(variant.spec, vocabulary));
  const newFiles = makeNewFiles(tools.formatter);
  const memos = new WeakMap<Sources, DeclaredMemo>();
  return {
    async plan(variant, params, profile, probed, checkout) {
      const reason = whyNotApplicable(variant, profile, survey.essential);
      if (reason !== undefined) return { kind: "not-applicable", reason };
      const { view, used } = buildView(variant.spec, vocabulary, profile, params);
      const empty = vocabulary.whyNothing(view, params);
      if (empty !== undefined) return { kind: "not-applicable", reason: empty };

      const asked = withNames(view, await askForFiles(variant, checkout));
      const rendered = renderCommits(variant, asked, renderer);
      const edits = rendered.commits.flatMap((commit) => commit.edits);
      const sources = await readEdited(edits, probed, checkout, tools.parser);
      const memo = memos.get(probed) ?? new Map();
      memos.set(probed, memo);
      const hasFlagParam = variant.spec.params.some(({ type }) => type === "flag");
      const layout = () => layoutOf(vocabulary, profile);
      const bench = { sources, newFiles, tools, layout, memo, hasFlagParam };
      const planned = planRendered(rendered.commits, view, bench);
      if (planned === "already-applied") return { kind: "already-applied" };
      const untested = rendered.untested || planned.untested;
      return {
        kind: "plan",
        plan: {
          variant: variant.spec.id,
          params,
          release: profile.release,
          facts: usedFacts(used, profile),
          commits: planned.commits,
          untested,
          coverLetter: `${reflow(renderer.render(variant.coverLetter, withNames(view, { untested })).trim(), coverWidth)}\n`,
        },
      };
    },
  };
}

/** Plans commits on a tree that has nothing of them. @throws PatchkitError as {@link planCommits}; `plan/flag-taken`, `plan/partly-applied`. */
function planRendered(
  commits: readonly RenderedCommit[],
  view: View,
  bench: Workbench,
): PlannedCommits | "already-applied" {
  try {
    const { present, absent } = presenceOf(commits, bench.sources);
    if (absent.length === 0) return "already-applied";
    assertFlagFree(view, bench.sources, present);
    if (present.length > 0) throw takenByOthers(commits, absent, bench) ?? partlyApplied(present, absent);
    return planCommits(commits, bench);
  } finally {
    bench.sources.dispose();
  }
}

/** A fact that the variant needs in order to apply and that this release does not have. */
function whyNotApplicable(variant: Variant, profile: Profile, essential: string): string | undefined {
  if ("missing" in profile.fact(essential)) return undefined;
  for (const name of variant.spec.applicable) {
    const fact = profile.fact(name);
    if ("missing" in fact) return fact.missing;
  }
  return undefined;
}

function usedFacts(used: ReadonlySet<string>, profile: Profile): PlanFact[] {
  return profile.names
    .filter((name) => used.has(name))
    .map((name) => profile.fact(name))
    .flatMap((fact) => ("value" in fact ? [{ name: fact.name, value: fact.value, ...fact.at }] : []));
}

/** Rendered commits, and why they have no tests: "" if they have them. */
interface RenderedCommits {
  readonly commits: readonly RenderedCommit[];
  readonly untested: string;
}

/**
 * Renders every commit. All missing facts are reported at once; if only a test needs one, the series is rendered
 * without that test.
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

/** File name suffix of test templates. */
const testTemplate = "test.go.hbs";

function applies(template: TemplateSource, view: View): boolean {
  return conditionsOf(template.source).every((condition) => {
    const name = condition.replace(/^!/, "");
    if (!(name in view)) throw badTemplate(template.name, `"when: ${name}" is not a name of the view`);
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
 * Existing code may look like part of the change although it is unrelated and only has a name that the change would
 * add.
 */
function takenByOthers(
  commits: readonly RenderedCommit[],
  absent: readonly EditSpec[],
  bench: Workbench,
): PatchkitError | undefined {
  try {
    planCommits(
      commits.map((commit) => ({ ...commit, edits: commit.edits.filter((edit) => absent.includes(edit)) })),
      bench,
    );
  } catch (error) {
    if (!(error instanceof PatchkitError)) throw error;
    if (error.code === "plan/identifier-taken") return error;
  }
  return undefined;
}

/** @param present edits that are already in the tree and may have registered the flag. @throws PatchkitError `plan/flag-taken`. */
function assertFlagFree(view: View, sources: Sources, present: readonly EditSpec[]): void {
  const { flag } = view as { flag?: string };
  if (flag === undefined || present.some(({ text }) => text.includes(flag))) return;
  const place = registeredFlag(sources, flag);
  if (!place) return;
  throw new PatchkitError(
    "plan/flag-taken",
    `expected a new flag, found --${flag} registered in this tree (${place.path}:${place.line})`,
    { hint: "Choose another name with --set flag=NAME." },
  );
}
