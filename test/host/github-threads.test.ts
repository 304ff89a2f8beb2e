import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { gitHubOf } from "../helpers/github/open-stand-in.ts";
import { addAccount, addRepository, addThread } from "../helpers/github/people.ts";
import { serveGitHub } from "../helpers/github/serve-github.ts";
import { makeWish } from "../helpers/pull-wish.ts";

describe.each(["issue", "discussion"] as const)("on a thread that is a %s", (kind) => {
  async function serve() {
    const folder = await makeFolder();
    const standIn = await serveGitHub(join(folder, "served"));
    const jane = addAccount(standIn, "jane");
    const repository = addRepository(standIn, "project/tool", makeWish(folder).dir);
    const thread = addThread(standIn, repository, kind, "routes");
    const name = { kind, repository: "project/tool", number: thread.number } as const;
    return { standIn, github: gitHubOf(standIn, jane), thread, name };
  }

  it("reads title, address and lock", async () => {
    const { standIn, github, thread, name } = await serve();
    const url = `${standIn.url}/project/tool/${kind}s/${thread.number}`;
    expect(await github.readThread(name)).toMatchObject({ title: "routes", url, isLocked: false });
    thread.locked = true;
    expect((await github.readThread(name)).isLocked).toBe(true);
  });

  it("adds a comment and changes it", async () => {
    const { github, thread, name } = await serve();
    const made = await github.addComment(name, await github.readThread(name), "one");
    expect(made).toMatchObject({ author: "jane", body: "one" });
    expect(await github.listComments(name)).toEqual([made]);
    expect(await github.updateComment(name, made.id, "two")).toEqual({ ...made, body: "two" });
    expect(thread.comments.map(({ body }) => body)).toEqual(["two"]);
  });

  it("lists comments of all pages, in order of time", async () => {
    const { github, thread, name } = await serve();
    for (let at = 0; at < 101; at++)
      thread.comments.push({ id: at, nodeId: `C_${at}`, author: "joe", body: `${at}` });
    const bodies = (await github.listComments(name)).map(({ body }) => body);
    expect(bodies).toEqual([...Array(101).keys()].map(String));
  });

  it("sends a comment once, and says what a lock refuses", async () => {
    const { standIn, github, thread, name } = await serve();
    const target = await github.readThread(name);
    const posting = kind === "issue" ? /^POST .*\/comments$/ : /^POST .*graphql$/;
    const count = () => standIn.requests.filter((request) => posting.test(request)).length;
    const before = count();
    standIn.faults.push({ on: posting, fault: { kind: "status", status: 502 }, times: 9 });
    const { code } = await failureOf(() => github.addComment(name, target, "one"));
    expect([code, count() - before]).toEqual(["environment/github-unreachable", 1]);
    standIn.faults.length = 0;
    thread.locked = true;
    const locked = await failureOf(() => github.addComment(name, target, "one"));
    expect([locked.code, locked.message]).toEqual([
      "environment/github-refused",
      expect.stringContaining("locked"),
    ]);
  });
});
