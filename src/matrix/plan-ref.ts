import {
  type Base,
  type Checkout,
  openCheckout,
  type Repository,
  type ResolvedRef,
} from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import {
  type GoTools,
  type Knowledge,
  makePlanner,
  type ParamValues,
  type Plan,
  type Planner,
  type PlannerTree,
  planStack,
  type Stack,
  type StackGround,
  type TemplateSet,
} from "../plan/index.ts";

/** The plans for one ref. */
export interface PlannedRef {
  readonly release: string | null;
  /** One for each stack, in the given order. */
  readonly outcomes: readonly PlanOutcome[];
}

export type PlanOutcome =
  | { readonly status: "planned"; readonly plan: Plan; readonly base: Base }
  | { readonly status: "already-applied" }
  | { readonly status: "not-applicable"; readonly reason: string }
  | { readonly status: "refused"; readonly error: PatchkitError };

/** A ref, and what to plan for it: variants, and stacks of them. */
export interface RefToPlan {
  readonly ref: ResolvedRef;
  readonly stacks: readonly Stack[];
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

/** Plans the stacks for one ref. A ref or stack that does not fit is an outcome, not an error. */
export async function planRef(
  { ref, stacks }: RefToPlan,
  { repository, planners, params }: PlanningBench,
): Promise<PlannedRef> {
  try {
    const checkout = await openCheckout(repository, ref);
    const ground = openGround(checkout, planners);
    try {
      const outcomes: PlanOutcome[] = [];
      for (const stack of stacks) outcomes.push(await planOne(stack, params, ground));
      return { release: ground.release(), outcomes };
    } finally {
      await ground.close();
    }
  } catch (error) {
    const refusal = asRefusal(error);
    return { release: null, outcomes: stacks.map(() => ({ status: "refused", error: refusal })) };
  }
}

interface Ground extends StackGround {
  /** Label of the trees that were opened; null if none was. */
  release(): string | null;
  close(): Promise<void>;
}

/**
 * The trees of one ref. Of the commit itself, one is open at a time, as the proposal that was asked for last sees it:
 * stacks come in the order of proposals. A tree without what one proposal is about may have what another is about.
 */
function openGround(checkout: Checkout, planners: readonly ProposalPlanner[]): Ground {
  let last: { readonly proposal: string; readonly tree: Promise<PlannerTree> } | undefined;
  let release: string | null = null;
  const open: Ground["open"] = async (proposal, tree) => {
    const found = planners.find((one) => one.proposal === proposal);
    if (!found) throw new Error(`${proposal} is no proposal`);
    return found.planner.open(tree);
  };
  const close = async () => {
    const closing = last;
    last = undefined;
    // Why it was not opened is told to those who asked for it.
    await closing?.tree.then((tree) => tree.close()).catch(() => {});
  };
  return {
    checkout,
    open,
    async base(proposal) {
      if (last?.proposal !== proposal) {
        await close();
        last = { proposal, tree: open(proposal, checkout) };
      }
      const tree = await last.tree;
      release = tree.release;
      return tree;
    },
    release: () => release,
    close,
  };
}

async function planOne(
  stack: Stack,
  params: PlanningBench["params"],
  ground: StackGround,
): Promise<PlanOutcome> {
  try {
    const result = await planStack(stack, params, ground);
    switch (result.kind) {
      case "plan":
        return { status: "planned", plan: result.plan, base: ground.checkout.base };
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
