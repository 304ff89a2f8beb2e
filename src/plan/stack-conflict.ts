import { PatchkitError } from "../errors.ts";
import type { Variant } from "./load-templates.ts";
import type { PlannedCommit, PlanResult } from "./plan.ts";
import { commitsOf, type PlannedPart } from "./stack.ts";

/** What planning one variant of a stack came to. */
export type Attempt = PlanResult | { readonly kind: "refused"; readonly error: PatchkitError };

/** Plans a variant on the tree after commits; after none, on the commit itself. */
export type TryPlan = (part: Variant, after: readonly PlannedCommit[]) => Promise<Attempt>;

/**
 * Why a variant that fits the commit does not fit after others: names the commit from which on it does not.
 *
 * @param last what became of it after all of them.
 */
export async function whyNotAfter(
  planned: readonly PlannedPart[],
  part: Variant,
  last: Attempt,
  tryPlan: TryPlan,
): Promise<PatchkitError> {
  const commits = planned.flatMap(({ part: owner, plan }) =>
    plan.commits.map((commit) => ({ commit, owner })),
  );
  let found = last;
  let index = commits.length - 1;
  for (; index > 0; index--) {
    const before = await tryPlan(
      part,
      commits.slice(0, index).map(({ commit }) => commit),
    );
    if (before.kind === "plan") break;
    found = before;
  }
  const taker = commits[index];
  return cannotStack(
    `${part.spec.id} fits the commit, but not the tree after "${taker?.commit.subject}" of ${taker?.owner.spec.id}: ${wordsOf(found)}`,
  );
}

/**
 * Refuses a variant that takes back what one before it has done, although neither needs the other. One that fits only
 * after others may change what they did.
 *
 * @param next the variant, and its plan after those before it.
 * @throws PatchkitError `plan/cannot-stack`.
 */
export async function assertNothingTakenBack(
  planned: readonly PlannedPart[],
  next: PlannedPart,
  tryPlan: TryPlan,
): Promise<void> {
  const before = commitsOf(planned);
  for (const { part } of planned) {
    if ((await tryPlan(part, before)).kind !== "already-applied") continue;
    const now = await tryPlan(part, commitsOf([...planned, next]));
    if (now.kind === "already-applied" || (await tryPlan(next.part, [])).kind !== "plan") continue;
    throw cannotStack(
      `${next.part.spec.id} would take back what ${part.spec.id} did before it: ${wordsOf(now)}`,
    );
  }
}

function cannotStack(message: string): PatchkitError {
  return new PatchkitError("plan/cannot-stack", message, {
    hint: "Try another order, or render them as series of their own.",
  });
}

function wordsOf(found: Attempt): string {
  switch (found.kind) {
    case "refused":
      return found.error.message;
    case "not-applicable":
      return found.reason;
    case "already-applied":
      return "all of its change is already there";
    case "plan":
      return "nothing of its change is there";
  }
}
