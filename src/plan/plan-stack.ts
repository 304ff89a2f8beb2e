import { type Checkout, withFiles } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import type { PlannerTree } from "./build-plan.ts";
import type { Variant } from "./load-templates.ts";
import type { ParamValues, Plan, PlannedCommit, PlanResult } from "./plan.ts";
import { commitsOf, type PlannedPart, paramsOfStack, type Stack, stackOf } from "./stack.ts";
import { type Attempt, assertNothingTakenBack, type TryPlan, whyNotAfter } from "./stack-conflict.ts";
import { stackLetter } from "./stack-letter.ts";

/** Where the variants of a stack are planned. */
export interface StackGround {
  readonly checkout: Checkout;
  /** The commit as a proposal sees it; others close it. @throws PatchkitError. */
  base(proposal: string): Promise<PlannerTree>;
  /** Another tree as a proposal sees it, to be closed. @throws PatchkitError. */
  open(proposal: string, checkout: Checkout): Promise<PlannerTree>;
}

/** Params by variant id. */
type Params = ReadonlyMap<string, ParamValues>;

/**
 * Plans a variant, or several, each on the tree that those before it give: its facts, anchors and names are looked up
 * there.
 *
 * @throws PatchkitError as {@link PlannerTree.plan}; of several variants with the id of the one that is refused;
 *   `plan/cannot-stack` if one fits the commit but not after those before it, or would take back what they did;
 *   `plan/partly-applied` if some are in the tree already.
 */
export async function planStack(stack: Stack, params: Params, ground: StackGround): Promise<PlanResult> {
  const plan = (part: Variant, after: readonly PlannedCommit[]) => planAfter(part, params, after, ground);
  const [only] = stack.parts;
  if (only && stack.parts.length === 1) return plan(only, []);
  const tryPlan: TryPlan = (part, after) => attempt(() => plan(part, after));
  const planned: PlannedPart[] = [];
  for (const part of stack.parts) {
    const found = await tryPlan(part, commitsOf(planned));
    if (found.kind !== "plan") return whyNot(stack, planned, part, found, tryPlan);
    const next = { part, plan: found.plan };
    await assertNothingTakenBack(planned, next, tryPlan);
    planned.push(next);
  }
  return { kind: "plan", plan: joined(stack, params, planned) };
}

async function planAfter(
  part: Variant,
  params: Params,
  after: readonly PlannedCommit[],
  { checkout, base, open }: StackGround,
): Promise<PlanResult> {
  const own = paramsOfStack(stackOf([part]), params);
  if (after.length === 0) return (await base(part.proposal)).plan(part, own);
  const files = after.flatMap((commit) => commit.files.map((file) => ({ ...file, text: file.after })));
  const tree = await open(part.proposal, withFiles(checkout, files));
  try {
    return await tree.plan(part, own);
  } finally {
    tree.close();
  }
}

async function attempt(work: () => Promise<PlanResult>): Promise<Attempt> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PatchkitError) || error.stopsTheRun) throw error;
    return { kind: "refused", error };
  }
}

/** What a stack comes to with a variant that was not planned. @throws PatchkitError. */
async function whyNot(
  stack: Stack,
  planned: readonly PlannedPart[],
  part: Variant,
  found: Attempt,
  tryPlan: TryPlan,
): Promise<PlanResult> {
  const { id } = part.spec;
  const alone = planned.length === 0 ? found : await tryPlan(part, []);
  switch (alone.kind) {
    case "plan":
      throw await whyNotAfter(planned, part, found, tryPlan);
    case "not-applicable":
      return { ...alone, reason: `${id}: ${alone.reason}` };
    case "refused": {
      const { code, message, hint } = alone.error;
      throw new PatchkitError(code, `${id}: ${message}`, {
        cause: alone.error,
        ...(hint === undefined ? {} : { hint }),
      });
    }
    case "already-applied":
      for (const one of stack.parts)
        if ((await tryPlan(one, [])).kind !== "already-applied") throw partIsThere(stack, id);
      return alone;
  }
}

function partIsThere({ id }: Stack, variant: string): PatchkitError {
  return new PatchkitError(
    "plan/partly-applied",
    `expected a tree with nothing or all of ${id}, found one that has ${variant} alone`,
    { hint: "Render the others without it." },
  );
}

function joined(stack: Stack, params: Params, planned: readonly PlannedPart[]): Plan {
  const named = planned.map(({ part, plan }) => ({ id: part.spec.id, plan }));
  return {
    variant: stack.id,
    params: paramsOfStack(stack, params),
    release: named[0]?.plan.release ?? "",
    // The same fact may have another value, and another line, after the commits of the variants before.
    facts: named.flatMap(({ id, plan }) =>
      plan.facts.map((fact) => ({ ...fact, name: `${id}.${fact.name}` })),
    ),
    commits: commitsOf(planned),
    untested: named
      .filter(({ plan }) => plan.untested !== "")
      .map(({ id, plan }) => `${id}: ${plan.untested}`)
      .join("; "),
    companions: named.flatMap(({ plan }) => plan.companions),
    coverLetter: stackLetter(planned),
    answers: named.flatMap(({ plan }) => plan.answers || []).join("\n"),
  };
}
