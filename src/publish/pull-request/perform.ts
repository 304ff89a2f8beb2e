import { PatchkitError } from "../../errors.ts";
import type { Pusher } from "../../host/git-push.ts";
import type { GitHub } from "../../host/github.ts";
import { isUncertain } from "../../host/github-errors.ts";
import type { PullRequest } from "../../host/github-pulls.ts";
import { bringComment } from "../bring-comment.ts";
import { currentPull } from "./decide.ts";
import { findFork } from "./find-fork.ts";
import type { PullPlan, PullStep, StepOf } from "./pull-plan.ts";
import { formatBody, nextBody, parseBody } from "./pull-record.ts";
import { formatText, type Sibling } from "./pull-text.ts";

/** The outside world of a plan. */
export interface PullWorld {
  readonly github: GitHub;
  readonly pusher: Pusher;
  /** Waits; rejected when the run is interrupted. */
  sleep(ms: number): Promise<void>;
}

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

const readyWaitsMs = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000, 60_000, 60_000];

/**
 * Carries a plan out, step by step, and stops at the first that fails. Each step looks first at what is there: what an
 * earlier run has done is not done again, and what people have changed in the meantime is not written over.
 */
export async function performPulls(
  plan: PullPlan,
  world: PullWorld,
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

function perform(step: PullStep, plan: PullPlan, world: PullWorld): Promise<PullStepDone> {
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

/** GitHub makes forks in the background: one is there when its development branch is. */
async function createFork(
  step: StepOf<"create-fork">,
  { login }: PullPlan,
  world: PullWorld,
): Promise<PullStepDone> {
  const { github } = world;
  const found = await findFork(github, { upstream: step.of, login, wanted: undefined });
  const { fullName, defaultBranch } =
    found.kind === "there" ? found.fork : await github.createFork(step.of, step.name);
  if (fullName.toLowerCase() !== `${login}/${step.name}`.toLowerCase()) {
    throw new PatchkitError(
      "publish/not-a-fork",
      `expected to fork ${step.of} as ${login}/${step.name}, found the fork ${fullName}`,
      {
        hint: "Make the plan again: it then uses that fork.",
      },
    );
  }
  const outcome = found.kind === "there" ? "already" : "done";
  for (const waitMs of [...readyWaitsMs, 0]) {
    const tip = await github.findBranch(fullName, defaultBranch);
    if (tip !== undefined)
      return { kind: step.kind, outcome, folder: null, url: `${github.webUrl}/${fullName}` };
    await world.sleep(waitMs);
  }
  throw new PatchkitError(
    "environment/github-unreachable",
    `expected the fork ${fullName} to be ready, found it still without a branch`,
    {
      hint: "Run the same command again in some minutes: it goes on from what is there.",
    },
  );
}

interface BranchStep {
  readonly kind: "push-base" | "push-branch";
  readonly folder: string | null;
  readonly repository: string;
  readonly branch: string;
  readonly sha: string;
  readonly expected: string | null;
}

async function push(step: BranchStep, { github, pusher }: PullWorld): Promise<PullStepDone> {
  const { kind, folder, repository, branch, sha, expected } = step;
  const result = { kind, folder, url: null };
  if ((await github.findBranch(repository, branch)) === sha) return { ...result, outcome: "already" };
  const found = await github.findRepository(repository);
  if (!found) {
    throw new PatchkitError("publish/not-a-fork", `expected the repository ${repository}, found none`, {
      hint: "It was deleted or renamed in the meantime: make the plan again.",
    });
  }
  try {
    await pusher.push({ url: found.cloneUrl, branch, sha, expected });
  } catch (cause) {
    // The answer may have been lost, and the branch moved all the same.
    if (!isUncertain(cause) || (await github.findBranch(repository, branch)) !== sha) throw cause;
  }
  return { ...result, outcome: "done" };
}

type TextStep = StepOf<"open-draft"> | StepOf<"update-text">;

async function openDraft(
  step: StepOf<"open-draft">,
  plan: PullPlan,
  world: PullWorld,
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
  world: PullWorld,
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
  { github }: PullWorld,
): Promise<PullStepDone> {
  const there = currentPull(await github.listPulls(repository, head));
  if (!there) throw noPull(repository, head);
  const thread = { kind: "issue", repository, number: there.number } as const;
  const { outcome, url } = await bringComment(github, { thread, login, kind: "change", text: comment });
  return { kind, folder, url, outcome: outcome === "made" || outcome === "updated" ? "done" : outcome };
}

async function setLabels(
  { kind, folder, repository, head, labels }: StepOf<"set-labels">,
  { github }: PullWorld,
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
  world: PullWorld,
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
  { github }: PullWorld,
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
