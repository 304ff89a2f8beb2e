import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { errorValue, generateValue, inspectValue } from "../../src/cli/values.ts";
import { commonRef, makeOrigin, type Origin } from "../helpers/clone.ts";
import { commitOn, git } from "../helpers/clone-git.ts";
import { parseOutput, patchkit, type Run, temporaryFolder } from "../helpers/clone-program.ts";

// Promise: a script can act on every answer.
const temp = temporaryFolder();
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp);
});

const inClone = (...args: string[]) => patchkit([...args, "-C", origin.dir]);
const generate = (...args: string[]) =>
  inClone("generate", "--variant", "flag-gate", "--out", join(temp, "out"), ...args);

describe("generate --check", () => {
  const check = async (...args: string[]) => {
    const run = await generate("--ref", commonRef, "--check", "--json", ...args);
    return { code: run.code, check: parseOutput(run, generateValue).check };
  };
  const folder = `${commonRef}/flag-gate`;
  let patches: string[];

  it("names the patches that are stale, edited, missing and extra, per series", async () => {
    const written = await generate("--ref", commonRef, "--json");
    const value = parseOutput(written, generateValue);
    patches = value.results[0]?.patches ?? [];
    expect(value.check).toBeNull();
    expect(await check()).toEqual({ code: 0, check: [{ folder, files: [] }] });

    // Other input, and nobody changed what was written.
    const other = await check("--identity", "Jane <jane@example.org>");
    expect(other).toEqual({
      code: 1,
      check: [{ folder, files: patches.map((path) => ({ path, state: "stale" })) }],
    });

    const [first = "", second = ""] = patches;
    const text = readFileSync(join(temp, "out", first), "utf8");
    appendFileSync(join(temp, "out", first), "more\n");
    writeFileSync(join(temp, "out", folder, "0009-mine.patch"), "");
    rmSync(join(temp, "out", second));
    const files = [
      { path: first, state: "edited" },
      { path: second, state: "missing" },
      { path: `${folder}/0009-mine.patch`, state: "extra" },
    ];
    expect(await check()).toEqual({ code: 1, check: [{ folder, files }] });
    writeFileSync(join(temp, "out", first), text);
  });

  it("says so in words, with --quiet too", async () => {
    for (const flags of [[], ["--quiet"]]) {
      const run = await generate("--ref", commonRef, "--check", ...flags);
      expect(run.code).toBe(1);
      expect(run.stderr).toContain(`${patches[1]}: missing`);
      if (flags.length > 0) expect(run.stdout).toBe("");
    }
  });
});

