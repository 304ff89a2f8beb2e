import { PatchkitError } from "../../errors.ts";
import type { PullRequest } from "../../host/github-pulls.ts";
import { nameOfFork } from "../fork/find-fork.ts";
import { changeText } from "./change-text.ts";
import type { Gathered, PullRequestWish, PullSeries } from "./gather.ts";
import { type PullPlan, type PullStep, pullPlanSchemaVersion, type StepOf } from "./pull-plan.ts";
import { nextBody, parseBody } from "./pull-record.ts";
import { formatText } from "./pull-text.ts";

/**
 * Decides which requests make drafts of the series, or bring those that there are up to date. A series that may not be
 * published is left out with its reason; the others are not.
 *
 * @throws PatchkitError `publish/not-on-target`, `publish/base-gone`, where no series may be published.
 */
export function decidePulls(wish: PullRequestWish, found: Gathered, apiUrl: string): PullPlan {
  assertTarget(wish, found);
  const steps: PullStep[] = [];
  const refused: PullPlan["refused"] = [];
  const accepted: PullSeries[] = [];
  for (const series of wish.series) {
    const problem = obstacle(series, found, wish);
    if (problem)
      refused.push({
        folder: series.folder,
        code: problem.code,
        reason: problem.message,
        hint: problem.hint ?? null,
      });
    else accepted.push(series);
  }
  const fork = nameOfFork(found.fork);
  if (accepted.length > 0) {
    if (found.fork.kind === "to-make")
      steps.push({ kind: "create-fork", of: found.upstream.fullName, name: fork.split("/")[1] ?? "" });
    const [first] = accepted;
    if (wish.base !== undefined && found.target.tip === undefined && first)
      steps.push({ kind: "push-base", repository: fork, branch: wish.base, sha: first.base });
    steps.push(...accepted.flatMap((series) => branchSteps(series, fork, found)));
    const texts = accepted.flatMap((series) => textSteps(series, accepted, fork, found));
    // Before the record of what was pushed is written again, which is how the next run knows of a change.
    steps.push(...accepted.flatMap((series) => changeSteps(series, fork, found)));
    // Links need the numbers that opening gives.
    steps.push(...texts.filter(({ kind }) => kind === "open-draft"));
    steps.push(...texts.filter(({ kind }) => kind !== "open-draft"));
    if (found.upstream.maySetLabels) steps.push(...unlabelled(wish, accepted, fork, found));
  }
  return {
    schema: pullPlanSchemaVersion,
    kind: "pull-requests",
    apiUrl,
    login: found.account.login,
    series: accepted.map(({ folder, variant, base, head, digest, branch }) => ({
      folder,
      variant,
      base,
      head,
      digest,
      pullHead: `${fork.split("/")[0]}:${branch}`,
    })),
    steps,
    refused,
    notes: [...accountNotes(wish, found), ...labelNotes(wish, accepted, fork, found)],
  };
}

/** Upstream takes features on its development branch only; everything else is for the fork. */
function assertTarget(
  { base, series }: PullRequestWish,
  { repository, target, standing, upstream }: Gathered,
): void {
  const sha = series[0]?.base.slice(0, 12);
  const isOn = standing === "ahead" || standing === "identical";
  if (base === undefined && target.tip === undefined) {
    throw new PatchkitError(
      "publish/base-gone",
      `${repository}: expected the branch ${target.branch}, found none`,
      {
        hint: "Name another repository with --upstream OWNER/NAME, or a branch of your fork with --base BRANCH.",
      },
    );
  }
  if (base === undefined && !isOn) {
    throw new PatchkitError(
      "publish/not-on-target",
      `${upstream.fullName}: expected a series whose base is on the development branch ${target.branch}, found base ${sha}, which is not: features are not backported`,
      {
        hint: `Render it on ${target.branch}, or open the pull request within your fork with --base BRANCH, where BRANCH is made at ${sha} if it is not there.`,
      },
    );
  }
  if (base !== undefined && target.tip !== undefined && !isOn) {
    throw new PatchkitError(
      "publish/not-on-target",
      `${repository}: expected branch ${target.branch} to have the series' base ${sha}, found it at ${target.tip.slice(0, 12)} without it`,
      { hint: "Name a branch that has it with --base, or one that is not there yet." },
    );
  }
}

/** Why a series may not be published; undefined if it may. */
function obstacle(
  series: PullSeries,
  found: Gathered,
  { identity }: PullRequestWish,
): PatchkitError | undefined {
  const { author, branch, head, folder } = series;
  if (author?.name !== identity.name || author.mail !== identity.mail || !author.signsOff) {
    const was = author
      ? `${author.name} <${author.mail}>${author.signsOff ? "" : ", without a sign-off"}`
      : "nobody";
    return new PatchkitError(
      "publish/other-author",
      `${folder}: expected commits by ${identity.name} <${identity.mail}>, signed off, found ${was}`,
      { hint: `Render and verify it again with --identity '${identity.name} <${identity.mail}>'.` },
    );
  }
  const { tip, pulls } = headOf(found, folder);
  const current = currentPull(pulls);
  if (current && current.state !== "open") return closed(folder, current);
  if (current && !parseBody(current.body).record) {
    return new PatchkitError(
      "publish/text-edited",
      `${folder}: expected no pull request of branch ${branch}, or one whose text this program wrote, found ${current.url}`,
      { hint: "It is left alone. Choose another branch with --branch NAME." },
    );
  }
  const known = current ? parseBody(current.body).record?.head : undefined;
  if (tip === undefined || tip === head || tip === known) return undefined;
  return new PatchkitError(
    "publish/branch-moved",
    `${folder}: expected branch ${branch} of the fork ${known === undefined ? "to be absent" : `at ${known.slice(0, 12)}, where it was pushed`}, found it at ${tip.slice(0, 12)}`,
    {
      hint: "Somebody else's commits are left alone. Choose another name with --branch NAME, or delete that branch.",
    },
  );
}

