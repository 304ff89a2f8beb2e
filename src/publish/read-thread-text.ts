import { z } from "zod";
import type { Source } from "./find-source.ts";
import { askGitHub, type SourceSetting } from "./source-downloads.ts";

/** A thread of GitHub's, or one comment of it. */
type ThreadSource = Extract<Source, { kind: "issue" | "discussion" }>;

/**
 * The text of a comment, or that of the thread itself; empty where there is none.
 *
 * @throws PatchkitError `environment/network`.
 */
export function readThreadText(source: ThreadSource, setting: SourceSetting): Promise<string> {
  return source.kind === "issue" ? issueText(source, setting) : discussionText(source, setting);
}

const issue = z.object({ body: z.string().nullable().optional() });

async function issueText(
  { repository, number, comment }: ThreadSource,
  setting: SourceSetting,
): Promise<string> {
  const path = comment === undefined ? `issues/${number}` : `issues/comments/${comment}`;
  return (await askGitHub(`/repos/${repository}/${path}`, issue, setting)).body ?? "";
}

const node = z.object({ databaseId: z.number().nullable(), body: z.string() });
const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const discussion = z.object({
  data: z.object({
    repository: z.object({
      discussion: z.object({
        body: z.string(),
        comments: z.object({
          nodes: z.array(node.extend({ replies: z.object({ nodes: z.array(node) }) })),
          pageInfo,
        }),
      }),
    }),
  }),
});

const query = `query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) { discussion(number: $number) { body comments(first: 50, after: $after) {
    nodes { databaseId body replies(first: 100) { nodes { databaseId body } } } pageInfo { hasNextPage endCursor }
  } } }
}`;

/** Discussions are reached through GraphQL alone, which needs a token. */
async function discussionText(
  { repository, number, comment }: ThreadSource,
  setting: SourceSetting,
): Promise<string> {
  const [owner, name] = repository.split("/");
  for (let after: string | null = null; ; ) {
    const variables = { owner, name, number, after };
    const answer: z.infer<typeof discussion> = await askGitHub("/graphql", discussion, setting, {
      query,
      variables,
    });
    const found = answer.data.repository.discussion;
    if (comment === undefined) return found.body;
    const all = found.comments.nodes.flatMap((one) => [one, ...one.replies.nodes]);
    const wanted = all.find(({ databaseId }) => String(databaseId) === comment);
    if (wanted) return wanted.body;
    after = found.comments.pageInfo.endCursor;
    if (!found.comments.pageInfo.hasNextPage) return "";
  }
}
