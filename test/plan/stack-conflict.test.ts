import { describe, expect, it } from "vitest";
import type { Variant } from "../../src/plan/load-templates.ts";
import type { PlannedPart } from "../../src/plan/stack.ts";
import { type Attempt, assertNothingTakenBack, whyNotAfter } from "../../src/plan/stack-conflict.ts";
import { failureOf } from "../helpers/failure.ts";

const variant = (id: string) => ({ spec: { id } }) as Variant;
const planned = (id: string, ...subjects: string[]) =>
  ({
    part: variant(id),
    plan: { commits: subjects.map((subject) => ({ subject })) },
  }) as unknown as PlannedPart;
const fits = { kind: "plan" } as Attempt;
const former = [planned("a", "a1", "a2"), planned("b", "b1")];

describe("whyNotAfter", () => {
  it.each([
    [0, "a1", "a"],
    [1, "a2", "a"],
    [2, "b1", "b"],
  ])("names the commit after which a variant fits no more: %d before it", async (before, subject, owner) => {
    const tryPlan = async (_: Variant, after: readonly unknown[]): Promise<Attempt> =>
      after.length <= before ? fits : { kind: "not-applicable", reason: `after ${after.length}` };
    const last = await tryPlan(variant("c"), [1, 2, 3]);
    const { message } = await whyNotAfter(former, variant("c"), last, tryPlan);
    expect(message).toBe(
      `c fits the commit, but not the tree after "${subject}" of ${owner}: after ${before + 1}`,
    );
  });
});

describe("assertNothingTakenBack", () => {
  const applied = { kind: "already-applied" } as Attempt;
  /** `a` is seen after its own commits, but no more after those of `c`. */
  const lost = (alone: Attempt) => async (part: Variant, after: readonly unknown[]) =>
    part.spec.id === "c" ? alone : after.length === 2 ? applied : fits;

  it("refuses a variant that needs none before it, and takes back what one did", async () => {
    const [a] = former;
    const check = async () => assertNothingTakenBack(a ? [a] : [], planned("c", "c1"), lost(fits));
    expect(await failureOf(check)).toMatchObject({
      code: "plan/cannot-stack",
      message: "c would take back what a did before it: nothing of its change is there",
    });
  });

  it("lets one that fits only after others change what they did", async () => {
    const [a] = former;
    const alone: Attempt = { kind: "not-applicable", reason: "" };
    await expect(
      assertNothingTakenBack(a ? [a] : [], planned("c", "c1"), lost(alone)),
    ).resolves.toBeUndefined();
  });
});
