import { PatchkitError } from "../../errors.ts";
import { isUncertain } from "../../host/github-errors.ts";
import type { PullRequest } from "../../host/github-pulls.ts";
import { bringComment } from "../bring-comment.ts";
import type { ForkWorld } from "../fork/fork-world.ts";
import { makeFork } from "../fork/make-fork.ts";
import { type BranchWish, pushBranch } from "../fork/push-branch.ts";
import { currentPull } from "./decide.ts";
import type { PullPlan, PullStep, StepOf } from "./pull-plan.ts";
import { formatBody, nextBody, parseBody } from "./pull-record.ts";
import { formatText, type Sibling } from "./pull-text.ts";

/** What became of a step. */
export interface PullStepDone {
  readonly kind: PullStep["kind"];
  /** `already`: it was so before; `kept`: what a person made of it was left alone. */
  readonly outcome: "done" | "already" | "kept";
  /** Of the series; null for what is common to all. */
  readonly folder: string | null;
  /** Of the pull request or the fork; null for branches. */
  readonly url: string | null;
}

/** How far a plan was carried out. */
export interface PullsPerformed {
  readonly done: readonly PullStepDone[];
  /** Steps that were not reached, the failed one first. */
  readonly left: readonly PullStep[];
  readonly failure: unknown;
}

/**
 * Carries a plan out, step by step, and stops at the first that fails. Each step looks first at what is there: what an
 * earlier run has done is not done again, and what people have changed in the meantime is not written over.
 */
export async function performPulls(
  plan: PullPlan,
  world: ForkWorld,
  onStep: (step: PullStep) => void = () => {},
): Promise<PullsPerformed> {
  const done: PullStepDone[] = [];
  for (const [index, step] of plan.steps.entries()) {
    onStep(step);
    try {
      done.push(await perform(step, plan, world));
    } catch (failure) {
      return { done, left: plan.steps.slice(index), failure };
    }
  }
  return { done, left: [], failure: undefined };
}

function perform(step: PullStep, plan: PullPlan, world: ForkWorld): Promise<PullStepDone> {
  switch (step.kind) {
    case "create-fork":
      return createFork(step, plan, world);
    case "push-base":
      return push({ ...step, folder: null, expected: null }, world);
    case "push-branch":
      return push(step, world);
    case "open-draft":
      return openDraft(step, plan, world);
    case "update-text":
      return updateText(step, plan, world);
    case "comment-change":
      return commentChange(step, plan, world);
    case "set-labels":
      return setLabels(step, world);
    default:
      throw new Error(`unknown step ${JSON.stringify(step satisfies never)}`);
  }
}

async function createFork(
  { kind, of, name }: StepOf<"create-fork">,
  { login }: PullPlan,
  world: ForkWorld,
): Promise<PullStepDone> {
  return { kind, folder: null, ...(await makeFork({ of, name, login }, world)) };
}

type BranchStep = BranchWish & { readonly kind: "push-base" | "push-branch"; readonly folder: string | null };

async function push(step: BranchStep, world: ForkWorld): Promise<PullStepDone> {
  return { kind: step.kind, folder: step.folder, url: null, outcome: await pushBranch(step, world) };
}

type TextStep = StepOf<"open-draft"> | StepOf<"update-text">;

async function openDraft(
  step: StepOf<"open-draft">,
  plan: PullPlan,
  world: ForkWorld,
): Promise<PullStepDone> {
  const { github } = world;
  const { repository, head, base, text } = step;
  const there = currentPull(await github.listPulls(repository, head));
  if (there) return bringUpToDate(there, step, plan, world);
  const body = formatBody(await textOf(step, plan, world), recordOf(step, plan));
  const open = async (): Promise<PullRequest> => {
    try {
      return await github.createDraft(repository, { title: text.title, body, head, base });
    } catch (cause) {
      // Asking again before it is known would open a second one.
      const opened = isUncertain(cause) ? currentPull(await github.listPulls(repository, head)) : undefined;
      if (!opened) throw cause;
      return opened;
    }
  };
  const opened = await open().catch((cause: unknown) => {
    if (!isUncertain(cause)) throw cause;
    return open();
  });
  return { kind: step.kind, outcome: "done", folder: step.folder, url: opened.url };
}

async function updateText(
  step: StepOf<"update-text">,
  plan: PullPlan,
  world: ForkWorld,
): Promise<PullStepDone> {
  const there = currentPull(await world.github.listPulls(step.repository, step.head));
  if (there) return bringUpToDate(there, step, plan, world);
  throw noPull(step.repository, step.head);
}

function noPull(repository: string, head: string): PatchkitError {
  return new PatchkitError(
    "publish/pull-closed",
    `expected a pull request of ${head} in ${repository}, found none`,
    { hint: "Make the plan again." },
  );
}

async function commentChange(
  { kind, folder, repository, head, comment }: StepOf<"comment-change">,
  { login }: PullPlan,
  { github }: ForkWorld,
): Promise<PullStepDone> {
  const there = currentPull(await github.listPulls(repository, head));
  if (!there) throw noPull(repository, head);
  const thread = { kind: "issue", repository, number: there.number } as const;
  const { outcome, url } = await bringComment(github, { thread, login, kind: "change", text: comment });
  return { kind, folder, url, outcome: outcome === "made" || outcome === "updated" ? "done" : outcome };
}

async function setLabels(
  { kind, folder, repository, head, labels }: StepOf<"set-labels">,
  { github }: ForkWorld,
): Promise<PullStepDone> {
  const there = currentPull(await github.listPulls(repository, head));
  if (!there) throw noPull(repository, head);
  const result = { kind, folder, url: there.url };
  if (there.labels.length > 0) return { ...result, outcome: "already" };
  await github.addLabels(repository, there.number, labels);
  return { ...result, outcome: "done" };
}

async function bringUpToDate(
  { state, number, url, body }: PullRequest,
  step: TextStep,
  plan: PullPlan,
  world: ForkWorld,
): Promise<PullStepDone> {
  const { kind, folder, repository } = step;
  if (state !== "open") {
    throw new PatchkitError("publish/pull-closed", `expected ${url} to be open, found it ${state}`, {
      hint: "It was closed in the meantime, and is left alone. Reopen it there, or choose another branch with --branch NAME.",
    });
  }
  const { record, isEdited } = parseBody(body);
  if (!record) return { kind, outcome: "kept", folder, url };
  const next = nextBody(body, await textOf(step, plan, world), recordOf(step, plan));
  if (next !== undefined) await world.github.updateBody(repository, number, next);
  return { kind, outcome: isEdited ? "kept" : next === undefined ? "already" : "done", folder, url };
}

async function textOf(
  { text, siblings, repository }: TextStep,
  { series }: PullPlan,
  { github }: ForkWorld,
): Promise<string> {
  const listed: Sibling[] = [];
  for (const folder of siblings) {
    const sibling = series.find((one) => one.folder === folder);
    if (!sibling) continue;
    const pull = currentPull(await github.listPulls(repository, sibling.pullHead));
    listed.push({ variant: sibling.variant, number: pull?.number ?? null });
  }
  return formatText(text, listed);
}

function recordOf({ folder }: TextStep, { series }: PullPlan) {
  const found = series.find((one) => one.folder === folder);
  if (!found) throw new Error(`${folder} is not in the plan`);
  return { folder, digest: found.digest, head: found.head };
}
