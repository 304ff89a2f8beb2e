import { type Base, openCheckout, type Repository, type ResolvedRef } from "./checkout/index.ts";
import { PatchkitError } from "./errors.ts";
import {
  type GoTools,
  makePlanner,
  type ParamValues,
  type Plan,
  type Planner,
  type TemplateSet,
  type Variant,
} from "./plan/index.ts";
import { type Profile, readSources, type Sources, takeProfile } from "./profile/index.ts";
import type { Proposal } from "./proposals/index.ts";

/** Refs, and what to plan for each: plain data, so that several threads can share the work. */
export interface PlanningJob {
  readonly refs: readonly ResolvedRef[];
  readonly templates: TemplateSet;
  readonly variants: readonly Variant[];
  /** Every param of every chosen variant, by variant id. */
  readonly params: ReadonlyMap<string, ParamValues>;
  /** Index of the next free ref, in one shared 32-bit integer. */
  readonly next: Int32Array<SharedArrayBuffer>;
}

/** The plans for one ref. */
export interface PlannedRef {
  readonly release: string | null;
  /** One for each variant of the job, in its order. */
  readonly outcomes: readonly PlanOutcome[];
}

export type PlanOutcome =
  | { readonly status: "planned"; readonly plan: Plan; readonly base: Base }
  | { readonly status: "already-applied" }
  | { readonly status: "not-applicable"; readonly reason: string }
  | { readonly status: "refused"; readonly error: PatchkitError };

/** Creates a job with no ref taken. */
export function makePlanningJob(job: Omit<PlanningJob, "next">): PlanningJob {
  return { ...job, next: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) };
}

/** What planning needs: Go parser and formatter, and the proposals that variants belong to. */
export interface PlanningTools extends GoTools {
  readonly proposals: readonly Proposal[];
}

/**
 * Plans refs of the job one after another until none is left; several threads may do so at once. One failing
 * ref never stops the others.
 *
 * @param done called for each ref with its index; the next ref waits for it.
 */
export async function planRefs(
  job: PlanningJob,
  repository: Repository,
  { proposals, ...tools }: PlanningTools,
  done: (index: number, planned: PlannedRef) => Promise<void>,
): Promise<void> {
  const planners = makePlanners(job.templates, proposals, tools);
  for (;;) {
    const index = Atomics.add(job.next, 0, 1);
    const ref = job.refs[index];
    if (!ref) return;
    await done(index, await planRef(job, ref, repository, tools, planners));
  }
}

/** A proposal, and the planner of its variants. */
export interface ProposalPlanner {
  readonly proposal: Proposal;
  readonly planner: Planner;
}

/** A planner for each proposal of a set of templates. */
export function makePlanners(
  templates: TemplateSet,
  proposals: readonly Proposal[],
  tools: GoTools,
): ProposalPlanner[] {
  return proposals.flatMap((proposal) => {
    const own = templates.proposals.get(proposal.id);
    return own ? [{ proposal, planner: makePlanner(own, proposal, tools) }] : [];
  });
}

async function planRef(
  job: PlanningJob,
  ref: ResolvedRef,
  repository: Repository,
  tools: GoTools,
  planners: readonly ProposalPlanner[],
): Promise<PlannedRef> {
  try {
    const checkout = await openCheckout(repository, ref);
    const outcomes = new Map<Variant, PlanOutcome>();
    let release: string | null = null;
    for (const { proposal, planner } of planners) {
      const variants = job.variants.filter((variant) => variant.proposal === proposal.id);
      if (variants.length === 0) continue;
      const sources = await readSources(checkout, tools.parser, proposal.survey.files);
      try {
        const profile = takeProfile(sources, proposal.survey);
        release = profile.release;
        for (const variant of variants) {
          const params = job.params.get(variant.spec.id) ?? {};
          outcomes.set(variant, planVariant(planner, variant, params, profile, sources, checkout.base));
        }
      } finally {
        sources.dispose();
      }
    }
    return { release, outcomes: job.variants.map((variant) => outcomes.get(variant) ?? unplanned(variant)) };
  } catch (error) {
    return refusedRef(job.variants, asRefusal(error));
  }
}

function unplanned({ spec, proposal }: Variant): never {
  throw new Error(`${spec.id} belongs to ${proposal}, which is no proposal`);
}

function planVariant(
  planner: Planner,
  variant: Variant,
  params: ParamValues,
  profile: Profile,
  sources: Sources,
  base: Base,
): PlanOutcome {
  try {
    const result = planner.plan(variant, params, profile, sources);
    switch (result.kind) {
      case "plan":
        return { status: "planned", plan: result.plan, base };
      case "already-applied":
        return { status: "already-applied" };
      case "not-applicable":
        return { status: "not-applicable", reason: result.reason };
    }
  } catch (error) {
    return { status: "refused", error: asRefusal(error) };
  }
}

/** A ref that cannot be planned, for the same reason in all variants. */
export function refusedRef(variants: readonly Variant[], error: PatchkitError): PlannedRef {
  return { release: null, outcomes: variants.map(() => ({ status: "refused", error })) };
}

/** Rethrows bugs and errors that stop the whole run. */
function asRefusal(error: unknown): PatchkitError {
  if (error instanceof PatchkitError && !error.stopsTheRun) return error;
  throw error;
}
