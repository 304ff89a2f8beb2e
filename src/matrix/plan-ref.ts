import { type Base, openCheckout, type Repository, type ResolvedRef } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import {
  type GoTools,
  type Knowledge,
  makePlanner,
  type ParamValues,
  type Plan,
  type Planner,
  type PlannerTree,
  type TemplateSet,
  type Variant,
} from "../plan/index.ts";

/** The plans for one ref. */
export interface PlannedRef {
  readonly release: string | null;
  /** One for each variant, in the given order. */
  readonly outcomes: readonly PlanOutcome[];
}

export type PlanOutcome =
  | { readonly status: "planned"; readonly plan: Plan; readonly base: Base }
  | { readonly status: "already-applied" }
  | { readonly status: "not-applicable"; readonly reason: string }
  | { readonly status: "refused"; readonly error: PatchkitError };

/** A ref, and the variants to plan for it. */
export interface RefToPlan {
  readonly ref: ResolvedRef;
  readonly variants: readonly Variant[];
}

/** A proposal, and the planner of its variants. */
export interface ProposalPlanner {
  /** The proposal's id. */
  readonly proposal: string;
  readonly planner: Planner;
}

/** A planner for each proposal of a set of templates. @throws PatchkitError `plan/bad-template`. */
export function makePlanners(
  templates: TemplateSet,
  proposals: readonly Knowledge[],
  tools: GoTools,
): ProposalPlanner[] {
  return proposals.flatMap((proposal) => {
    const own = templates.proposals.get(proposal.id);
    return own ? [{ proposal: proposal.id, planner: makePlanner(own, proposal, tools) }] : [];
  });
}

/** What planning needs, whatever the ref. */
export interface PlanningBench {
  readonly repository: Repository;
  readonly planners: readonly ProposalPlanner[];
  /** Every param of every chosen variant, by variant id. */
  readonly params: ReadonlyMap<string, ParamValues>;
}

/** Plans the variants for one ref. A ref or variant that does not fit is an outcome, not an error. */
export async function planRef(
  { ref, variants }: RefToPlan,
  { repository, planners, params }: PlanningBench,
): Promise<PlannedRef> {
  try {
    const checkout = await openCheckout(repository, ref);
    const outcomes = new Map<Variant, PlanOutcome>();
    let release: string | null = null;
    for (const { proposal, planner } of planners) {
      const own = variants.filter((variant) => variant.proposal === proposal);
      if (own.length === 0) continue;
      let tree: PlannerTree | undefined;
      try {
        tree = await planner.open(checkout);
        release = tree.release;
        for (const variant of own)
          outcomes.set(
            variant,
            await planVariant(tree, variant, params.get(variant.spec.id) ?? {}, checkout.base),
          );
      } catch (error) {
        // A tree without what one proposal is about may have what another is about.
        const refusal = asRefusal(error);
        for (const variant of own) outcomes.set(variant, { status: "refused", error: refusal });
      } finally {
        tree?.close();
      }
    }
    return { release, outcomes: variants.map((variant) => outcomes.get(variant) ?? unplanned(variant)) };
  } catch (error) {
    const refusal = asRefusal(error);
    return { release: null, outcomes: variants.map(() => ({ status: "refused", error: refusal })) };
  }
}

function unplanned({ spec, proposal }: Variant): never {
  throw new Error(`${spec.id} belongs to ${proposal}, which is no proposal`);
}

async function planVariant(
  tree: PlannerTree,
  variant: Variant,
  params: ParamValues,
  base: Base,
): Promise<PlanOutcome> {
  try {
    const result = await tree.plan(variant, params);
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

/** Rethrows bugs and errors that stop the whole run. */
function asRefusal(error: unknown): PatchkitError {
  if (error instanceof PatchkitError && !error.stopsTheRun) return error;
  throw error;
}
