import { expect, it } from "vitest";
import { carrierOf, carrierWords, carryOut } from "../../src/cli/discuss-carrier.ts";
import { makeCell, makeChosen } from "../helpers/cells.ts";
import { failureOf } from "../helpers/failure.ts";

const session = { signal: new AbortController().signal, env: process.env, cwd: "/" };
const flags = { color: false, url: "https://github.com/a/b/issues/1", apiUrl: "https://api.github.com" };
const carrier = {
  kind: "branch",
  fork: null,
  repository: "jane/tool",
  branch: "patchkit/series/x",
  sha: "a".repeat(40),
  expected: null,
  message: "m",
  files: { "v1/x/series": "1\n" },
} as const;

it("makes the same commit of the same files, and another one of others", async () => {
  const chosen = makeChosen([makeCell()]);
  const wish = carrierOf(session, { ...flags, via: "branch", branch: "mine" }, chosen);
  if (wish.kind !== "branch") throw new Error("expected a branch");
  expect(wish).toMatchObject({ branch: "mine", fork: undefined });
  expect(Object.keys(JSON.parse(wish.manifest).series)).toEqual(["v1.10.12/flag-gate"]);
  const shaOf = (text: string, message = "m") => wish.commit(new Map([["v1/x/series", text]]), message);
  const first = await shaOf("1\n");
  expect(first).toMatch(/^[0-9a-f]{40}$/);
  expect([await shaOf("1\n"), (await shaOf("2\n")) === first, (await shaOf("1\n", "n")) === first]).toEqual([
    first,
    false,
    false,
  ]);
  expect(carrierOf(session, { ...flags, via: "gist" }, chosen)).toEqual({ kind: "gist" });
});

it("refuses a plan whose files are not those of its commit, before anything is sent", async () => {
  const plan = { carrier } as never;
  const { code, message } = await failureOf(() => carryOut(session, plan, {} as never));
  expect([code, message]).toEqual([
    "usage/bad-argument",
    expect.stringMatching(/^--plan: expected files that make the commit a{12}, found [0-9a-f]{12}$/),
  ]);
});

it("says what is made, and from where a branch moves", () => {
  expect(carrierWords({ kind: "gist", description: "d", files: { a: "1" } })).toEqual([
    "- a gist, public, with 1 files",
  ]);
  const fork = { of: "project/tool", name: "tool" };
  expect(carrierWords({ ...carrier, fork, files: { ...carrier.files } })).toEqual([
    "- a fork of project/tool: jane/tool",
    "- branch patchkit/series/x of jane/tool: the commit aaaaaaaaaaaa with 1 files and no parent",
  ]);
  const [line] = carrierWords({ ...carrier, expected: "b".repeat(40), files: { ...carrier.files } });
  expect(line).toContain("patchkit/series/x of jane/tool, which is at bbbbbbbbbbbb now: ");
});
