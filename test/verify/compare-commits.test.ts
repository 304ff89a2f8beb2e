import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import {
  type CommitPromise,
  compareCommits,
  type MadeCommit,
  parseCommit,
} from "../../src/verify/compare-commits.ts";

const base = "0".repeat(40);
const [treeA, treeB] = ["a".repeat(40), "b".repeat(40)];
const date = "1600000000 +0000";
const neutral = "cilium-patchkit <cilium-patchkit@example.invalid>";

/** A text as bytes, as commits are held. */
const bytes = (text: string) => Buffer.from(text).toString("latin1");

/** The id that git gives to a commit whose author has also committed it. */
function gitId({ tree, author, message }: Omit<MadeCommit, "sha">, parent: string): string {
  const text = `tree ${tree}\nparent ${parent}\nauthor ${author}\ncommitter ${author}\n\n${message}`;
  const input = Buffer.from(text, "latin1");
  return execFileSync("git", ["hash-object", "-t", "commit", "--stdin"], { input, encoding: "utf8" }).trim();
}

/** Commits of one author as `git am` makes them, and what a series promises of them. */
function makeCommits(who: string, signOff: string) {
  const made = [treeA, treeB].map((tree, index): MadeCommit => {
    const message = bytes(`subject ${index + 1}\n\nWhy.\n${signOff}`);
    return { sha: "not compared", tree, author: bytes(`${who} ${date}`), message };
  });
  const commits: CommitPromise["commits"][number][] = [];
  for (const [index, commit] of made.entries()) {
    const sha = gitId(commit, commits.at(-1)?.sha ?? base);
    commits.push({ sha, tree: commit.tree, subject: `subject ${index + 1}` });
  }
  return { made, commits };
}

describe("compareCommits", () => {
  const { made, commits } = makeCommits(neutral, "");
  const promise: CommitPromise = { base, identity: null, commits };
  const differing = (changed: Partial<MadeCommit>) =>
    compareCommits(
      promise,
      made.map((commit, index) => (index === 1 ? { ...commit, ...changed } : commit)),
    );

  it("takes commits that have the promised ids, on the promised base", () => {
    expect(compareCommits(promise, made)).toBeUndefined();
    expect(compareCommits({ ...promise, base: "1".repeat(40) }, made)).toMatch(/^commit 1: /);
  });

  it("counts commits first", () => {
    expect(compareCommits(promise, made.slice(1))).toBe("expected the 2 commits of series.json, found 1");
    expect(compareCommits(promise, [])).toBe("expected the 2 commits of series.json, found 0");
  });

  it.each([
    [
      { author: `Ann <ann@example.org> ${date}` },
      `expected the author ${neutral}, found Ann <ann@example.org>`,
    ],
    [{ message: "subject 3\n\nWhy.\n" }, 'expected the subject "subject 2", found "subject 3"'],
    [
      { message: "subject 2\n\nWhy.\nSigned-off-by: Ann <ann@example.org>\n" },
      "expected nobody to sign off, found Ann <ann@example.org>",
    ],
    [{ tree: treeA }, "expected the tree bbbbbbbbbbbb, found aaaaaaaaaaaa"],
  ])("names what differs: %j", (changed, words) => {
    expect(differing(changed)).toBe(`commit 2: ${words}`);
  });

  it("sees another date, and any other byte of a message", () => {
    const words = `commit 2: expected the date and the message of ${commits[1]?.sha.slice(0, 12)} in series.json, found others`;
    expect(differing({ author: `${neutral} 1600000001 +0000` })).toBe(words);
    expect(differing({ author: `${neutral} 1600000000 +0100` })).toBe(words);
    expect(differing({ message: "subject 2\n\nWhy. \n" })).toBe(words);
  });

  it("expects a given author to sign off, in the letters of his name", () => {
    const who = "Jörg Ruß <joerg@example.org>";
    const own = makeCommits(who, `Signed-off-by: ${who}\n`);
    const identity = { name: "Jörg Ruß", mail: "joerg@example.org", signsOff: true };
    const asked = { base, identity, commits: own.commits };
    expect(compareCommits(asked, own.made)).toBeUndefined();
    const unsigned = own.made.map((commit) => ({ ...commit, message: bytes("subject 1\n\nWhy.\n") }));
    expect(compareCommits(asked, unsigned)).toBe(`commit 1: expected ${who} to sign off, found nobody`);
  });
});

describe("parseCommit", () => {
  it("reads headers from the head alone, and leaves the message's bytes as they are", () => {
    const text = `tree ${treeA}\nauthor Jörg <j@example.org> ${date}\ncommitter C <c@example.org> ${date}\n\nsubject ü\n\ntree of life\nauthor unknown\n`;
    expect(parseCommit("s", Buffer.from(text))).toEqual({
      sha: "s",
      tree: treeA,
      author: bytes(`Jörg <j@example.org> ${date}`),
      message: bytes("subject ü\n\ntree of life\nauthor unknown\n"),
    });
  });

  it("does not find in the message what the headers lack", () => {
    const { tree, author } = parseCommit("s", Buffer.from("tree t\n\nsubject\nauthor unknown\n"));
    expect([tree, author]).toEqual(["t", ""]);
  });
});
