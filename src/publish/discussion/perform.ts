import type { GitHub } from "../../host/github.ts";
import type { GistFound } from "../../host/github-gists.ts";
import { bringComment, makeOnce } from "../bring-comment.ts";
import type { ForkWorld } from "../fork/fork-world.ts";
import { makeFork } from "../fork/make-fork.ts";
import { pushBranch } from "../fork/push-branch.ts";
import { type BranchCarrier, type DiscussPlan, type GistCarrier, gistPlaceholder } from "./discuss-plan.ts";

/** The outside world of a plan. */
export interface DiscussWorld {
  readonly github: GitHub;
  /** For patches on a branch; the pusher's repository has the plan's commit. */
  readonly forks?: Pick<ForkWorld, "pusher" | "sleep">;
}

/** What became of a step; `kept`: a person changed the comment, which was left alone. */
export interface DiscussStepDone {
  readonly kind: "gist" | "fork" | "branch" | "comment";
  readonly outcome: "made" | "updated" | "already" | "kept";
  readonly url: string;
}

/** How far a plan was carried out. */
export interface DiscussPerformed {
  readonly done: readonly DiscussStepDone[];
  /** What was not reached, the failed step first. */
  readonly left: readonly DiscussStepDone["kind"][];
  readonly failure: unknown;
}

/**
 * Carries a plan out: the gist, or the fork and its branch, then the comment. What an earlier run made is found again
 * and brought up to date.
 */
export async function performDiscuss(plan: DiscussPlan, world: DiscussWorld): Promise<DiscussPerformed> {
  const steps = stepsOf(plan, world);
  const done: DiscussStepDone[] = [];
  try {
    for (const { perform } of steps) done.push(await perform(done));
    return { done, left: [], failure: undefined };
  } catch (failure) {
    return { done, left: steps.slice(done.length).map(({ kind }) => kind), failure };
  }
}

interface Step {
  readonly kind: DiscussStepDone["kind"];
  perform(done: readonly DiscussStepDone[]): Promise<DiscussStepDone>;
}

function stepsOf(plan: DiscussPlan, { github, forks }: DiscussWorld): Step[] {
  const { carrier } = plan;
  const comment: Step = { kind: "comment", perform: (done) => postComment(plan, done, github) };
  if (carrier.kind === "gist") return [{ kind: "gist", perform: () => bringGist(carrier, github) }, comment];
  if (!forks) throw new Error("nothing to push with");
  return [...branchSteps(carrier, plan.login, { github, ...forks }), comment];
}

function branchSteps(carrier: BranchCarrier, login: string, world: ForkWorld): Step[] {
  const { fork } = carrier;
  const make: Step[] = fork ? [{ kind: "fork", perform: () => bringFork({ ...fork, login }, world) }] : [];
  return [...make, { kind: "branch", perform: () => bringBranch(carrier, world) }];
}

async function bringFork(wish: Parameters<typeof makeFork>[0], world: ForkWorld): Promise<DiscussStepDone> {
  const { outcome, url } = await makeFork(wish, world);
  return { kind: "fork", outcome: outcome === "done" ? "made" : "already", url };
}

async function bringBranch(carrier: BranchCarrier, world: ForkWorld): Promise<DiscussStepDone> {
  const { repository, sha, expected } = carrier;
  const brought = await pushBranch(carrier, world);
  const outcome = brought === "already" ? "already" : expected === null ? "made" : "updated";
  return { kind: "branch", outcome, url: `${world.github.webUrl}/${repository}/tree/${sha}` };
}

async function postComment(
  { thread, login, text: planned }: DiscussPlan,
  done: readonly DiscussStepDone[],
  github: GitHub,
): Promise<DiscussStepDone> {
  const gist = done.find(({ kind }) => kind === "gist");
  const text = gist ? planned.replaceAll(gistPlaceholder, gist.url) : planned;
  return { kind: "comment", ...(await bringComment(github, { thread, login, kind: "comment", text })) };
}

async function bringGist(
  { description, files: texts }: GistCarrier,
  github: GitHub,
): Promise<DiscussStepDone> {
  const files = new Map(Object.entries(texts));
  const find = async () => (await github.listGists()).find((one) => one.description === description);
  const there = await find();
  if (!there) {
    const made = await makeOnce(() => github.createGist(description, files), find);
    return { kind: "gist", outcome: "made", url: made.url };
  }
  if (await isSame(there, files, github)) return { kind: "gist", outcome: "already", url: there.url };
  const gone = there.files.filter((name) => !files.has(name)).map((name): [string, null] => [name, null]);
  const { url } = await github.updateGist(there.id, new Map<string, string | null>([...files, ...gone]));
  return { kind: "gist", outcome: "updated", url };
}

async function isSame(
  { id, files: names }: GistFound,
  files: ReadonlyMap<string, string>,
  github: GitHub,
): Promise<boolean> {
  if (names.length !== files.size) return false;
  const found = await github.readGistTexts(id);
  return [...files].every(([name, text]) => found.get(name) === text);
}
