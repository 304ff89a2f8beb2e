import { join } from "node:path";
import { expect, it } from "vitest";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import type { Fault } from "../helpers/github/faults.ts";
import { pusherOf } from "../helpers/github/open-stand-in.ts";
import { addAccount, addRepository } from "../helpers/github/people.ts";
import { serveGitHub } from "../helpers/github/serve-github.ts";
import { makeWish } from "../helpers/pull-wish.ts";

/** A repository of Jane's, and a clone with a commit that it has not. */
async function serve() {
  const folder = await makeFolder();
  const { dir, gitDir, wish } = makeWish(folder);
  const standIn = await serveGitHub(join(folder, "served"));
  const jane = addAccount(standIn, "jane");
  addRepository(standIn, "jane/tool", dir);
  const [series] = wish.series;
  if (!series) throw new Error("there is no series");
  const url = `${standIn.url}/jane/tool.git`;
  const pusher = pusherOf(standIn, jane, gitDir);
  const push = (expected: string | null, { branch = "mine", sha = series.head, to = url } = {}) =>
    pusher.push({ url: to, branch, sha, expected });
  return { standIn, jane, push, tip: () => standIn.bare.tip("jane/tool", "mine"), ...series };
}

it("makes a branch, moves it from where it is expected, and from nowhere else", async () => {
  const { push, tip, base, head } = await serve();
  await push(null, { sha: base });
  expect(tip()).toBe(base);
  expect(await failureOf(() => push(null))).toMatchObject({
    code: "publish/branch-moved",
    message: expect.stringContaining("expected to push branch mine to 127.0.0.1"),
  });
  expect((await failureOf(() => push(head, { sha: head }))).code).toBe("publish/branch-moved");
  expect(tip()).toBe(base);
  await push(base);
  expect(tip()).toBe(head);
  // Back again: a lease is all that it asks for.
  await push(head, { sha: base });
  expect(tip()).toBe(base);
});

it.each<[string, Fault, string]>([
  ["the server breaks down", { kind: "status", status: 502 }, "environment/github-unreachable"],
  ["the connection ends", { kind: "drop-before" }, "environment/github-unreachable"],
  ["the token has expired", { kind: "expired" }, "environment/token-refused"],
])("tells that %s", async (_, fault, code) => {
  const { standIn, push, tip } = await serve();
  standIn.faults.push({ on: /receive-pack/, fault, times: Number.POSITIVE_INFINITY });
  expect((await failureOf(() => push(null))).code).toBe(code);
  expect(tip()).toBeUndefined();
});

it("says what a token lacks that may not push, without the token", async () => {
  const { jane, push } = await serve();
  jane.scopes = [];
  const refused = await failureOf(() => push(null));
  expect(refused.code).toBe("environment/token-refused");
  expect(refused.hint).toContain("GH_TOKEN needs the scope public_repo");
  expect(JSON.stringify(refused)).not.toContain(jane.token);
});

it("sends nothing to another host", async () => {
  const { standIn, push } = await serve();
  const other = await failureOf(() => push(null, { to: "http://127.0.0.1:1/jane/tool.git" }));
  expect([other.code, standIn.requests]).toEqual(["environment/github-refused", []]);
});
