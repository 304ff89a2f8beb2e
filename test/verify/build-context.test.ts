import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openRepository } from "../../src/checkout/index.ts";
import { openGit } from "../../src/host/git.ts";
import { writeBuildContext } from "../../src/verify/build-context.ts";
import { makeFolder } from "../helpers/folder.ts";

it("writes a tree as it is: its links are links, its attributes do nothing", async () => {
  const attributes = "secret.txt export-ignore\ntext.txt text eol=crlf\nid.txt export-subst\n";
  const dir = await makeFolder({
    ".gitattributes": attributes,
    "secret.txt": "there\n",
    "text.txt": "one\ntwo\n",
    "id.txt": "$Format:%H$\n",
    lost: "of the clone\n",
  });
  symlinkSync("/etc/passwd", join(dir, "link"));
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@localhost", ...args], { cwd: dir })
      .toString()
      .trim();
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "one");
  const base = await makeFolder({ lost: "from a module\n" });
  const folder = await makeFolder();
  const repository = await openRepository({
    git: openGit({ env: process.env, signal: new AbortController().signal }),
    dir,
    tempDir: folder,
  });
  try {
    const tarFile = await writeBuildContext({
      repository,
      base: { sha: git("rev-parse", "HEAD"), root: base, absent: [], restored: ["lost"] },
      tree: git("rev-parse", "HEAD^{tree}"),
      texts: new Map([["sub/Dockerfile", "FROM scratch\n"]]),
      folder,
    });
    const out = await makeFolder();
    execFileSync("tar", ["-C", out, "-xf", tarFile]);
    const text = (path: string) => execFileSync("cat", [join(out, path)]).toString();
    expect(text("secret.txt")).toBe("there\n");
    expect(text("text.txt")).toBe("one\ntwo\n");
    expect(text("id.txt")).toBe("$Format:%H$\n");
    expect(text("lost")).toBe("from a module\n");
    expect(text("sub/Dockerfile")).toBe("FROM scratch\n");
    expect(execFileSync("readlink", [join(out, "link")]).toString()).toBe("/etc/passwd\n");
  } finally {
    await repository.close();
  }
});
