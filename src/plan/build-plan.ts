import type { Checkout } from "../checkout/index.ts";
import type { EditSpec } from "../edit/index.ts";
import { PatchkitError } from "../errors.ts";
import type { DeclaredMemo } from "../golang/index.ts";
import {
  allFacts,
  type Fact,
  type FactValues,
  type Profile,
  readSources,
  type Sources,
  type Survey,
  takeProfile,
} from "../profile/index.ts";
import { reflow } from "../text/index.ts";
import { layoutOf, makeNewFiles, type NewFiles } from "./complete-file.ts";
import { type DescribedName, describeView } from "./describe-view.ts";
import { askForFiles } from "./file-conditions.ts";
import { identifierOf } from "./identifiers.ts";
import type { ProposalTemplates, Variant } from "./load-templates.ts";
import { assertDistinctNames, namesOf } from "./name-check.ts";
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
import { renderCommits } from "./render-commits.ts";
import { coverWidth } from "./stack-letter.ts";
import { assertKnownNames } from "./template-names.ts";
import { flagOf } from "./variant.ts";
import { buildView, type Vocabulary, withNames } from "./view.ts";

/** What a proposal knows for planning. */
export interface Knowledge<Facts extends FactValues = FactValues> {
  /** The proposal's id. */
  readonly id: string;
  readonly survey: Survey<Facts>;
  readonly vocabulary: Vocabulary<Facts>;
}

/** Decides what the variants of a proposal change. */
export interface Planner {
  /**
   * Reads what the proposal looks at in a tree. The caller closes it.
   *
   * @throws PatchkitError `profile/not-cilium`; as {@link Checkout.readText}.
   */
  open(checkout: Checkout): Promise<PlannerTree>;
}

/** A tree, as a proposal sees it. */
export interface PlannerTree {
  /** Release line such as `v1.10`, a label. */
  readonly release: string;
  /** Every fact, in the order of the probes. */
  facts(): Fact[];
  /** Every name that templates of a variant may use, with its value. */
  view(variant: Variant, params: ParamValues): DescribedName[];
  /**
   * What the variant changes; reads only files that its edits name and that were not read before.
   *
   * @throws PatchkitError if the tree does not have the shape that the templates need; then no
   *   part of the variant is used.
   */
  plan(variant: Variant, params: ParamValues): Promise<PlanResult>;
  close(): void;
}

/**
 * Creates a planner for the templates of a proposal, which are compiled once.
 *
 * @throws PatchkitError `plan/bad-template` if a template uses an unknown name.
 */
export function makePlanner<Facts extends FactValues>(
  templates: ProposalTemplates,
  knowledge: Knowledge<Facts>,
  tools: GoTools,
): Planner {
  for (const variant of templates.variants) {
    const names = namesOf(variant.spec, knowledge);
    assertDistinctNames(variant.spec, names);
    assertKnownNames(templates, variant, names);
  }
  const shared = {
    knowledge,
    tools,
    renderer: makeRenderer(templates),
    newFiles: makeNewFiles(tools.formatter),
  };
  return {
    async open(checkout) {
      const sources = await readSources(checkout, tools.parser, knowledge.survey.files);
      try {
        const profile = takeProfile(sources, knowledge.survey);
        const desk = { ...shared, checkout, sources, profile, memo: new Map() };
        return {
          release: profile.release,
          facts: () => allFacts(profile),
          view: ({ spec }, params) => describeView(knowledge, { variant: spec, params }, profile),
          plan: (variant, params) => planVariant(variant, params, desk),
          close: () => sources.dispose(),
        };
      } catch (error) {
        sources.dispose();
        throw error;
      }
    },
  };
}

/** What planning of variants on one tree needs. */
interface Desk<Facts extends FactValues> {
  readonly knowledge: Knowledge<Facts>;
  readonly tools: GoTools;
  readonly renderer: Renderer;
  readonly newFiles: NewFiles;
  readonly checkout: Checkout;
  readonly sources: Sources;
  readonly profile: Profile<Facts>;
  readonly memo: DeclaredMemo;
}

async function planVariant<Facts extends FactValues>(
  variant: Variant,
  params: ParamValues,
  desk: Desk<Facts>,
): Promise<PlanResult> {
  try {
    return await planApplicable(variant, params, desk);
  } catch (error) {
    if (!(error instanceof PatchkitError) || error.code !== "profile/fact-absent") throw error;
    return { kind: "not-applicable", reason: error.message };
  }
}

