import { join } from "node:path";
import { expect, it } from "vitest";
import { PatchkitError } from "../../../src/errors.ts";
import type { DiscussPlan } from "../../../src/publish/discussion/discuss-plan.ts";
import { performDiscuss } from "../../../src/publish/discussion/perform.ts";
import { makeFolder } from "../../helpers/folder.ts";
import { breakNext, lastingFaults } from "../../helpers/github/faults.ts";
import { gitHubOf } from "../../helpers/github/open-stand-in.ts";
import { addAccount, addThread } from "../../helpers/github/people.ts";
import { serveGitHub } from "../../helpers/github/serve-github.ts";
import type { Thread } from "../../helpers/github/state.ts";

/** A thread without comments, and a plan for it. */
async function serve(kind: Thread["kind"]) {
  const github = await serveGitHub(join(await makeFolder(), "served"));
  const account = addAccount(github, "jane");
  const repository = {
    id: github.state.nextId++,
    owner: "project",
    name: "tool",
    defaultBranch: "main",
    parent: undefined,
    formerNames: [],
    pendingReads: 0,
  };
  github.state.repositories.push(repository);
  const thread = addThread(github, repository, kind, "routes");
  const plan: DiscussPlan = {
    schema: 1,
    kind: "discuss",
    apiUrl: github.apiUrl,
    login: "jane",
    thread: { kind, repository: "project/tool", number: thread.number },
    title: "routes",
    gist: { description: "series for it", files: { "a.patch": "one\n", series: "a.patch\n" } },
    text: "Get it from {{gist}}.",
    cut: [],
  };
  const run = (changed: Partial<DiscussPlan> = {}) =>
    performDiscuss({ ...plan, ...changed }, gitHubOf(github, account));
  return { github, thread, plan, run };
}

const cases = (["issue", "discussion"] as const).flatMap((kind) =>
  lastingFaults.map(([words, fault, code]) => [kind, words, fault, code] as const),
);

it.each(cases)(
  "ends with one gist and one comment on a %s, whichever request fails because %s, and says how far it came",
  async (kind, _, fault, code) => {
    const { github, thread, run } = await serve(kind);
    const broken = new Set<string>();
    for (;;) {
      const before = broken.size;
      github.faults.splice(0, 1, breakNext(broken, fault));
      const { done, left, failure } = await run();
      if (broken.size === before) break;
      expect(failure instanceof PatchkitError && failure.code).toBe(code);
      expect([...done.map((one) => one.kind), ...left]).toEqual(["gist", "comment"]);
    }
    expect(broken.size).toBeGreaterThan(4);
    const [gist] = github.state.gists;
    const text = `Get it from ${github.url}/gist/jane/${gist?.id}.`;
    expect(github.state.gists).toHaveLength(1);
    expect(thread.comments.map(({ body }) => body.split("\n")[0])).toEqual([text]);
  },
);

it("replaces what an earlier run posted, and leaves alone what a person changed", async () => {
  const { github, thread, plan, run } = await serve("issue");
  await run();
  const gist = { ...plan.gist, files: { "a.patch": "two\n" } };
  const outcomes = async (changed: Partial<DiscussPlan>) =>
    (await run(changed)).done.map(({ outcome }) => outcome);
  expect(await outcomes({ gist, text: "Other words." })).toEqual(["updated", "updated"]);
  expect([...(github.state.gists[0]?.files ?? [])]).toEqual([["a.patch", "two\n"]]);
  expect(await outcomes({ gist, text: "Other words." })).toEqual(["already", "already"]);
  const [comment] = thread.comments;
  if (!comment) throw new Error("there is no comment");
  comment.body = comment.body.replace("Other", "My");
  expect(await outcomes({ gist })).toEqual(["already", "kept"]);
  expect(comment.body).toMatch(/^My words\./);
});
