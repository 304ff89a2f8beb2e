import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { checkVariantsValue } from "../../src/cli/check-variants-value.ts";
import { newValue } from "../../src/cli/new-value.ts";
import { packageRoot } from "../../src/host/assets.ts";
import { parseOutput, patchkit, programFolder, temporaryFolder } from "../helpers/clone-program.ts";

const temp = temporaryFolder();
const copy = join(temp, "repository");

/** Makes something in the copy; gives the paths of its tests. */
async function make(...args: string[]): Promise<string[]> {
  const run = await patchkit(["new", ...args, "--json"], { cwd: copy });
  const { made } = parseOutput(run, newValue);
  return made.filter((path) => path.endsWith(".test.ts"));
}

/** Runs tests of the copy, and gives what they said. */
function test(...files: string[]): { readonly passed: boolean; readonly told: string } {
  const vitest = join(programFolder, "node_modules/vitest/vitest.mjs");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [vitest, "run", "--no-color", "--reporter=verbose", ...files],
    {
      cwd: copy,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], HOME: temp, TMPDIR: temp },
    },
  );
  return { passed: status === 0, told: stdout + stderr };
}

/** What an author would write. */
function fillIn(path: string, from: string, to: string): void {
  const text = readFileSync(join(copy, path), "utf8");
  if (!text.includes(from)) throw new Error(`expected ${from} in ${path}`);
  writeFileSync(join(copy, path), text.replace(from, to));
}

beforeAll(() => {
  const tracked = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: packageRoot });
  for (const path of tracked
    .toString()
    .split("\0")
    .filter((one) => /^(src|test|templates|sample)\/|^[^/]+$/.test(one))) {
    if (path === "node_modules") continue;
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(packageRoot, path), join(copy, path));
  }
  symlinkSync(join(packageRoot, "node_modules"), join(copy, "node_modules"));
});

describe("what new makes in a checkout", () => {
  const made: string[] = [];

  it("compiles, is listed, and breaks no rule of the house", async () => {
    made.push(...(await make("fact", "starterFact")));
    made.push(...(await make("check", "starter-check")));
    made.push(...(await make("edit", "starter-edit")));
    made.push(...(await make("proposal", "starter-proposal")));
    const tsc = join(programFolder, "node_modules/typescript/lib/tsc.js");
    const compiled = spawnSync(process.execPath, [tsc, "--noEmit"], { cwd: copy, encoding: "utf8" });
    expect(compiled.stdout).toBe("");
    const listed = test(
      ...["test/edit/kinds.test.ts", "test/cli/verify-command.test.ts", "test/plan/load-templates.test.ts"],
      ...["test/architecture.test.ts", "test/mirror.test.ts", "test/plan/template-names.test.ts"],
    );
    expect([listed.passed, listed.told]).toEqual([
      true,
      expect.stringContaining("'starter-edit' has a docstring"),
    ]);
  });

  it("has tests that fail and say what to do, and pass once it is done", () => {
    const before = test(...made);
    expect(before.passed).toBe(false);
    for (const words of [
      "write the probe in src/proposals/node-routes/facts/starter-fact.ts, then say here what it finds",
      "write run() in src/verify/checks/starter-check.ts, then say here what it finds",
      "expected the line one, found that starter-edit is not written yet",
      "write the probe in src/proposals/starter-proposal/probes.ts, then say here what it finds",
    ])
      expect(before.told).toContain(words);
    fillIn(
      "src/proposals/node-routes/facts/starter-fact.ts",
      'return { missing: "the probe of starterFact is not written yet" };',
      'return { value: sources.text(path)?.trim() ?? "", at: { path, line: 1 } };',
    );
    fillIn(
      "src/verify/checks/starter-check.ts",
      "return couldNotRun(`the check starter-check of ${paths.length} files is not written yet`);",
      'return { outcome: "pass", reason: null, log: "", details: { paths } };',
    );
    fillIn(
      "src/edit/starter-edit.ts",
      'throw mismatch(file, `the line ${edit.at}`, "that starter-edit is not written yet");',
      [
        "const found = `\\n${file.text}`.indexOf(`\\n${edit.at}\\n`);",
        'if (found === -1) throw mismatch(file, `the line ${edit.at}`, "none");',
        "const offset = found + edit.at.length + 1;",
        "return [{ start: offset, end: offset, text: edit.text }];",
      ].join("\n"),
    );
    fillIn(
      "src/proposals/starter-proposal/probes.ts",
      'return { missing: "the probe of mainType is not written yet" };',
      'return { value: "Example", at: { path: mainFile, line: 3 } };',
    );
    const after = test(...made);
    expect([after.passed, after.told]).toEqual([true, after.told]);
  });
});

describe("new variant", () => {
  it("makes a folder that holds on every sample tree, with a test that runs", async () => {
    const dir = join(temp, "templates");
    const run = await patchkit(["new", "variant", "fast-path", "--dir", dir]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const checked = await patchkit(["variants", "--check", dir, "--json"]);
    const { results } = parseOutput(checked, checkVariantsValue);
    expect(results.map(({ variant, status, reason }) => [variant, status, reason])).toEqual(
      results.map(() => ["fast-path", "generated", null]),
    );
    expect(results[0]?.files).toEqual(["pkg/option/fast_path.go", "pkg/option/fast_path_test.go"]);
    const again = await patchkit(["new", "variant", "fast-path", "--dir", dir]);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("found a variant fast-path")]);
  });

  it("makes one of the package in a checkout", async () => {
    await make("variant", "one-more");
    expect(readFileSync(join(copy, "templates/node-routes/one-more/variant.json"), "utf8")).toContain(
      '"one-more"',
    );
  });
});

it("new refuses a folder that is no checkout, and a bad name, and writes nothing", async () => {
  const elsewhere = await patchkit(["new", "check", "x-check"], { cwd: temp });
  expect([elsewhere.code, elsewhere.stderr]).toEqual([
    2,
    expect.stringContaining("expected a checkout of cilium-patchkit, found none"),
  ]);
  const bad = await patchkit(["new", "fact", "Bad-Name"], { cwd: copy });
  expect([bad.code, bad.stderr]).toEqual([2, expect.stringContaining("camel case")]);
});