describe("--quiet", () => {
  it("prints refusals, and nothing of what went well", async () => {
    const bad = commitOn(origin.dir, commonRef, "no-go", { "pkg/datapath/linux/node.go": "package linux\n" });
    expect(bad).toBeDefined();
    const run = await generate("--ref", "no-go", "--ref", commonRef, "--dry-run", "--quiet");
    expect([run.code, run.stdout]).toEqual([1, ""]);
    expect(run.stderr).toMatch(/^no-go .*profile\/.*\n$/);
    const shown = await inClone("inspect", "--ref", "no-go", "--quiet");
    expect([shown.code, shown.stdout]).toEqual([1, ""]);
    expect(shown.stderr).toMatch(/^no-go: profile\//);
  });
});

describe("an unknown ref", () => {
  it.each([
    ["generate", ["--dry-run"]],
    ["inspect", []],
  ])("has one exit code in %s, alone and beside others", async (command, flags) => {
    const alone = await inClone(command, "--ref", "v9.9.9", ...flags);
    const beside = await inClone(command, "--ref", "v9.9.9", "--ref", commonRef, ...flags);
    expect([alone.code, beside.code]).toEqual([2, 2]);
    for (const { stdout, stderr } of [alone, beside])
      expect(`${stdout}${stderr}`.split("expected a commit called")).toHaveLength(2);
  });
});

describe("near misses", () => {
  const error = (run: Run) => parseOutput(run, errorValue).error;

  it.each([
    ["a ref", ["--ref", "v1.10.21"], '"v1.10.12"'],
    ["a variant", ["--variant", "flag-gaet"], '"flag-gate"'],
    ["a param", ["--set", "flga=x"], '"flag"'],
    ["a param with its variant", ["--set", "flag-gate.defualt=true"], '"default"'],
    ["a mode", ["--variant", "ipam-mode", "--set", "allow=kuberntes"], '"kubernetes"'],
  ])("of %s are suggested", async (_, args, suggested) => {
    const run = await inClone("generate", "--dry-run", "--json", ...args);
    expect(error(run).hint).toContain(`Did you mean ${suggested}?`);
  });

  it("of checks, commands and flags are suggested", async () => {
    expect(error(await inClone("verify", "--checks", "biet", "--json")).hint).toContain('"bite"');
    expect((await patchkit(["generat"])).stderr).toContain("Did you mean generate?");
    expect((await patchkit(["generate", "--varaint", "x"])).stderr).toContain("Did you mean --variant?");
  });

  it("are not made up where nothing is near", async () => {
    const run = await inClone("generate", "--json", "--variant", "something-else");
    expect(error(run).hint).not.toContain("Did you mean");
  });
});

describe("flags", () => {
  it("stand before or after the command", async () => {
    const after = await patchkit(["inspect", "-C", origin.dir, "--ref", commonRef, "--json"]);
    const before = await patchkit(["--json", "-C", origin.dir, "inspect", "--ref", commonRef]);
    expect(before).toEqual(after);
    expect(await patchkit(["--quiet", "-C", origin.dir, "inspect", "--ref", commonRef])).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    expect((await patchkit(["--no-color", "variants"])).code).toBe(0);
    const version = await patchkit(["--version"]);
    expect(await patchkit(["generate", "--version"])).toEqual(version);
    expect(await patchkit(["--json", "--version"])).toEqual(version);
  });

  it.each([
    ["doctor", "--ref"],
    ["demo", "--cluster"],
  ])("that do nothing alone are refused: -C of %s without %s", async (name, needed) => {
    expect(await patchkit([name, "-C", temp])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`-C has no effect without ${needed}`),
    });
  });

  it.each(["variants", "report"])("that do nothing are not offered: -C of %s", async (name) => {
    expect((await patchkit([name, "--help"])).stdout).not.toContain("--repo");
    for (const args of [
      [name, "-C", temp],
      ["-C", temp, name],
    ])
      expect(await patchkit(args)).toMatchObject({ code: 2, stderr: expect.stringContaining("-C") });
  });

  it.each([
    ["generate", ["--diff", "--json"]],
    ["generate", ["--diff", "--quiet"]],
    ["apply", ["--ref", commonRef, "--variant", "flag-gate", "--undo", "--worktree", "x"]],
    ["verify", ["--patches", "x", "--out", "y"]],
    ["verify", ["--tail", "--quiet"]],
  ])("that do nothing together are refused: %s %j", async (command, flags) => {
    const run = await inClone(command, ...flags);
    expect(run.code).toBe(2);
    expect(`${run.stdout}${run.stderr}`).toMatch(/cannot be used with/);
  });

  it("take several variants with commas, and explain a stray word", async () => {
    const run = await inClone(
      "generate",
      "--ref",
      commonRef,
      "--variant",
      "flag-gate, ipam-mode",
      "--dry-run",
      "--json",
    );
    expect(parseOutput(run, generateValue).results.map(({ variant }) => variant)).toEqual([
      "flag-gate",
      "ipam-mode",
    ]);
    const stray = await inClone("generate", "--ref", "v1.9.0", commonRef);
    expect(stray).toMatchObject({ code: 2, stdout: "" });
    expect(stray.stderr).toContain(`--ref is given once per ref: --ref v1.9.0 --ref ${commonRef}`);
    const json = await inClone("generate", "--variant", "flag-gate", "ipam-mode", "--json");
    expect(parseOutput(json, errorValue).error.hint).toContain("--variant flag-gate,ipam-mode");
  });

  it("give JSON for every error where JSON is wanted", async () => {
    for (const args of [
      ["generate", "--no-such", "--json"],
      ["--json", "no-such"],
      ["generate", "--json", "--ref"],
    ])
      expect(parseOutput(await patchkit(args), errorValue).error.code).toBe("usage/bad-argument");
  });
});

describe("evidence", () => {
  it("for a file that is not there says so, and gives no line", async () => {
    const run = await inClone("inspect", "--ref", commonRef, "--json");
    const facts = parseOutput(run, inspectValue).results[0]?.facts ?? [];
    const files = git(origin.dir, ["ls-tree", "-r", "--name-only", commonRef]).split("\n");
    const told = facts.flatMap((fact) => ("path" in fact ? [fact] : []));
    for (const { path, line } of told) expect([path, line === null]).toEqual([path, !files.includes(path)]);
    expect(told.some(({ line }) => line === null)).toBe(true);
    const words = await inClone("inspect", "--ref", commonRef);
    const absent = told.find(({ line }) => line === null)?.path;
    expect(words.stdout).toContain(`${absent}: no such file`);
  });
});
