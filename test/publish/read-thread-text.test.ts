import { describe, expect, it } from "vitest";
import { readThreadText } from "../../src/publish/read-thread-text.ts";
import { serveSources } from "../helpers/source-web.ts";

const thread = { repository: "a/b", number: 7 };

describe("the text of an issue", () => {
  const issue = { kind: "issue", ...thread, comment: undefined } as const;

  it("is its own, or that of a comment", async () => {
    const { setting } = await serveSources({
      "/api/v3/repos/a/b/issues/7": JSON.stringify({ body: "own" }),
      "/api/v3/repos/a/b/issues/comments/9": JSON.stringify({ body: "comment" }),
    });
    expect(await readThreadText(issue, setting)).toBe("own");
    expect(await readThreadText({ ...issue, comment: "9" }, setting)).toBe("comment");
  });

  it("is empty where nobody wrote one", async () => {
    const { setting } = await serveSources({ "/api/v3/repos/a/b/issues/7": JSON.stringify({ body: null }) });
    expect(await readThreadText(issue, setting)).toBe("");
  });
});

describe("the text of a discussion", () => {
  const discussion = { kind: "discussion", ...thread, comment: undefined } as const;
  const comment = (databaseId: number, ...replies: number[]) => ({
    databaseId,
    body: `text ${databaseId}`,
    replies: { nodes: replies.map((id) => ({ databaseId: id, body: `text ${id}` })) },
  });

  /** A discussion whose only page has these comments. */
  async function serve(...nodes: ReturnType<typeof comment>[]) {
    const pageInfo = { hasNextPage: false, endCursor: null };
    const found = { body: "own", comments: { nodes, pageInfo } };
    const answer = { data: { repository: { discussion: found } } };
    return serveSources({ "/api/graphql": JSON.stringify(answer) });
  }

  it("is its own, or that of a comment or a reply", async () => {
    const { web, setting } = await serve(comment(8, 9));
    expect(await readThreadText(discussion, setting)).toBe("own");
    expect(await readThreadText({ ...discussion, comment: "8" }, setting)).toBe("text 8");
    expect(await readThreadText({ ...discussion, comment: "9" }, setting)).toBe("text 9");
    // On an enterprise server, GraphQL is not below /api/v3.
    expect(web.asked.map(({ path }) => path)).toEqual(["/api/graphql", "/api/graphql", "/api/graphql"]);
  });

  it("is empty where the comment is not there any more", async () => {
    const { setting } = await serve(comment(8));
    expect(await readThreadText({ ...discussion, comment: "1" }, setting)).toBe("");
  });
});
