import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { verifyValue } from "../../src/cli/values.ts";
import { digestOf } from "../../src/series/index.ts";
import { makeOrigin, type Origin } from "../helpers/clone.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";

// Promises: a series is what series.json says, author, date and message included; odd patches are a finding with a
// sentence, never a fault of the program.
const temp = temporaryFolder();
const ref = "v1.10.12";
const variant = "flag-gate";
const identity = "Jane Doe <jane@example.org>";
let origin: Origin;
let rendered: string;

beforeAll(async () => {
  origin = await makeOrigin(temp);
  rendered = join(temp, "rendered");
  const args = ["generate", "-C", origin.dir, "--ref", ref, "--variant", variant, "--out", rendered];
  expect((await patchkit([...args, "--identity", identity])).code).toBe(0);
});

/** The series with other patches; series.json names their digest. */
function changed(name: string, change: (texts: string[]) => string[]): string {
  const out = join(temp, name.replace(/\W+/g, "-"));
  cpSync(rendered, out, { recursive: true });
  const folder = join(out, ref, variant);
  const names = readdirSync(folder).filter((one) => one.endsWith(".patch"));
  const texts = change(names.map((one) => readFileSync(join(folder, one), "utf8")));
  for (const one of names) rmSync(join(folder, one));
  const fresh = texts.map((_, index) => names[index] ?? `000${index + 1}-more.patch`);
  for (const [index, one] of fresh.entries()) writeFileSync(join(folder, one), texts[index] ?? "");
  writeFileSync(join(folder, "series"), fresh.map((one) => `${one}\n`).join(""));
  const about = JSON.parse(readFileSync(join(folder, "series.json"), "utf8"));
  writeFileSync(join(folder, "series.json"), JSON.stringify({ ...about, digest: digestOf(texts) }));
  return out;
}

async function verify(out: string, checks = "apply") {
  const args = ["verify", "-C", origin.dir, "--patches", out, "--engine", "host", "--checks", checks];
  const run = await patchkit([...args, "--cache", join(temp, "cache"), "--json"]);
  return { run, checks: parseOutput(run, verifyValue).evidence[0]?.checks ?? [] };
}

const inFirst =
  (from: string | RegExp, to: string) =>
  ([first = "", ...rest]: string[]): string[] => {
    const text = first.replace(from, to);
    if (text === first) throw new Error(`expected ${from} in the patch`);
    return [text, ...rest];
  };

describe("the check apply", () => {
  it("passes for the series as it was rendered", async () => {
    const { run, checks } = await verify(changed("as it was", (texts) => texts));
    expect(checks).toMatchObject([{ check: "apply", outcome: "pass" }]);
    expect(run.code).toBe(0);
  });

  it.each([
    [
      "another name",
      inFirst(/^From: Jane Doe/m, "From: John Roe"),
      /expected the author Jane Doe <jane@.*found John Roe/,
    ],
    [
      "another address",
      inFirst("<jane@example.org>\nDate", "<x@example.org>\nDate"),
      /found Jane Doe <x@example\.org>/,
    ],
    [
      "a second author in the text",
      inFirst("\n\n", "\n\nFrom: John Roe <john@example.org>\n\n"),
      /found John Roe/,
    ],
    [
      "another date",
      inFirst(/^Date: .*$/m, "Date: Mon, 1 Jan 2024 00:00:00 +0000"),
      /expected the date and the message/,
    ],
    [
      "another subject",
      inFirst(/^(Subject: \[PATCH[^\]]*\]) /m, "$1 Not "),
      /expected the subject "[^"]*", found "Not /,
    ],
    [
      "no sign-off",
      inFirst(/^Signed-off-by: .*$/m, ""),
      /expected Jane Doe <jane@example\.org> to sign off, found nobody/,
    ],
    ["another sign-off", inFirst("Signed-off-by: Jane", "Signed-off-by: John"), /found John Doe/],
    [
      "one more sign-off",
      inFirst("\nSigned-off-by", "\nSigned-off-by: A <a@b>\nSigned-off-by"),
      /found A <a@b>, Jane/,
    ],
    ["another message", inFirst("\n\n", "\n\nFixes: everything\n"), /expected the date and the message/],
  ])("fails for %s", async (title, change, says) => {
    const { run, checks } = await verify(changed(title, change));
    expect(checks).toMatchObject([{ check: "apply", outcome: "fail" }]);
    expect(checks[0]?.reason).toMatch(says);
    expect(run.code).toBe(1);
  });
});

/** A patch that adds a file of that mode. */
function adding(path: string, text: string, mode = "100644"): string {
  const oid = mode === "160000" ? "1".repeat(40) : objectOf(text);
  const line = mode === "160000" ? `+Subproject commit ${oid}\n` : `+${text}\n\\ No newline at end of file\n`;
  return mail(
    `diff --git a/${path} b/${path}\nnew file mode ${mode}\nindex ${"0".repeat(40)}..${oid}\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n${line}`,
  );
}

function objectOf(text: string): string {
  return createHash("sha1")
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest("hex");
}

function mail(diff: string): string {
  return `From ${"1".repeat(40)} Mon Sep 17 00:00:00 2001\nFrom: ${identity}\nDate: Mon, 1 Jan 2024 00:00:00 +0000\nSubject: [PATCH] Odd\n\n---\n${diff}-- \n1\n\n`;
}

describe("a series with a patch that is odd", () => {
  it.each([
    ["a submodule", adding("sub", "", "160000"), /found a submodule at "sub"/],
    [
      "a symbolic link",
      adding("pkg/datapath/linux/x.go", "/etc/passwd", "120000"),
      /found a symbolic link at "pkg/,
    ],
    ["a path in .git", adding(".git/hooks/post-commit", "x", "100755"), /git am stopped/],
    ["a path out of the tree", adding("../escaped", "x"), /git am stopped/],
    ["an absolute path", adding("/tmp/escaped", "x"), /git am stopped/],
    ["a name that is too long", adding(`${"x".repeat(300)}.go`, "x"), /git am stopped/],
    ["a file in the place of a folder", adding("pkg", "x"), /git am stopped/],
    [
      "another mode",
      mail("diff --git a/VERSION b/VERSION\nold mode 100644\nnew mode 100755\n"),
      /expected the tree/,
    ],
    [
      "a rename",
      mail("diff --git a/VERSION b/V\nsimilarity index 100%\nrename from VERSION\nrename to V\n"),
      /expected the tree/,
    ],
    ["nothing in it", "", /git am stopped/],
    ["no mail in it", "garbage\n", /git am stopped/],
  ])("(%s) fails with a sentence", async (title, patch, says) => {
    const { run, checks } = await verify(
      changed(title, (texts) => [...texts, patch]),
      "apply,fmt",
    );
    expect(run.code, run.stderr).toBe(1);
    expect(checks.map(({ check }) => check)).toEqual(["apply", "fmt"]);
    expect(checks[0]).toMatchObject({ outcome: "fail" });
    expect(checks[0]?.reason).toMatch(says);
  });
});
