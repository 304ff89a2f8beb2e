import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatPatch, patchName } from "../../src/series/format-patch.ts";
import type { Identity } from "../../src/series/series.ts";
import type { WrittenCommit } from "../../src/series/write-commits.ts";
import { git } from "../helpers/clone-git.ts";
import { makeFolder } from "../helpers/folder.ts";

const jane: Identity = { name: "Jane Doe", mail: "jane@example.org", signsOff: false };
const signature = "cilium-patchkit 0.1.0";

const diff = ` a.go | 2 +-
 1 file changed, 1 insertion(+), 1 deletion(-)

diff --git a/a.go b/a.go
index 7898192261678b93ea22e6f3161c1e7a2cd6e50d..6178079822a0b9fb1cdb8ec7dbe7f0b1f3f7a7b0 100644
--- a/a.go
+++ b/a.go
@@ -1 +1 @@
-a
+b
`;

function commit(changed: Partial<WrittenCommit> = {}): WrittenCommit {
  return {
    sha: "0123456789012345678901234567890123456789",
    tree: "9876543210987654321098765432109876543210",
    dateSec: 1_600_000_000,
    message: "datapath: Do it\n\nBecause.\n",
    diff,
    ...changed,
  };
}

const alone = { number: 1, total: 1 };

/** What git itself reads out of a patch: the headers by name, and the message. */
async function readByGit(patch: string): Promise<{ headers: Record<string, string>; message: string }> {
  const folder = await makeFolder();
  const info = git(folder, ["mailinfo", join(folder, "message"), join(folder, "patch")], { input: patch });
  const headers = info.split("\n").flatMap((line): [string, string][] => {
    const colon = line.indexOf(": ");
    return colon === -1 ? [] : [[line.slice(0, colon), line.slice(colon + 2)]];
  });
  const message = await readFile(join(folder, "message"), "utf8");
  return { headers: Object.fromEntries(headers), message: git(folder, ["stripspace"], { input: message }) };
}

/** The lines of the mail's headers, without the line that starts the mail. */
function headerLines(patch: string): string[] {
  return patch.slice(0, patch.indexOf("\n\n")).split("\n").slice(1);
}

describe("formatPatch", () => {
  it("writes a mail that git am takes", () => {
    expect(
      formatPatch(commit(), jane, { number: 2, total: 3 }, signature),
    ).toBe(`From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
From: Jane Doe <jane@example.org>
Date: Sun, 13 Sep 2020 12:26:40 +0000
Subject: [PATCH 2/3] datapath: Do it

Because.
---
${diff}-- 
cilium-patchkit 0.1.0

`);
  });

  it("does not number a patch that is alone, as git does not", () => {
    expect(formatPatch(commit(), jane, alone, signature)).toContain("\nSubject: [PATCH] datapath: Do it\n");
  });

  it("writes a day of the month without a zero in front, as git does", () => {
    const patch = formatPatch(commit({ dateSec: 1_599_264_000 }), jane, alone, signature);
    expect(patch).toContain("\nDate: Sat, 5 Sep 2020 00:00:00 +0000\n");
  });

  it("gives the bytes of the local git format-patch, but for folding", async () => {
    const dir = await makeFolder();
    git(dir, ["init", "--quiet", "--bare"]);
    const message =
      "datapath: Skip the routes (part one)\n\nFirst paragraph,\nof two lines.\n\nSigned-off-by: A <a@b.c>\n";
    const [before = "", after = ""] = ["a\n", "b\n"].map((input) => {
      const blob = git(dir, ["hash-object", "-w", "--stdin"], { input }).trim();
      return git(dir, ["mktree"], { input: `100644 blob ${blob}\ta.go\n` }).trim();
    });
    const parent = git(dir, ["commit-tree", "-m", "base", before]).trim();
    const sha = git(dir, ["commit-tree", "-p", parent, "-F", "-", after], { input: message }).trim();
    const options = ["--full-index", "--no-numbered", `--signature=${signature}`];
    const theirs = git(dir, ["format-patch", "--stdout", ...options, `${parent}..${sha}`]);
    const tree = ["diff-tree", "-r", "--patch-with-stat", "--full-index", "--no-commit-id", sha];
    const ours = formatPatch(
      commit({ sha, message, dateSec: 1_700_000_000, diff: git(dir, tree) }),
      { name: "Test", mail: "test@example.invalid", signsOff: false },
      alone,
      signature,
    );
    expect(ours).toBe(theirs);
  });

  it.each([
    "Jane Doe",
    "Doe, Jane",
    'Jane "JD" Doe',
    "J. Doe (work)",
    "Jürgen Müller-Lüdenscheidt",
    "李小龙",
    // Git takes the address for the name where that has more than 60 bytes.
    "龙".repeat(20),
    "Ðoe_Ëx =?= 😀 – ?=20_",
  ])("carries the name %j through git", async (name) => {
    const { headers } = await readByGit(formatPatch(commit(), { ...jane, name }, alone, signature));
    expect(headers).toMatchObject({ Author: name, Email: "jane@example.org" });
  });

  it.each([
    "short",
    "ends with a stop.",
    "with [brackets] inside: and a colon",
    `of ${"many words that have to be folded ".repeat(6)}in the end`,
    `${"x".repeat(120)} ${"y".repeat(90)}`,
    "Nodes müssen – ohne Route – erreichbar sein",
    `zu ${"länger als eine Zeile und 😀 ".repeat(8)}gewachsen`,
    "percent %20, =20 and ?= alone",
  ])("carries the subject %j through git", async (subject) => {
    const patch = formatPatch(
      commit({ message: `${subject}\n\nBody.\n` }),
      jane,
      { number: 1, total: 2 },
      signature,
    );
    const { headers, message } = await readByGit(patch);
    expect(headers["Subject"]).toBe(subject);
    expect(message).toBe("Body.\n");
  });

  it("carries a subject that looks like an encoded word through git", async () => {
    const subject = "mail: Decode =?UTF-8?q?encoded?= words";
    const patch = formatPatch(commit({ message: `${subject}\n\nBody.\n` }), jane, alone, signature);
    expect((await readByGit(patch)).headers["Subject"]).toBe(subject);
  });

  it("folds a subject so that no line is longer than 78 characters", () => {
    const message = `datapath: ${"word ".repeat(40)}\n\nBody.\n`;
    const lines = headerLines(formatPatch(commit({ message }), jane, alone, signature));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(78);
    expect(lines.length).toBeGreaterThan(4);
  });

  it.each([
    ["an encoded subject", `datapath: ${"wörd ".repeat(40)}`, jane],
    ["an encoded name", "short", { ...jane, name: "Jürgen ".repeat(8).trim() }],
  ])("folds %s so that no line is longer than 76 characters", (_, subject, identity) => {
    const patch = formatPatch(commit({ message: `${subject}\n\nBody.\n` }), identity, alone, signature);
    expect(Math.max(...headerLines(patch).map((line) => line.length))).toBeLessThanOrEqual(76);
  });

  it("never splits a character over two encoded words", () => {
    const patch = formatPatch(commit({ message: `${"😀é".repeat(40)}\n\nBody.\n` }), jane, alone, signature);
    for (const [, word = ""] of patch.matchAll(/=\?UTF-8\?q\?([^?]*)\?=/g)) {
      expect(word.length + "=?UTF-8?q??=".length).toBeLessThanOrEqual(75);
      expect(() => decodeURIComponent(word.replaceAll("=", "%"))).not.toThrow();
    }
  });

  it("declares UTF-8 where message or diff need it, and only there", async () => {
    const needed = [commit({ message: "a: b\n\nGrüße.\n" }), commit({ diff: diff.replace("+b", "+ß") })];
    for (const one of needed) {
      expect(formatPatch(one, jane, alone, signature)).toContain("Content-Type: text/plain; charset=UTF-8\n");
    }
    expect(formatPatch(commit(), jane, alone, signature)).not.toContain("Content-");
    const [first] = needed;
    expect((await readByGit(formatPatch(first ?? commit(), jane, alone, signature))).message).toBe(
      "Grüße.\n",
    );
  });
});

