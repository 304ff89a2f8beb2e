import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { bundleValue } from "../../src/cli/bundle-value.ts";
import { fetchValue } from "../../src/cli/fetch-value.ts";
import { refreshValue } from "../../src/cli/refresh-value.ts";
import { applyValue, errorValue, generateValue, verifyValue } from "../../src/cli/values.ts";
import { packageRoot } from "../../src/host/assets.ts";
import { commonRef, makeOrigin, type Origin } from "../helpers/clone.ts";
import { git } from "../helpers/clone-git.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { readSeries } from "../helpers/clone-series.ts";

const temp = temporaryFolder();
const outside = ["--templates", join(packageRoot, "test/fixtures/templates-outside")];
const named = ["--variant", "startup-summary", "--variant", "flag-gate", "--stack"];
const id = "startup-summary+flag-gate";
const out = join(temp, "out");
const folder = join(out, commonRef, id);
let origin: Origin;
let ofClone: string[];

beforeAll(async () => {
  origin = await makeOrigin(temp, ["documents"]);
  ofClone = ["-C", origin.dir, "--ref", commonRef];
  const run = await patchkit(["generate", ...ofClone, ...outside, ...named, "--out", out, "--json"]);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(parseOutput(run, generateValue).results).toMatchObject([{ variant: id, status: "generated" }]);
});

/** What a folder has, by name, without its evidence. */
function filesOf(dir: string): Record<string, string> {
  const names = readdirSync(dir).filter((name) => name !== "evidence.json");
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(dir, name), "utf8")]));
}

/** Gives a value of `--json` of a run that ends with 0. */
async function jsonOf<T extends z.ZodType>(schema: T, ...args: string[]): Promise<z.infer<T>> {
  const run = await patchkit([...args, "--json"], { env: { XDG_CACHE_HOME: join(temp, "cache") } });
  expect(run).toMatchObject({ code: 0 });
  return parseOutput(run, schema);
}

