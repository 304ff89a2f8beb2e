import { spawn } from "node:child_process";
import { appendFileSync, existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { generateCell, generateValue } from "../../src/cli/values.ts";
import { makeOrigin, type Origin, shapes, variants } from "../helpers/clone.ts";
import { git } from "../helpers/clone-git.ts";
import { parseOutput, patchkit, programFolder, temporaryFolder } from "../helpers/clone-program.ts";
import { contentOf } from "../helpers/clone-snapshot.ts";

// Promise: series leave as they come, and a killed run goes on where it was, to the same bytes.
const temp = temporaryFolder();
const env = { XDG_CACHE_HOME: join(temp, "cache") };
const copies = 5;
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp);
  for (const shape of shapes)
    for (let copy = 0; copy < copies; copy++) git(origin.dir, ["tag", `${shape}.${copy}`, shape]);
});

const argsFor = (out: string, ...more: string[]) => [
  "generate",
  ...["-C", origin.dir, "--ref", "v*.[0-9]", "--out", out, ...more],
];

async function keptIn(out: string, ...more: string[]): Promise<number> {
  const run = await patchkit(argsFor(out, "--json", ...more), { env });
  expect(run.code).toBe(0);
  return parseOutput(run, generateValue).results.filter(({ kept }) => kept).length;
}

/** Starts a run, and kills it as soon as some series are in the manifest. */
async function runAndDie(out: string): Promise<void> {
  const main = join(programFolder, "dist", "bin", "cilium-patchkit.js");
  const child = spawn(process.execPath, [main, ...argsFor(out, "--quiet")], {
    env: { PATH: process.env["PATH"], TMPDIR: tmpdir(), ...env },
  });
  const closed = new Promise((resolve) => child.once("close", (_, signal) => resolve(signal)));
  while (child.exitCode === null && !existsSync(join(out, "manifest.json")))
    await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill("SIGKILL");
  expect(await closed).toBe("SIGKILL");
  // The lock is then as it is some time later.
  if (existsSync(join(out, ".lock"))) utimesSync(join(out, ".lock"), 1, 1);
}

describe("a run that is killed half way", () => {
  it("goes on where it was, and ends with the bytes of one that nobody disturbed", async () => {
    const [whole, out] = [join(temp, "whole"), join(temp, "killed")];
    expect(await keptIn(whole)).toBe(0);
    await runAndDie(out);
    const cells = readdirSync(whole).filter((name) => name.startsWith("v")).length * variants.length;
    const listed = Object.keys(JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")).series).length;
    expect(listed).toBeGreaterThan(0);
    expect(listed).toBeLessThan(cells);
    const kept = await keptIn(out);
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(cells);
    expect(contentOf(out)).toEqual(contentOf(whole));
    expect(await keptIn(out)).toBe(cells);
    expect(await keptIn(out, "--fresh")).toBe(0);
    expect(contentOf(out)).toEqual(contentOf(whole));
  });
});

describe("a series on disk", () => {
  const one = ["--ref", "v1.10.12", "--variant", "flag-gate"];
  const run = async (out: string, ...more: string[]) => {
    const args = ["generate", "-C", origin.dir, ...one, "--out", out, "--json", ...more];
    return parseOutput(await patchkit(args, { env }), generateValue).results[0];
  };

  it.each(["cover-letter.txt", "series", "series.json", "0001"])(
    "is rendered again if %s was edited",
    async (name) => {
      const out = join(temp, `edited-${name}`);
      await run(out);
      const before = contentOf(out);
      const folder = join(out, "v1.10.12/flag-gate");
      const file = readdirSync(folder).find((found) => found.startsWith(name)) ?? "";
      appendFileSync(join(folder, file), "x\n");
      expect((await run(out))?.kept).toBe(false);
      expect(contentOf(out)).toEqual(before);
      expect((await run(out))?.kept).toBe(true);
    },
  );

  it("is rendered again for another identity or other params, which are other input", async () => {
    const out = join(temp, "input");
    await run(out);
    expect((await run(out, "--identity", "A B <a@example.invalid>"))?.kept).toBe(false);
    expect((await run(out, "--set", "flag=other-flag"))?.kept).toBe(false);
  });

  it("is not trusted for what it says of itself: this user has to have rendered it", async () => {
    const out = join(temp, "foreign");
    await run(out);
    const stranger = { XDG_CACHE_HOME: join(temp, "other-cache") };
    const args = ["generate", "-C", origin.dir, ...one, "--out", out, "--json"];
    expect(parseOutput(await patchkit(args, { env: stranger }), generateValue).results[0]?.kept).toBe(false);
  });
});

describe("--json-lines", () => {
  it("prints an object per ref and variant, and what --json prints at the end", async () => {
    const refs = ["--ref", "v1.10.12", "--ref", "no-such-ref", "--ref", "v1.9.0"];
    const args = ["generate", "-C", origin.dir, ...refs, "--dry-run"];
    const lines = await patchkit([...args, "--json-lines"]);
    const cells = lines.stdout
      .trim()
      .split("\n")
      .map((line) => generateCell.parse(JSON.parse(line)));
    const { results } = parseOutput(await patchkit([...args, "--json"]), generateValue);
    const sorted = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();
    expect(lines.code).toBe(2);
    expect(sorted(cells.map(({ schema: _, out: _out, check: _check, ...row }) => row))).toEqual(
      sorted(results),
    );
  });

  it("says with --check what differs", async () => {
    const out = join(temp, "checked");
    const args = ["generate", "-C", origin.dir, "--ref", "v1.9.0", "--variant", "flag-gate", "--out", out];
    await patchkit(args);
    const folder = join(out, "v1.9.0/flag-gate");
    const [patch = ""] = readdirSync(folder);
    writeFileSync(join(folder, patch), "edited");
    const run = await patchkit([...args, "--check", "--json-lines"]);
    expect(run.code).toBe(1);
    expect(generateCell.parse(JSON.parse(run.stdout)).check).toEqual([
      { path: `v1.9.0/flag-gate/${patch}`, state: "edited" },
    ]);
  });

  it("prints an error on one line, too", async () => {
    const run = await patchkit(["generate", "-C", origin.dir, "--ref", "nothing", "--json-lines"]);
    expect([run.code, run.stdout.trim().split("\n").length]).toEqual([2, 1]);
    expect(JSON.parse(run.stdout).error.code).toBe("usage/bad-argument");
  });
});