describe("patchName", () => {
  /** Subjects that a name goes wrong at: signs, dots, length, a cut at each kind of character. */
  const subjects = [
    "daemon: Add the --enable-remote-node-route option",
    "datapath: Skip routes to node CIDRs the IPAM mode makes up",
    "short",
    "a",
    "ends with a stop.",
    "ends with dots...",
    "dots.. inside ... and v1.10.x",
    "..starts with dots",
    "-- starts with dashes",
    "under_score and C++ & (brackets) [x] {y} <z>",
    "Grüße aus München – 😀",
    "ünicode first",
    "???",
    'quote\'s "and" `ticks` \\ / | : * ?',
    "x".repeat(51),
    "x".repeat(52),
    "x".repeat(53),
    `${"x".repeat(51)} y`,
    `${"x".repeat(52)} y`,
    `${"x".repeat(50)}. y`,
    `${"x".repeat(51)}.y`,
    "tab\tand  two blanks",
  ];

  /** The names the local git gives to one commit per subject. */
  async function namesOfGit(): Promise<string[]> {
    const dir = await makeFolder();
    git(dir, ["init", "--quiet", "--bare"]);
    const tree = git(dir, ["mktree"]).trim();
    let parent = git(dir, ["commit-tree", "-m", "base", tree]).trim();
    const base = parent;
    for (const subject of subjects)
      parent = git(dir, ["commit-tree", "-p", parent, "-F", "-", tree], { input: `${subject}\n` }).trim();
    git(dir, ["format-patch", "--quiet", "--always", "-o", join(dir, "out"), `${base}..${parent}`]);
    return (await readdir(join(dir, "out"))).sort();
  }

  const cutBehindDash = (name: string) => /^.{56}[-.]\.patch$/.test(name);

  it("is what the local git calls the patch", async () => {
    const theirs = await namesOfGit();
    expect(theirs).toHaveLength(subjects.length);
    const ours = subjects.map((subject, index) => patchName(subject, index + 1));
    const pairs = ours.map((name, index) => [name, theirs[index] ?? ""] as const);
    const same = pairs.filter(([, name]) => !cutBehindDash(name));
    expect(same.map(([name]) => name)).toEqual(same.map(([, name]) => name));
    expect(same.length).toBeGreaterThan(18);
  });

  it("is what the local git calls the patch, also where the cut falls behind a dash or a dot", async () => {
    const theirs = await namesOfGit();
    expect(subjects.map((subject, index) => patchName(subject, index + 1))).toEqual(theirs);
  });

  it("sorts in the order of the series", () => {
    const names = [1, 2, 10, 100].map((number) => patchName("x", number));
    expect(names).toEqual(["0001-x.patch", "0002-x.patch", "0010-x.patch", "0100-x.patch"]);
  });
});
