import {
  type Answer,
  type Context,
  exampleAbout,
  fieldsOf,
  type Handler,
  invalid,
  lacksScope,
  notFound,
  ok,
  repositoryOf,
  textOf,
  userAnswer,
} from "./context.ts";
import { isObject, type Json, type JsonObject, type OperationName } from "./description.ts";
import { writeScopes } from "./repositories.ts";
import { fullName, nextNumber, type Pull, type Repository, talkOf } from "./state.ts";

/** Characters of a body: "body is too long (maximum is 65536 characters)". */
export const longestBody = 65_536;

export const pullHandlers: Partial<Record<OperationName, Handler>> = {
  "get /repos/{owner}/{repo}/pulls": (call, context) => {
    const found = repositoryOf(call, context);
    if (!found) return notFound;
    const { state = "open", head, base } = call.query;
    const pulls = talkOf(context.state, found)
      .pulls.filter((pull) => state === "all" || pull.state === state)
      .filter((pull) => head === undefined || head === `${pull.headOwner}:${pull.headBranch}`)
      .filter((pull) => base === undefined || base === pull.base)
      .reverse();
    return ok(pulls.map((pull) => pullAnswer(pull, found, context, call.operation)));
  },
  "post /repos/{owner}/{repo}/pulls": create,
  "get /repos/{owner}/{repo}/pulls/{pull_number}": (call, context) => {
    const found = repositoryOf(call, context);
    const pull = found && pullOf(call, found, context);
    return found && pull ? ok(pullAnswer(pull, found, context, call.operation)) : notFound;
  },
  "patch /repos/{owner}/{repo}/pulls/{pull_number}": (call, context) => {
    const found = repositoryOf(call, context);
    const pull = found && pullOf(call, found, context);
    if (!found || !pull) return notFound;
    const lacking = lacksScope(context, writeScopes);
    if (lacking) return lacking;
    const { title, body, state } = fieldsOf(call);
    const tooLong = bodyProblem(body);
    if (tooLong) return tooLong;
    if (title !== undefined) pull.title = textOf(title);
    if (body !== undefined) pull.body = textOf(body);
    if (state === "open" || state === "closed") pull.state = state;
    return ok(pullAnswer(pull, found, context, call.operation));
  },
};

function pullOf(
  { path }: Parameters<Handler>[0],
  repository: Repository,
  { state }: Context,
): Pull | undefined {
  return talkOf(state, repository).pulls.find(({ number }) => String(number) === path["pull_number"]);
}

/** GitHub's refusal of a body that is too long; undefined where it is not. */
export function bodyProblem(body: Json | undefined): Answer | undefined {
  if ([...textOf(body)].length <= longestBody) return undefined;
  const message = `body is too long (maximum is ${longestBody} characters)`;
  return invalid([{ resource: "PullRequest", field: "body", code: "custom", message }]);
}

function create(call: Parameters<Handler>[0], context: Context): Answer {
  const { state, bare, account } = context;
  const base = repositoryOf(call, context);
  if (!base) return notFound;
  const lacking = lacksScope(context, writeScopes);
  if (lacking) return lacking;
  const fields = fieldsOf(call);
  const tooLong = bodyProblem(fields["body"]);
  if (tooLong) return tooLong;
  const [headOwner = "", headBranch = ""] = textOf(fields["head"]).includes(":")
    ? textOf(fields["head"]).split(":")
    : [base.owner, textOf(fields["head"])];
  const problem = (field: string): Answer => invalid([{ resource: "PullRequest", field, code: "invalid" }]);
  const baseBranch = textOf(fields["base"]);
  if (bare.tip(fullName(base), baseBranch) === undefined) return problem("base");
  const head = state.repositories.find(
    (one) => one.owner === headOwner && (one === base || one.parent === fullName(base)),
  );
  const sha = head && bare.tip(fullName(head), headBranch);
  if (!head || sha === undefined) return problem("head");
  const { pulls } = talkOf(state, base);
  const refuse = (message: string) => invalid([{ resource: "PullRequest", code: "custom", message }]);
  const same = (one: Pull) =>
    one.headOwner === headOwner && one.headBranch === headBranch && one.base === baseBranch;
  if (pulls.some((one) => one.state === "open" && same(one)))
    return refuse(`A pull request already exists for ${headOwner}:${headBranch}.`);
  if (sha === bare.tip(fullName(base), baseBranch))
    return refuse(`No commits between ${base.owner}:${baseBranch} and ${headOwner}:${headBranch}`);
  const pull: Pull = {
    number: nextNumber(state, base),
    author: account.login,
    title: textOf(fields["title"]),
    body: textOf(fields["body"]),
    draft: fields["draft"] === true,
    headOwner,
    headRepository: fullName(head),
    headBranch,
    base: baseBranch,
    state: "open",
    labels: [],
    comments: [],
    locked: false,
    merged: false,
  };
  pulls.push(pull);
  return { status: 201, body: pullAnswer(pull, base, context, call.operation) };
}

/** A label as it stands in other answers. */
export function labelAnswer(name: string, index: number): JsonObject {
  return {
    id: index + 1,
    node_id: `LA_${index + 1}`,
    url: `https://example.org/labels/${index + 1}`,
    name,
    description: "",
    color: "ededed",
    default: false,
  };
}

function pullAnswer(
  pull: Pull,
  repository: Repository,
  context: Context,
  operation: OperationName,
): JsonObject {
  const full = fullName(repository);
  const status = operation.startsWith("post") ? 201 : 200;
  const example = exampleAbout(operation, status, context, {
    "octocat/Hello-World": full,
    "1347": String(pull.number),
  });
  const tip = (name: string, branch: string) => context.bare.tip(name, branch) ?? "0".repeat(40);
  const side = (value: Json | undefined, owner: string, branch: string, sha: string) => ({
    ...(isObject(value) ? value : {}),
    label: `${owner}:${branch}`,
    ref: branch,
    sha,
  });
  const alone = operation !== "get /repos/{owner}/{repo}/pulls";
  return {
    ...example,
    number: pull.number,
    html_url: `${context.url}/${full}/pull/${pull.number}`,
    title: pull.title,
    body: pull.body === "" ? null : pull.body,
    draft: pull.draft,
    state: pull.state,
    user: userAnswer(context, pull.author),
    labels: pull.labels.map(labelAnswer),
    requested_teams: [],
    merged_at: pull.merged ? "2026-01-01T00:00:00Z" : null,
    closed_at: pull.state === "closed" ? "2026-01-01T00:00:00Z" : null,
    ...(alone ? { merged: pull.merged } : {}),
    head: side(example["head"], pull.headOwner, pull.headBranch, tip(pull.headRepository, pull.headBranch)),
    base: side(example["base"], repository.owner, pull.base, tip(full, pull.base)),
  };
}
