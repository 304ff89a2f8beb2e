import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { makePrinter } from "../../src/cli/printer.ts";
import { commonRef, handlerPath, makeOrigin, type Origin } from "../helpers/clone.ts";
import { commitOn, git } from "../helpers/clone-git.ts";
import { patchkit, patchkitOnTerminal, type Run, temporaryFolder } from "../helpers/clone-program.ts";

// Promise: no text of a tree, a ref, a series or a program reaches the terminal with control characters.
const temp = temporaryFolder();
const evil = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202egnihton\u2066\u2028";
const evilRef = "sly\u202eknil\u009b2J";
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp);
  const text = git(origin.dir, ["show", `${commonRef}:${handlerPath}`]);
  commitOn(origin.dir, commonRef, evilRef, {
    VERSION: `1.10.12 ${evil}\n`,
    // Beside every declaration, so that some is in the context of a hunk.
    [handlerPath]: text.replaceAll(/^func /gm, `// ${evil.replace("\u2028", "")}\nfunc `),
  });
});

const control = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]/;

function expectHarmless({ stdout, stderr }: Pick<Run, "stdout" | "stderr">): void {
  expect(JSON.stringify(control.exec(stdout) ?? "none")).toBe('"none"');
  expect(JSON.stringify(control.exec(stderr) ?? "none")).toBe('"none"');
}

describe("what a tree or a ref says", () => {
  const at = ["-C", "", "--ref", evilRef];
  const run = (...args: string[]) => {
    at[1] = origin.dir;
    return patchkit([...args, ...at]);
  };

  it("is shown by inspect with its control characters written out", async () => {
    const found = await run("inspect");
    expectHarmless(found);
    expect(found.stdout).toContain("\\x1b]0;owned\\x07\\x9b31m\\u202egnihton\\u2066");
    expect(found.stdout).toContain("sly\\u202eknil\\x9b2J");
  });

  it("is shown so in patches and rows of generate, and in JSON as JSON writes it", async () => {
    const shown = await run("generate", "--variant", "flag-gate", "--dry-run", "--diff");
    expectHarmless(shown);
    expect(shown.stdout).toContain("\\x1b[2J");
    const json = await run("inspect", "--json");
    expectHarmless(json);
    expect(JSON.stringify(JSON.parse(json.stdout))).toContain(evilRef);
  });

  it("is shown so in errors, in their JSON too", async () => {
    const ref = `no\x1b[31m-such\u202e-ref\x7f`;
    const args = ["generate", "-C", origin.dir, `--ref=${ref}`];
    const plain = await patchkit(args);
    expectHarmless(plain);
    expect(plain.stderr).toContain("\\u202e");
    const json = await patchkit([...args, "--json"]);
    expectHarmless(json);
    expect(JSON.parse(json.stdout).error.message).toContain("\u202e");
    expectHarmless(await patchkit(["generate", `--${evil}`]));
    expectHarmless(await patchkit(["verify", "-C", origin.dir, "--patches", join(temp, evilRef)]));
  });

  it("is shown so by report", async () => {
    const out = join(temp, "out");
    await patchkit([
      "generate",
      ...at.slice(0, 2),
      "--ref",
      commonRef,
      "--variant",
      "flag-gate",
      "--out",
      out,
    ]);
    const path = join(out, commonRef, "flag-gate", "series.json");
    const series = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify({ ...series, ref: `v1.10${evil}`, release: evil }));
    expectHarmless(await patchkit(["report", "--out", out]));
  });

  it("is shown so on a terminal, where only the program's own colours are left", () => {
    const { shown } = patchkitOnTerminal(["inspect", "-C", origin.dir, "--ref", evilRef]);
    const rest = shown.replace(/\r\x1b\[K|\x1b\[(?:1|2|22|31|32|33|36|39)m|\r\n/g, "");
    expect(JSON.stringify(control.exec(rest) ?? "none")).toBe('"none"');
    expect(shown).toContain("\x1b[1m");
  });
});

describe("what a program prints", () => {
  it("reaches the terminal with its control characters written out, in notes and progress too", () => {
    const written: string[] = [];
    const stream = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    try {
      const printer = makePrinter({ json: false, quiet: false, color: false });
      printer.tail(`ok\t1\r\n${evil}\x1b[31m`);
      printer.note(`note ${evil}`);
      printer.progress(`1/2  ${evil}`);
    } finally {
      stream.mockRestore();
    }
    expectHarmless({ stdout: written.join(""), stderr: "" });
    expect(written[0]).toMatch(/^ok\t1\n\\x1b\[2J.*\\x1b\[31m$/s);
  });
});
