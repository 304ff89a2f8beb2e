import { type GitHubClient, once } from "./github-client.ts";
import { parts } from "./github-repositories.ts";

/** Where people talk: an issue or pull request, or a discussion. */
export interface ThreadName {
  readonly kind: "issue" | "discussion";
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
}

export interface Thread {
  readonly title: string;
  readonly url: string;
  readonly isLocked: boolean;
  /** What GitHub calls it where a comment is added: the number of an issue, the id of a discussion. */
  readonly id: string;
}

export interface ThreadComment {
  readonly id: string;
  readonly url: string;
  readonly author: string;
  readonly body: string;
}

/** Threads and their comments; discussions are reached through GraphQL alone (docs.github.com, "Using the GraphQL API for Discussions"). */
export interface Threads {
  readThread(name: ThreadName): Promise<Thread>;
  /** In order of time; of a discussion the comments at its top, without replies. */
  listComments(name: ThreadName): Promise<ThreadComment[]>;
  /** Sent once. */
  addComment(name: ThreadName, thread: Thread, body: string): Promise<ThreadComment>;
  updateComment(name: ThreadName, id: string, body: string): Promise<ThreadComment>;
}

export function makeThreads(client: GitHubClient): Threads {
  const issues = issueThreads(client);
  const discussions = discussionThreads(client);
  const of = ({ kind }: ThreadName) => (kind === "issue" ? issues : discussions);
  return {
    readThread: (name) => of(name).readThread(name),
    listComments: (name) => of(name).listComments(name),
    addComment: (name, thread, body) => of(name).addComment(name, thread, body),
    updateComment: (name, id, body) => of(name).updateComment(name, id, body),
  };
}

function issueThreads(client: GitHubClient): Threads {
  const at = ({ repository, number }: ThreadName) => ({ ...parts(repository), issue_number: number });
  const words = ({ repository, number }: ThreadName) => `${repository}#${number}`;
  return {
    async readThread(name) {
      const { data } = await client.ask(`read ${words(name)}`, ({ issues }) => issues.get(at(name)));
      return { title: data.title, url: data.html_url, isLocked: data.locked, id: String(data.number) };
    },
    async listComments(name) {
      const listed = await client.ask(`list the comments of ${words(name)}`, (octokit) =>
        octokit.paginate(octokit.issues.listComments, { ...at(name), per_page: 100 }),
      );
      return listed.map(describedComment);
    },
    async addComment(name, _, body) {
      const { data } = await client.ask(`comment on ${words(name)}`, ({ issues }) =>
        issues.createComment({ ...at(name), body, ...once }),
      );
      return describedComment(data);
    },
    async updateComment(name, id, body) {
      const { data } = await client.ask(`update a comment on ${words(name)}`, ({ issues }) =>
        issues.updateComment({ ...parts(name.repository), comment_id: Number(id), body }),
      );
      return describedComment(data);
    },
  };
}

interface CommentData {
  readonly id: number;
  readonly html_url: string;
  readonly body?: string | undefined;
  readonly user: { readonly login: string } | null;
}

function describedComment({ id, html_url, body, user }: CommentData): ThreadComment {
  return { id: String(id), url: html_url, author: user?.login ?? "", body: body ?? "" };
}

const threadQuery = `query($owner: String!, $repo: String!, $number: Int!) {
  repository(owner: $owner, name: $repo) { discussion(number: $number) { id title url locked } }
}`;

const commentsQuery = `query($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) { discussion(number: $number) {
    comments(first: 100, after: $after) { nodes { id url body author { login } } pageInfo { hasNextPage endCursor } }
  } }
}`;

const addMutation = `mutation($id: ID!, $body: String!) {
  addDiscussionComment(input: { discussionId: $id, body: $body }) { comment { id url body author { login } } }
}`;

const updateMutation = `mutation($id: ID!, $body: String!) {
  updateDiscussionComment(input: { commentId: $id, body: $body }) { comment { id url body author { login } } }
}`;

interface CommentNode {
  readonly id: string;
  readonly url: string;
  readonly body: string;
  /** Null where the account is gone. */
  readonly author: { readonly login: string } | null;
}

interface Found<T> {
  readonly repository: { readonly discussion: T };
}

interface CommentsPage {
  readonly comments: {
    readonly nodes: readonly CommentNode[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

interface DiscussionData {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly locked: boolean;
}

function discussionThreads(client: GitHubClient): Threads {
  const at = ({ repository, number }: ThreadName) => ({ ...parts(repository), number });
  const words = ({ repository, number }: ThreadName) => `discussion ${number} of ${repository}`;
  return {
    async readThread(name) {
      const found = await client.ask(`read ${words(name)}`, ({ graphql }) =>
        graphql<Found<DiscussionData>>(threadQuery, at(name)),
      );
      const { id, title, url, locked } = found.repository.discussion;
      return { id, title, url, isLocked: locked };
    },
    async listComments(name) {
      const all: ThreadComment[] = [];
      for (let after: string | null = null, more = true; more; ) {
        const variables: Record<string, unknown> = { ...at(name), after };
        const found = await client.ask(`list the comments of ${words(name)}`, ({ graphql }) =>
          graphql<Found<CommentsPage>>(commentsQuery, variables),
        );
        const { nodes, pageInfo } = found.repository.discussion.comments;
        all.push(...nodes.map(describedNode));
        after = pageInfo.endCursor;
        more = pageInfo.hasNextPage;
      }
      return all;
    },
    async addComment(name, { id }, body) {
      const made = await client.ask(`comment on ${words(name)}`, ({ graphql }) =>
        graphql<{ addDiscussionComment: { comment: CommentNode } }>(addMutation, { id, body, ...once }),
      );
      return describedNode(made.addDiscussionComment.comment);
    },
    async updateComment(name, id, body) {
      const made = await client.ask(`update a comment on ${words(name)}`, ({ graphql }) =>
        graphql<{ updateDiscussionComment: { comment: CommentNode } }>(updateMutation, { id, body }),
      );
      return describedNode(made.updateDiscussionComment.comment);
    },
  };
}

function describedNode({ id, url, body, author }: CommentNode): ThreadComment {
  return { id, url, body, author: author?.login ?? "" };
}
