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
import { isObject, type JsonObject, type OperationName } from "./description.ts";
import { findRepository, fullName, type Repository } from "./state.ts";

/** Scopes of which one lets a classic token write to public repositories. */
export const writeScopes = ["public_repo", "repo"];

export function mayLabel({ owner, triagers = [] }: Repository, login: string): boolean {
  return owner === login || triagers.includes(login);
}

export const repositoryHandlers: Partial<Record<OperationName, Handler>> = {
  "get /user": (_, context) => {
    const { login, id, name, mail } = context.account;
    const example = exampleAbout("get /user", 200, context, { octocat: login });
    return ok({ ...example, login, id, name, email: mail });
  },
  "get /user/repos": (_, context) => {
    const own = context.state.repositories.filter(({ owner }) => owner === context.account.login);
    return ok(own.map((one) => repositoryAnswer(one, context, "get /user/repos")));
  },
  "get /repos/{owner}/{repo}": (call, context) => {
    const found = repositoryOf(call, context);
    if (!found) return notFound;
    return ok(repositoryAnswer(found, context, call.operation));
  },
  "post /repos/{owner}/{repo}/forks": fork,
  "get /repos/{owner}/{repo}/git/ref/{ref}": (call, context) => {
    const found = repositoryOf(call, context);
    if (!found) return notFound;
    if (found.pendingReads > 0 && --found.pendingReads >= 0) return notFound;
    const ref = call.path["ref"] ?? "";
    const sha = context.bare.tip(fullName(found), ref.replace(/^heads\//, ""));
    if (sha === undefined || !ref.startsWith("heads/")) return notFound;
    const example = exampleAbout(call.operation, 200, context, { "octocat/Hello-World": fullName(found) });
    const object = isObject(example["object"]) ? example["object"] : {};
    return ok({ ...example, ref: `refs/${ref}`, object: { ...object, type: "commit", sha } });
  },
  "get /repos/{owner}/{repo}/zipball/{ref}": (call, context) => {
    const found = repositoryOf(call, context);
    const ref = call.path["ref"] ?? "";
    if (!found || context.bare.archive(fullName(found), ref) === undefined) return notFound;
    const location = `${context.url}/_codeload/${fullName(found)}/legacy.zip/${ref}`;
    return { status: 302, body: null, location };
  },
  "get /repos/{owner}/{repo}/compare/{basehead}": (call, context) => {
    const found = repositoryOf(call, context);
    const [base = "", head = ""] = (call.path["basehead"] ?? "").split("...");
    const apart = found && context.bare.apart(fullName(found), base, head);
    if (!found || !apart) return notFound;
    const [behind, ahead] = apart;
    const status = ahead > 0 ? (behind > 0 ? "diverged" : "ahead") : behind > 0 ? "behind" : "identical";
    const example = exampleAbout(call.operation, 200, context, { "octocat/Hello-World": fullName(found) });
    return ok({
      ...example,
      status,
      ahead_by: ahead,
      behind_by: behind,
      total_commits: ahead,
      commits: [],
      files: [],
    });
  },
};

function repositoryAnswer(one: Repository, context: Context, operation: OperationName): JsonObject {
  const full = fullName(one);
  const names = { "octocat/Hello-World": full };
  const example = exampleAbout(operation, operation.endsWith("forks") ? 202 : 200, context, names);
  const parent = context.state.repositories.find((other) => fullName(other) === one.parent);
  const { parent: shape, source: _, ...rest } = example;
  const about = (other: Repository): JsonObject => ({
    id: other.id,
    name: other.name,
    full_name: fullName(other),
    owner: userAnswer(context, other.owner),
    html_url: `${context.url}/${fullName(other)}`,
    clone_url: `${context.url}/${fullName(other)}.git`,
    default_branch: other.defaultBranch,
    fork: other.parent !== undefined,
    permissions: {
      admin: other.owner === context.account.login,
      push: other.owner === context.account.login,
      pull: true,
      triage: mayLabel(other, context.account.login),
    },
    private: false,
    language: "Go",
    has_discussions: true,
  });
  // Lists of repositories do not tell of parents.
  if (!parent || operation === "get /user/repos") return { ...rest, ...about(one) };
  const described = { ...(isObject(shape) ? shape : {}), ...about(parent) };
  return { ...rest, ...about(one), parent: described, source: described };
}

function fork(call: Parameters<Handler>[0], context: Context): Answer {
  const { state, account, bare } = context;
  const from = repositoryOf(call, context);
  if (!from) return notFound;
  const lacking = lacksScope(context, writeScopes);
  if (lacking) return lacking;
  const { name, default_branch_only: onlyDefault } = fieldsOf(call);
  const parent = fullName(from);
  const there = state.repositories.find((one) => one.owner === account.login && one.parent === parent);
  if (there) return { status: 202, body: repositoryAnswer(there, context, call.operation) };
  const wanted = textOf(name, from.name);
  if (findRepository(state, account.login, wanted))
    return invalid([
      {
        resource: "Repository",
        field: "name",
        code: "custom",
        message: "name already exists on this account",
      },
    ]);
  const made: Repository = {
    id: state.nextId++,
    owner: account.login,
    name: wanted,
    defaultBranch: from.defaultBranch,
    parent,
    formerNames: [],
    pendingReads: 1,
  };
  bare.copy(
    `${bare.folder}/${parent}.git`,
    fullName(made),
    onlyDefault === true ? from.defaultBranch : undefined,
  );
  state.repositories.push(made);
  return { status: 202, body: repositoryAnswer(made, context, call.operation) };
}
