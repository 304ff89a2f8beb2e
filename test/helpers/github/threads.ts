import {
  type Context,
  exampleAbout,
  fieldsOf,
  type Handler,
  lacksScope,
  notFound,
  ok,
  repositoryOf,
  textOf,
  userAnswer,
} from "./context.ts";
import type { JsonObject, OperationName } from "./description.ts";
import { bodyProblem, labelAnswer } from "./pulls.ts";
import { mayLabel, writeScopes } from "./repositories.ts";
import { type Comment, fullName, type Repository, type Thread, talkOf } from "./state.ts";

const locked = {
  status: 403,
  body: {
    message: "Unable to create comment because issue is locked.",
    documentation_url: "https://docs.github.com/rest",
  },
};

export const threadHandlers: Partial<Record<OperationName, Handler>> = {
  "get /repos/{owner}/{repo}/issues/{issue_number}": (call, context) => {
    const found = repositoryOf(call, context);
    const thread = found && issueOf(call, found, context);
    if (!found || !thread) return notFound;
    const names = { "octocat/Hello-World": fullName(found), "1347": String(thread.number) };
    const example = exampleAbout(call.operation, 200, context, names);
    const html_url = `${context.url}/${fullName(found)}/issues/${thread.number}`;
    return ok({ ...example, number: thread.number, title: thread.title, html_url, locked: thread.locked });
  },
  "get /repos/{owner}/{repo}/issues/{issue_number}/comments": (call, context) => {
    const found = repositoryOf(call, context);
    const thread = found && issueOf(call, found, context);
    if (!found || !thread) return notFound;
    return ok(thread.comments.map((comment) => commentAnswer(comment, thread, found, context)));
  },
  "post /repos/{owner}/{repo}/issues/{issue_number}/comments": (call, context) => {
    const found = repositoryOf(call, context);
    const thread = found && issueOf(call, found, context);
    if (!found || !thread) return notFound;
    const problem = lacksScope(context, writeScopes) ?? bodyProblem(fieldsOf(call)["body"]);
    if (problem) return problem;
    if (thread.locked) return locked;
    const id = context.state.nextId++;
    const comment = {
      id,
      nodeId: `IC_${id}`,
      author: context.account.login,
      body: textOf(fieldsOf(call)["body"]),
    };
    thread.comments.push(comment);
    return { status: 201, body: commentAnswer(comment, thread, found, context) };
  },
  "post /repos/{owner}/{repo}/issues/{issue_number}/labels": (call, context) => {
    const found = repositoryOf(call, context);
    const labelled = found && issueOf(call, found, context);
    // Who may not, is told that there is no such thing.
    if (!found || !labelled || !mayLabel(found, context.account.login)) return notFound;
    const { labels } = fieldsOf(call);
    const added = (Array.isArray(labels) ? labels : []).map((one) => textOf(one));
    labelled.labels.push(...added.filter((one) => !labelled.labels.includes(one)));
    return ok(labelled.labels.map(labelAnswer));
  },
  "get /repos/{owner}/{repo}/issues/comments/{comment_id}": (call, context) => {
    const found = repositoryOf(call, context);
    for (const thread of found ? issuesOf(context.state, found) : []) {
      const comment = thread.comments.find(({ id }) => String(id) === call.path["comment_id"]);
      if (found && comment) return ok(commentAnswer(comment, thread, found, context));
    }
    return notFound;
  },
  "patch /repos/{owner}/{repo}/issues/comments/{comment_id}": (call, context) => {
    const found = repositoryOf(call, context);
    if (!found) return notFound;
    const problem = lacksScope(context, writeScopes) ?? bodyProblem(fieldsOf(call)["body"]);
    if (problem) return problem;
    for (const thread of issuesOf(context.state, found)) {
      const comment = thread.comments.find(({ id }) => String(id) === call.path["comment_id"]);
      if (!comment || comment.author !== context.account.login) continue;
      comment.body = textOf(fieldsOf(call)["body"]);
      return ok(commentAnswer(comment, thread, found, context));
    }
    return notFound;
  },
};

/** An issue, or what a pull request has of one. */
type Issue = Pick<Thread, "number" | "title" | "comments" | "labels" | "locked">;

function issueOf(
  { path }: Parameters<Handler>[0],
  repository: Repository,
  { state }: Context,
): Issue | undefined {
  const isMeant = ({ number }: Issue) => String(number) === path["issue_number"];
  return issuesOf(state, repository).find(isMeant);
}

function issuesOf(state: Context["state"], repository: Repository): Issue[] {
  const { pulls, threads } = talkOf(state, repository);
  return [...pulls, ...threads.filter(({ kind }) => kind === "issue")];
}

function commentAnswer(
  comment: Comment,
  thread: Issue,
  repository: Repository,
  context: Context,
): JsonObject {
  const operation = "post /repos/{owner}/{repo}/issues/{issue_number}/comments";
  const example = exampleAbout(operation, 201, context, { "octocat/Hello-World": fullName(repository) });
  const html_url = `${context.url}/${fullName(repository)}/issues/${thread.number}#issuecomment-${comment.id}`;
  return {
    ...example,
    id: comment.id,
    body: comment.body,
    user: userAnswer(context, comment.author),
    html_url,
  };
}
