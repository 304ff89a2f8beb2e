import { schema as published } from "@octokit/graphql-schema";
import { buildSchema, execute, GraphQLError, type GraphQLSchema, parse, validate } from "graphql";
import type { Context } from "./context.ts";
import { isObject, type Json } from "./description.ts";
import { longestBody } from "./pulls.ts";
import { type Comment, findRepository, fullName, type Repository, type Thread, talkOf } from "./state.ts";

let schema: GraphQLSchema | undefined;

function readSchema(): GraphQLSchema {
  schema ??= buildSchema(published.idl, { assumeValidSDL: true });
  return schema;
}

/** Scopes of which one lets a classic token write discussions. */
export const discussionScopes = ["public_repo", "repo", "write:discussion"];

/** What GitHub's schema says against a query; empty where it is a right one. */
export function problemsOfQuery(body: Json | undefined): string[] {
  const query = isObject(body) ? body["query"] : undefined;
  if (typeof query !== "string") return ["graphql: expected a query"];
  try {
    return validate(readSchema(), parse(query)).map(({ message }) => `graphql: ${message}`);
  } catch (error) {
    return [`graphql: ${String(error)}`];
  }
}

/** Executes a query or a mutation with what the stand-in knows of discussions. */
export async function answerQuery(body: Json | undefined, context: Context): Promise<Json> {
  const { query, variables } = isObject(body) ? body : {};
  const result = await execute({
    schema: readSchema(),
    document: parse(String(query)),
    variableValues: isObject(variables) ? variables : {},
    rootValue: roots(context),
  });
  const errors = result.errors?.map(({ message, path, extensions }) => ({
    message,
    path: path ?? [],
    ...(extensions["type"] === undefined ? {} : { type: extensions["type"] }),
  }));
  return JSON.parse(JSON.stringify({ data: result.data ?? null, ...(errors ? { errors } : {}) }));
}

function roots(context: Context) {
  const { state } = context;
  return {
    viewer: { __typename: "User", login: context.account.login },
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const found = findRepository(state, owner, name);
      if (!found)
        throw refusal("NOT_FOUND", `Could not resolve to a Repository with the name '${owner}/${name}'.`);
      return { discussion: ({ number }: { number: number }) => discussionOf(found, number, context) };
    },
    addDiscussionComment: ({ input }: { input: { discussionId: string; body: string } }) => {
      assertScopes(context, "addDiscussionComment");
      assertLength(input.body);
      const at = allDiscussions(context).find(({ thread }) => nodeIdOf(thread) === input.discussionId);
      if (!at)
        throw refusal(
          "NOT_FOUND",
          `Could not resolve to a node with the global id of '${input.discussionId}'`,
        );
      if (at.thread.locked) throw refusal("UNPROCESSABLE", "Discussion is locked");
      const id = state.nextId++;
      const comment: Comment = { id, nodeId: `DC_${id}`, author: context.account.login, body: input.body };
      at.thread.comments.push(comment);
      return { comment: commentNode(comment, at, context) };
    },
    updateDiscussionComment: ({ input }: { input: { commentId: string; body: string } }) => {
      assertScopes(context, "updateDiscussionComment");
      assertLength(input.body);
      for (const at of allDiscussions(context)) {
        const comment = at.thread.comments.find(({ nodeId }) => nodeId === input.commentId);
        if (!comment || comment.author !== context.account.login) continue;
        comment.body = input.body;
        return { comment: commentNode(comment, at, context) };
      }
      throw refusal("NOT_FOUND", `Could not resolve to a node with the global id of '${input.commentId}'`);
    },
  };
}

interface Place {
  readonly repository: Repository;
  readonly thread: Thread;
}

function allDiscussions({ state }: Context): Place[] {
  return state.repositories.flatMap((repository) =>
    talkOf(state, repository)
      .threads.filter(({ kind }) => kind === "discussion")
      .map((thread) => ({ repository, thread })),
  );
}

function discussionOf(repository: Repository, number: number, context: Context) {
  const thread = talkOf(context.state, repository).threads.find(
    (one) => one.kind === "discussion" && one.number === number,
  );
  if (!thread) throw refusal("NOT_FOUND", `Could not resolve to a Discussion with the number of ${number}.`);
  const at = { repository, thread };
  return {
    id: nodeIdOf(thread),
    number,
    title: thread.title,
    url: urlOf(at, context),
    locked: thread.locked,
    body: "What do you think?",
    comments: ({ first, after }: { first?: number; after?: string }) => {
      if (first === undefined || first > 100)
        throw refusal("EXCESSIVE_PAGINATION", "`first` limit of 100 records.");
      const from = after === undefined || after === null ? 0 : Number(after);
      const end = Math.min(from + first, thread.comments.length);
      return {
        totalCount: thread.comments.length,
        nodes: thread.comments.slice(from, end).map((comment) => commentNode(comment, at, context)),
        pageInfo: { hasNextPage: end < thread.comments.length, endCursor: String(end) },
      };
    },
  };
}

function commentNode(comment: Comment, at: Place, context: Context) {
  return {
    id: comment.nodeId,
    databaseId: comment.id,
    body: comment.body,
    replies: () => ({ nodes: [] }),
    url: `${urlOf(at, context)}#discussioncomment-${comment.id}`,
    author: { __typename: "User", login: comment.author },
    viewerDidAuthor: comment.author === context.account.login,
  };
}

function nodeIdOf({ number }: Thread): string {
  return `D_${number}`;
}

function urlOf({ repository, thread }: Place, { url }: Context): string {
  return `${url}/${fullName(repository)}/discussions/${thread.number}`;
}

function assertScopes({ account }: Context, field: string): void {
  const { scopes } = account;
  if (scopes === undefined || discussionScopes.some((scope) => scopes.includes(scope))) return;
  const wanted = discussionScopes.map((scope) => `'${scope}'`).join(", ");
  throw refusal(
    "INSUFFICIENT_SCOPES",
    `Your token has not been granted the required scopes to execute this query. The '${field}' field requires one of the following scopes: [${wanted}]`,
  );
}

function assertLength(body: string): void {
  if ([...body].length > longestBody)
    throw refusal("UNPROCESSABLE", `Body is too long (maximum is ${longestBody} characters)`);
}

function refusal(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}
