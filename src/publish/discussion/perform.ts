import type { GitHub } from "../../host/github.ts";
import type { GistFound } from "../../host/github-gists.ts";
import { bringComment, makeOnce } from "../bring-comment.ts";
import type { ForkWorld } from "../fork/fork-world.ts";
import { makeFork } from "../fork/make-fork.ts";
import { pushBranch } from "../fork/push-branch.ts";
import {
  type BranchCarrier,
  type DiscussPlan,
  type GistCarrier,
  gistClonePlaceholder,
  gistPlaceholder,
} from "./discuss-plan.ts";

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
  let { text } = plan;
  try {
    for (const { perform } of steps) {
      const step = await perform(text);
      done.push(step.done);
      text = step.text ?? text;
    }
    return { done, left: [], failure: undefined };
  } catch (failure) {
    return { done, left: steps.slice(done.length).map(({ kind }) => kind), failure };
  }
}

interface Step {
  readonly kind: DiscussStepDone["kind"];
  /** @param text of the comment, as far as it is known. */
  perform(text: string): Promise<{ readonly done: DiscussStepDone; readonly text?: string }>;
}

function stepsOf(plan: DiscussPlan, { github, forks }: DiscussWorld): Step[] {
  const { carrier } = plan;
  const comment: Step = { kind: "comment", perform: (text) => postComment(plan, text, github) };
  if (carrier.kind === "gist") {
    const perform = async (text: string) => {
      const { outcome, gist } = await bringGist(carrier, github);
      return { done: { kind: "gist", outcome, url: gist.url } as const, text: withUrls(text, gist) };
    };
    return [{ kind: "gist", perform }, comment];
  }
  if (!forks) throw new Error("nothing to push with");
  return [...branchSteps(carrier, plan.login, { github, ...forks }), comment];
}

function branchSteps(carrier: BranchCarrier, login: string, world: ForkWorld): Step[] {
  const { fork } = carrier;
  const make: Step[] = fork ? [{ kind: "fork", perform: () => bringFork({ ...fork, login }, world) }] : [];
  return [...make, { kind: "branch", perform: () => bringBranch(carrier, world) }];
}

function withUrls(text: string, { url, cloneUrl }: GistFound): string {
  return text.replaceAll(gistPlaceholder, url).replaceAll(gistClonePlaceholder, cloneUrl);
}

async function bringFork(
  wish: Parameters<typeof makeFork>[0],
  world: ForkWorld,
): ReturnType<Step["perform"]> {
  const { outcome, url } = await makeFork(wish, world);
  return { done: { kind: "fork", outcome: outcome === "done" ? "made" : "already", url } };
}

async function bringBranch(carrier: BranchCarrier, world: ForkWorld): ReturnType<Step["perform"]> {
  const { repository, sha, expected } = carrier;
  const brought = await pushBranch(carrier, world);
  const outcome = brought === "already" ? "already" : expected === null ? "made" : "updated";
  return { done: { kind: "branch", outcome, url: `${world.github.webUrl}/${repository}/tree/${sha}` } };
}

async function postComment(
  { thread, login }: DiscussPlan,
  text: string,
  github: GitHub,
): ReturnType<Step["perform"]> {
  const brought = await bringComment(github, { thread, login, kind: "comment", text });
  return { done: { kind: "comment", ...brought } };
}

async function bringGist(
  { description, files: texts }: GistCarrier,
  github: GitHub,
): Promise<{ readonly outcome: DiscussStepDone["outcome"]; readonly gist: GistFound }> {
  const files = new Map(Object.entries(texts));
  const find = async () => (await github.listGists()).find((one) => one.description === description);
  const there = await find();
  if (!there) {
    return {
      outcome: "made",
      gist: await makeOnce(() => github.createGist(description, files), find),
    };
  }
  if (await isSame(there, files, github)) return { outcome: "already", gist: there };
  const gone = there.files.filter((name) => !files.has(name)).map((name): [string, null] => [name, null]);
  const gist = await github.updateGist(there.id, new Map<string, string | null>([...files, ...gone]));
  return { outcome: "updated", gist };
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