function closed(folder: string, { url, state }: PullRequest): PatchkitError {
  return new PatchkitError(
    "publish/pull-closed",
    `${folder}: expected an open pull request, or none, found that ${url} is ${state}`,
    {
      hint:
        state === "merged"
          ? "There is nothing left to do."
          : "Reopen it there, or open a new one from another branch with --branch NAME.",
    },
  );
}

/** The open one; else the newest, which is closed. */
export function currentPull(pulls: readonly PullRequest[]): PullRequest | undefined {
  return pulls.find(({ state }) => state === "open") ?? pulls[0];
}

function headOf({ heads }: Gathered, folder: string) {
  return heads.get(folder) ?? { tip: undefined, pulls: [] };
}

function branchSteps({ folder, branch, head }: PullSeries, fork: string, found: Gathered): PullStep[] {
  const { tip } = headOf(found, folder);
  if (tip === head) return [];
  return [{ kind: "push-branch", folder, repository: fork, branch, sha: head, expected: tip ?? null }];
}

/** What `refresh` changed in a series whose pull request is open. */
function changeSteps(
  { folder, branch, base, head, revisions }: PullSeries,
  fork: string,
  found: Gathered,
): PullStep[] {
  const open = currentPull(headOf(found, folder).pulls);
  const known = open && parseBody(open.body).record?.head;
  const from = revisions.findIndex((one) => one.head === known);
  if (!open || known === head || from === -1) return [];
  const comment = changeText(revisions.slice(from), { base, head });
  const pullHead = `${fork.split("/")[0]}:${branch}`;
  return [{ kind: "comment-change", folder, repository: found.repository, head: pullHead, comment }];
}

function textSteps(
  series: PullSeries,
  all: readonly PullSeries[],
  fork: string,
  found: Gathered,
): PullStep[] {
  const { folder, branch, text } = series;
  const siblings = all.filter((one) => one !== series).map((one) => one.folder);
  const head = `${fork.split("/")[0]}:${branch}`;
  const common = {
    folder,
    repository: found.repository,
    head,
    text: { ...text, evidence: [...text.evidence], supports: [...text.supports] },
    siblings,
  };
  const open = currentPull(headOf(found, folder).pulls);
  if (open && isUpToDate(open, series, all, found)) return [];
  const isOpen = open !== undefined;
  const isLastOpened = all.every(
    (one) =>
      one === series || headOf(found, one.folder).pulls.length > 0 || all.indexOf(one) < all.indexOf(series),
  );
  const opening: PullStep[] = isOpen ? [] : [{ kind: "open-draft", ...common, base: found.target.branch }];
  // What was opened before its siblings does not know their numbers.
  return isOpen || !isLastOpened ? [...opening, { kind: "update-text", ...common }] : opening;
}

/** Whether a pull request says all that it should; one with a sibling that is not open yet does not. */
function isUpToDate(
  open: PullRequest,
  series: PullSeries,
  all: readonly PullSeries[],
  found: Gathered,
): boolean {
  const siblings = all
    .filter((one) => one !== series)
    .map(({ folder, variant }) => ({
      variant,
      number: currentPull(headOf(found, folder).pulls)?.number ?? null,
    }));
  if (siblings.some(({ number }) => number === null)) return false;
  const { folder, digest, head } = series;
  return nextBody(open.body, formatText(series.text, siblings), { folder, digest, head }) === undefined;
}

/** Labels of the pull requests that have none: what others have set is not touched. A fork has no such labels. */
function unlabelled(
  { base }: PullRequestWish,
  accepted: readonly PullSeries[],
  fork: string,
  found: Gathered,
): StepOf<"set-labels">[] {
  return accepted.flatMap(({ folder, branch, labels }): StepOf<"set-labels">[] => {
    const open = currentPull(headOf(found, folder).pulls);
    if (base !== undefined || labels.length === 0 || (open && open.labels.length > 0)) return [];
    const head = `${fork.split("/")[0]}:${branch}`;
    return [{ kind: "set-labels", folder, repository: found.repository, head, labels: [...labels] }];
  });
}

/** What the account may not do itself. */
function labelNotes(
  wish: PullRequestWish,
  accepted: readonly PullSeries[],
  fork: string,
  found: Gathered,
): string[] {
  if (found.upstream.maySetLabels) return [];
  return unlabelled(wish, accepted, fork, found).map(
    ({ folder, labels }) =>
      `${found.account.login} may not set labels in ${found.repository}: its maintainers would set ${labels.join(" and ")} on the pull request of ${folder}`,
  );
}

/** Where author and account may be two persons. */
function accountNotes({ identity }: PullRequestWish, { account }: Gathered): string[] {
  const { login, name, mail, id } = account;
  const own = [mail, `${id}+${login}@users.noreply.github.com`, `${login}@users.noreply.github.com`];
  if (own.includes(identity.mail)) return [];
  const isSameName = name === identity.name;
  if (mail === null && isSameName) return [];
  const known = `${name ?? login}${mail === null ? "" : ` <${mail}>`}`;
  return [`the account ${login} is ${known}, and the commits are by ${identity.name} <${identity.mail}>`];
}