/** @throws PatchkitError `profile/fact-absent` if the release has not what the variant is about. */
async function planApplicable<Facts extends FactValues>(
  variant: Variant,
  params: ParamValues,
  { knowledge, tools, renderer, newFiles, checkout, sources: probed, profile, memo }: Desk<Facts>,
): Promise<PlanResult> {
  const { vocabulary } = knowledge;
  const used = new Set<string>();
  const facts = profile.facts((name) => used.add(name));
  const reason = vocabulary.whyNothing(facts, params);
  if (reason !== undefined) return { kind: "not-applicable", reason };

  const view = buildView(knowledge, { variant: variant.spec, params }, facts, profile);
  const asked = withNames(view, await askForFiles(variant, checkout));
  const rendered = renderCommits(variant, asked, renderer);
  const edits = rendered.commits.flatMap((commit) => commit.edits);
  const beside = besideOf(rendered.commits);
  const sources = await readEdited(edits, beside, probed, checkout, tools.parser);
  const flag = flagOf(variant.spec, params);
  const isChosen = flag !== undefined && variant.spec.params.some(({ type }) => type === "flag");
  const flagIdentifier = isChosen ? identifierOf(flag) : undefined;
  const layout = () => layoutOf(vocabulary, profile.facts());
  const bench = { sources, newFiles, tools, layout, memo, flagIdentifier };
  const planned = planRendered(rendered.commits, flag, bench);
  if (planned === "already-applied") return { kind: "already-applied" };
  const untested = rendered.untested || planned.untested;
  const usedFacts = factsNamed(used, profile);
  const letter = renderer.render(variant.coverLetter, withNames(view, { untested })).trim();
  const answers = variant.answers ? `${renderer.render(variant.answers, view).trim()}\n` : "";
  return {
    kind: "plan",
    plan: {
      variant: variant.spec.id,
      params,
      release: profile.release,
      facts: usedFacts,
      commits: planned.commits,
      untested,
      companions: [...planned.companions, ...rendered.left],
      coverLetter: `${reflow(letter, coverWidth)}\n`,
      answers,
    },
  };
}

/** Files that only commits edit which follow the code. */
function besideOf(commits: readonly RenderedCommit[]): Set<string> {
  const filesOf = (isFollowing: boolean) =>
    commits
      .filter(({ companion }) => (companion !== undefined) === isFollowing)
      .flatMap(({ edits }) => edits.map(({ file }) => file));
  const code = new Set(filesOf(false));
  return new Set(filesOf(true).filter((file) => !code.has(file)));
}

function factsNamed(names: ReadonlySet<string>, profile: Pick<Profile, "names" | "fact">): PlanFact[] {
  return profile.names
    .filter((name) => names.has(name))
    .map((name) => profile.fact(name))
    .flatMap((fact) => ("value" in fact ? [{ name: fact.name, value: fact.value, ...fact.at }] : []));
}

/** Plans commits on a tree that has nothing of them. @throws PatchkitError as {@link planCommits}; `plan/flag-taken`, `plan/partly-applied`. */
function planRendered(
  commits: readonly RenderedCommit[],
  flag: string | undefined,
  bench: Workbench,
): PlannedCommits | "already-applied" {
  try {
    const { present, absent } = presenceOf(commits, bench.sources);
    if (absent.length === 0) return "already-applied";
    if (flag !== undefined) assertFlagFree(flag, bench.sources, present, absent);
    if (present.length > 0) throw takenByOthers(commits, absent, bench) ?? partlyApplied(present, absent);
    return planCommits(commits, bench);
  } finally {
    bench.sources.dispose();
  }
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

/**
 * @param present edits that are already in the tree and may have registered the flag.
 * @param absent the others; without one that names the flag, it is not added.
 * @throws PatchkitError `plan/flag-taken`.
 */
function assertFlagFree(
  flag: string,
  sources: Sources,
  present: readonly EditSpec[],
  absent: readonly EditSpec[],
): void {
  const isNamed = (edits: readonly EditSpec[]) => edits.some(({ text }) => text.includes(flag));
  if (isNamed(present) || !isNamed(absent)) return;
  const place = registeredFlag(sources, flag);
  if (!place) return;
  throw new PatchkitError(
    "plan/flag-taken",
    `expected a new flag, found --${flag} registered in this tree (${place.path}:${place.line})`,
    { hint: "Choose another name with --set flag=NAME." },
  );
}