describe("two variants in one series", () => {
  it("are the commits of both, in the order in which they are named, which apply one after another", () => {
    const series = readSeries(folder);
    expect(series.params).toEqual({
      "startup-summary.flag": "enable-startup-summary",
      "startup-summary.default": false,
      "flag-gate.flag": "enable-remote-node-route",
      "flag-gate.default": true,
      "flag-gate.helm": "custom",
      "flag-gate.ci": false,
    });
    const work = join(temp, "work");
    git(temp, ["clone", "--quiet", "--branch", commonRef, origin.dir, work]);
    git(work, ["am", "--quiet", ...series.patchPaths]);
    expect(git(work, ["rev-parse", "HEAD^{tree}"]).trim()).toBe(series.tree);
    expect(
      git(work, ["log", "--reverse", "--format=%s", `${commonRef}..`])
        .trim()
        .split("\n"),
    ).toEqual([
      "option: Describe the cluster with --enable-startup-summary",
      "docs: Describe --enable-startup-summary",
      "datapath: Allow skipping the routes to remote nodes",
      "daemon: Add the --enable-remote-node-route option",
    ]);
    const letter = readFileSync(join(folder, "cover-letter.txt"), "utf8");
    expect(letter).toContain("\n 1. startup-summary (patches 1 to 2)\n");
    expect(letter).toContain("\n 2. flag-gate (patches 3 to 4)\n");
    expect(letter).toContain(`\ngit am ${commonRef}/${id}/*.patch\n`);
  });

  it("are the same series again, also by its name, and each param is one variant's", async () => {
    const args = ["generate", ...ofClone, ...outside, "--out", out];
    expect(await patchkit([...args, "--variant", id, "--check"])).toMatchObject({ code: 0 });
    const set = ["--set", "startup-summary.default=true", "--set", "flag-gate.flag=enable-it"];
    const { results } = await jsonOf(generateValue, ...args, ...named, ...set, "--dry-run");
    expect(results[0]?.params).toMatchObject({
      "startup-summary.default": true,
      "startup-summary.flag": "enable-startup-summary",
      "flag-gate.default": true,
      "flag-gate.helm": "custom",
      "flag-gate.flag": "enable-it",
    });
    expect(results[0]?.patches[0]).toMatch(/\/startup-summary\+flag-gate\+[0-9a-f]{8}\//);
    const bare = await patchkit([...args, ...named, "--set", "flag=enable-it", "--json"]);
    expect(bare.code).toBe(2);
    expect(parseOutput(bare, errorValue).error).toMatchObject({
      code: "usage/unknown-param",
      hint: "Name the variant: --set startup-summary.flag=…",
    });
  });

  it("go on a branch, and are rendered again where their base moved", async () => {
    const clone = join(temp, "clone");
    git(temp, ["clone", "--quiet", origin.dir, clone]);
    const args = ["-C", clone, "--ref", commonRef, ...outside, "--variant", id];
    const { branch, head } = await jsonOf(applyValue, "apply", ...args);
    expect([branch, head]).toEqual([`patchkit/${id}/${commonRef}`, readSeries(folder).head]);
    const refresh = ["refresh", "-C", origin.dir, ...outside, "--out", out, "--variant", id];
    const { results } = await jsonOf(refreshValue, ...refresh, "--onto", "v1.15.0-dev");
    expect(results).toMatchObject([{ status: "refreshed", folder: `v1.15.0-dev/${id}` }]);
    expect(readSeries(join(out, "v1.15.0-dev", id)).params).toEqual(readSeries(folder).params);
  });

  it("are verified, reported, bundled and fetched as one", async () => {
    const checks = ["--patches", out, "--variant", id, "--checks", "apply", "--engine", "host"];
    const verified = await jsonOf(verifyValue, "verify", "-C", origin.dir, ...outside, ...checks);
    const mine = verified.evidence.filter(({ ref }) => ref === commonRef);
    expect(mine.map(({ variant, checks: [first] }) => [variant, first?.outcome])).toEqual([[id, "pass"]]);
    expect((await patchkit(["report", "--out", out, "--ref", commonRef, "--variant", id])).code).toBe(0);
    const report = readFileSync(join(out, "report.md"), "utf8");
    expect(report).toContain("flag-gate: Any setup in which another component routes");
    const bundle = [
      "bundle",
      "--out",
      out,
      "--ref",
      commonRef,
      "--variant",
      id,
      "--to",
      join(temp, "bundle"),
    ];
    const { zip } = await jsonOf(bundleValue, ...bundle);
    const back = join(temp, "back");
    mkdirSync(back);
    const { series } = await jsonOf(fetchValue, "fetch", zip.path, "--to", back);
    expect(series.map((one) => one.folder)).toEqual([`${commonRef}/${id}`]);
    expect(filesOf(join(back, commonRef, id))).toEqual(filesOf(folder));
  });
});

describe("a stack that is none", () => {
  it("is refused, with the commit that is in the way, and nothing of it is written", async () => {
    const none = join(temp, "none");
    const args = ["generate", ...ofClone, "--variant", "flag-gate,ipam-mode", "--stack", "--out", none];
    const run = await patchkit([...args, "--json"]);
    expect(run.code).toBe(1);
    const [result] = parseOutput(run, generateValue).results;
    expect(result).toMatchObject({
      variant: "flag-gate+ipam-mode",
      status: "refused",
      code: "plan/cannot-stack",
      patches: [],
    });
    expect(result?.reason).toContain(
      'ipam-mode fits the commit, but not the tree after "datapath: Allow skipping the routes to remote nodes" of flag-gate: part of the change is already there',
    );
    expect(existsSync(join(none, commonRef))).toBe(false);
  });

  it.each([
    [["--variant", "flag-gate"], "--stack: expected two or more variants in their order, found flag-gate"],
    [[], "--stack: expected two or more variants in their order, found none"],
    [["--variant", "flag-gate,flag-gate"], "flag-gate+flag-gate: expected each variant once"],
    [["--variant", "flag-gate,flag-gates"], 'found "flag-gates"'],
    [["--proposal", "node-routes"], "'--stack' cannot be used with option '--proposal <id>'"],
  ])("is said of %j", async (args, message) => {
    const run = await patchkit(["generate", ...ofClone, ...args, "--stack", "--out", join(temp, "none")]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(message);
  });
});
