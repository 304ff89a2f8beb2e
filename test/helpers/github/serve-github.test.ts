import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { commitOn, git } from "../clone-git.ts";
import { makeFolder } from "../folder.ts";
import { type Json, served } from "./description.ts";
import { exampleOf, problemsOfAnswer, problemsOfCall } from "./operation.ts";
import { addAccount, addRepository, addThread } from "./people.ts";
import { type GitHubStandIn, serveGitHub } from "./serve-github.ts";
import type { Account, Repository } from "./state.ts";

let github: GitHubStandIn;
let jane: Account;
let upstream: Repository;
let work: string;

beforeEach(async () => {
  const folder = await makeFolder();
  work = join(folder, "work");
  execFileSync("git", ["init", "--quiet", "--initial-branch=main", work]);
  git(work, ["commit", "--quiet", "--allow-empty", "--message", "Start"]);
  github = await serveGitHub(join(folder, "served"));
  jane = addAccount(github, "jane");
  upstream = addRepository(github, "project/tool", work);
});

async function call(method: string, path: string, body?: Json, token = jane.token) {
  const response = await fetch(`${github.apiUrl}${path}`, {
    method,
    headers: { authorization: `token ${token}` },
    redirect: "manual",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === "" ? undefined : JSON.parse(text),
  };
}

/** What the stand-in found wrong; a test that provokes it takes it out. */
const problems = () => github.problems.splice(0);

describe("the stand-in refuses", () => {
  it.each<[string, string, string, Json | undefined, RegExp]>([
    [
      "an unknown field",
      "POST",
      "/repos/project/tool/pulls",
      { head: "x", base: "main", titel: "x" },
      /titel/,
    ],
    [
      "a field of another type",
      "POST",
      "/repos/project/tool/pulls",
      { head: "x", base: "main", draft: "yes" },
      /draft: must be boolean/,
    ],
    [
      "a lack of a required field",
      "POST",
      "/repos/project/tool/pulls",
      { head: "x" },
      /required property 'base'/,
    ],
    ["an unknown query parameter", "GET", "/repos/project/tool/pulls?stat=all", undefined, /stat"/],
    [
      "a value that a parameter does not have",
      "GET",
      "/repos/project/tool/pulls?state=every",
      undefined,
      /state: must be equal to one of/,
    ],
    ["an unknown file field of a gist", "POST", "/gists", { files: { a: { text: "x" } } }, /text/],
    ["a missing body", "POST", "/gists", undefined, /body: expected one/],
  ])("%s", async (_, method, path, body, expected) => {
    const { status } = await call(method, path, body);
    const found = problems().join("\n");
    expect(found).toMatch(expected);
    expect(status).toBe(422);
  });

  it("a path that it does not serve, and says so to the test", async () => {
    expect((await call("DELETE", "/repos/project/tool")).status).toBe(404);
    expect(problems()).toEqual(["DELETE /repos/project/tool: no such operation"]);
  });

  it("a token that is none, or was one", async () => {
    expect((await call("GET", "/user", undefined, "ghp_other")).status).toBe(401);
    jane.expired = true;
    expect((await call("GET", "/user")).status).toBe(401);
  });

  it("what a token has no scope for, as GitHub does", async () => {
    jane.scopes = ["read:org"];
    const { status, headers } = await call("POST", "/gists", { files: { a: { content: "x" } } });
    expect([status, headers.get("x-accepted-oauth-scopes"), headers.get("x-oauth-scopes")]).toEqual([
      404,
      "gist",
      "read:org",
    ]);
    expect((await call("POST", "/repos/project/tool/forks", {})).status).toBe(404);
  });

  it("a query that GitHub's schema does not know", async () => {
    await fetch(`${github.url}/api/graphql`, {
      method: "POST",
      headers: { authorization: `token ${jane.token}` },
      body: JSON.stringify({ query: '{ repository(owner: "a", name: "b") { discussion(nr: 1) { id } } }' }),
    });
    expect(problems().join("\n")).toMatch(/Unknown argument "nr"/);
  });

  it("pull requests as GitHub does: without a head, a base or a difference, a second one, a body too long", async () => {
    addRepository(github, "jane/tool", work, { parent: "project/tool" });
    const create = (changes: Record<string, Json>) =>
      call("POST", "/repos/project/tool/pulls", { title: "t", head: "jane:topic", base: "main", ...changes });
    expect((await create({})).body.errors[0]).toMatchObject({ field: "head", code: "invalid" });
    github.bare.move("jane/tool", "topic", git(work, ["rev-parse", "main"]).trim());
    expect((await create({})).body.errors[0].message).toMatch(/^No commits between/);
    commitOn(work, "main", "topic", { "a.txt": "b\n" });
    git(work, ["push", "--quiet", "--force", `${github.bare.folder}/jane/tool.git`, "topic"]);
    expect((await create({ base: "gone" })).body.errors[0]).toMatchObject({ field: "base", code: "invalid" });
    expect((await create({ body: "x".repeat(65_537) })).body.errors[0].message).toMatch(/body is too long/);
    expect((await create({})).status).toBe(201);
    expect((await create({})).body.errors[0].message).toMatch(/already exists for jane:topic/);
  });
});

describe("the stand-in", () => {
  it("gives answers that GitHub's description allows, and sees one that it does not", () => {
    const gist = exampleOf("get /gists/{gist_id}", 200) as Record<string, Json>;
    expect(problemsOfAnswer("get /gists/{gist_id}", 200, gist)).toEqual([]);
    expect(problemsOfAnswer("get /gists/{gist_id}", 200, { ...gist, comments: "many" })).toHaveLength(1);
    expect(problemsOfAnswer("post /gists", 418, {})).toEqual(["post /gists: no answer 418 is described"]);
  });

  it("knows the schema of every call that it serves", () => {
    for (const operation of served)
      expect(problemsOfCall({ operation, path: {}, query: { nonsense: "1" }, body: undefined })[0]).toMatch(
        /nonsense/,
      );
  });

  it("keeps what it was told, in pages with links", async () => {
    const issue = addThread(github, upstream, "issue", "a report");
    const path = `/repos/project/tool/issues/${issue.number}/comments`;
    for (const body of ["one", "two", "three"]) expect((await call("POST", path, { body })).status).toBe(201);
    const first = await call("GET", `${path}?per_page=2`);
    expect(first.body.map((one: { body: string }) => one.body)).toEqual(["one", "two"]);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    const second = await call("GET", next.replace(github.apiUrl, ""));
    expect([second.body[0].body, second.headers.get("link")]).toEqual(["three", null]);
  });

  it("makes a fork in the background, once", async () => {
    const made = await call("POST", "/repos/project/tool/forks", { default_branch_only: true });
    expect([made.status, made.body.full_name, made.body.parent.full_name]).toEqual([
      202,
      "jane/tool",
      "project/tool",
    ]);
    const ref = () => call("GET", "/repos/jane/tool/git/ref/heads/main");
    expect([(await ref()).status, (await ref()).status]).toEqual([404, 200]);
    await call("POST", "/repos/project/tool/forks", { name: "other" });
    expect(github.state.repositories).toHaveLength(2);
  });

  it("redirects from a repository's former name", async () => {
    upstream.formerNames.push("project/old");
    const { status, headers } = await call("GET", "/repos/project/old");
    expect([status, headers.get("location")]).toEqual([301, `${github.apiUrl}/repos/project/tool`]);
  });

  it("takes pushes from the owner of a repository only, and shows them", async () => {
    addRepository(github, "jane/tool", work, { parent: "project/tool" });
    const { host } = new URL(github.url);
    commitOn(work, "main", "topic", { "a.txt": "b\n" });
    // Not at once: the server that git waits for is in this process.
    const push = (repository: string, token: string) => {
      const url = `http://x:${token}@${host}/${repository}.git`;
      const args = ["-C", work, "push", "--quiet", url, "topic"];
      return new Promise((resolve) => execFile("git", args, (error) => resolve(error === null)));
    };
    expect(await push("project/tool", jane.token)).toBe(false);
    expect(await push("jane/tool", "wrong")).toBe(false);
    expect(await push("jane/tool", jane.token)).toBe(true);
    const { body } = await call("GET", "/repos/jane/tool/git/ref/heads/topic");
    expect(body.object.sha).toBe(git(work, ["rev-parse", "topic"]).trim());
  });

  it("lets everyone clone a repository and a gist as it is now, and push to none", async () => {
    const { body: made } = await call("POST", "/gists", { files: { "a~b.patch": { content: "one\n" } } });
    const file = (content: string) => ({ files: { "a~b.patch": { content } } });
    const to = async (name: string, url: string) => {
      const folder = join(work, "..", name);
      const args = ["clone", "--quiet", url, folder];
      const error = await new Promise((resolve) => execFile("git", args, resolve));
      return error === null ? git(folder, ["ls-tree", "-r", "--format=%(path)", "HEAD"]).trim() : "refused";
    };
    expect(await to("one", made.git_pull_url)).toBe("a~b.patch");
    expect(await to("tool", `${github.url}/project/tool.git`)).toBe("");
    await call("PATCH", `/gists/${made.id}`, file("two\n"));
    expect(await to("two", made.git_pull_url)).toBe("a~b.patch");
    expect(git(join(work, "../two"), ["show", "HEAD:a~b.patch"])).toBe("two\n");
    expect(await to("page", made.html_url)).toBe("refused");
    const push = ["-C", join(work, "../two"), "push", "--quiet", "origin", "HEAD:refs/heads/mine"];
    const env = { ...process.env, GIT_TERMINAL_PROMPT: "0" };
    const pushed = await new Promise((resolve) =>
      execFile("git", push, { env }, (error) => resolve(error === null)),
    );
    expect(pushed).toBe(false);
  });

  it("has faults on order: an error, limits, a connection that ends before and after the effect", async () => {
    const issue = addThread(github, upstream, "issue", "a report");
    const path = `/repos/project/tool/issues/${issue.number}/comments`;
    const on = /^POST .*comments$/;
    github.faults.push({ on, fault: { kind: "status", status: 502 }, times: 1 });
    github.faults.push({ on, fault: { kind: "primary-limit", resetInSec: 60 }, times: 1 });
    github.faults.push({ on, fault: { kind: "secondary-limit", retryAfterSec: 7 }, times: 1 });
    const post = () => call("POST", path, { body: "x" });
    expect((await post()).status).toBe(502);
    expect((await post()).headers.get("x-ratelimit-remaining")).toBe("0");
    expect((await post()).headers.get("retry-after")).toBe("7");
    github.faults.push({ on, fault: { kind: "drop-before" }, times: 1 });
    await expect(post()).rejects.toThrow();
    expect(issue.comments).toHaveLength(0);
    github.faults.push({ on, fault: { kind: "drop-after" }, times: 1 });
    await expect(post()).rejects.toThrow();
    expect(issue.comments).toHaveLength(1);
  });

  it("answers questions about discussions, and takes comments", async () => {
    const discussion = addThread(github, upstream, "discussion", "which way");
    const ask = async (query: string, variables: Json) => {
      const response = await fetch(`${github.url}/api/graphql`, {
        method: "POST",
        headers: { authorization: `token ${jane.token}` },
        body: JSON.stringify({ query, variables }),
      });
      return JSON.parse(await response.text());
    };
    const query =
      'query($n: Int!) { repository(owner: "project", name: "tool") { discussion(number: $n) { id comments(first: 100) { nodes { id body author { login } } } } } }';
    const found = await ask(query, { n: discussion.number });
    const { id } = found.data.repository.discussion;
    const add =
      "mutation($id: ID!, $body: String!) { addDiscussionComment(input: { discussionId: $id, body: $body }) { comment { id url } } }";
    const { comment } = (await ask(add, { id, body: "hello" })).data.addDiscussionComment;
    const update =
      "mutation($id: ID!, $body: String!) { updateDiscussionComment(input: { commentId: $id, body: $body }) { comment { id } } }";
    await ask(update, { id: comment.id, body: "hello again" });
    const [only] = (await ask(query, { n: discussion.number })).data.repository.discussion.comments.nodes;
    expect(only).toEqual({ id: comment.id, body: "hello again", author: { login: "jane" } });
    const lost = await ask(query, { n: 99 });
    expect(lost.errors[0].type).toBe("NOT_FOUND");
  });
});
