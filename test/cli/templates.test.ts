import { appendFileSync, cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { generateValue, inspectValue, variantsValue } from "../../src/cli/values.ts";
import { packageRoot } from "../../src/host/assets.ts";
import { commonRef, makeOrigin, type Origin, shapes } from "../helpers/clone.ts";
import { git } from "../helpers/clone-git.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { makeFolder } from "../helpers/folder.ts";

const temp = temporaryFolder();
const fixture = join(packageRoot, "test/fixtures/templates-outside");
const id = "startup-summary";
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp, ["documents"]);
});

/** Text of all patches of a series. */
function patchesOf(out: string, patches: readonly string[]): string {
  return patches.map((path) => readFileSync(join(out, path), "utf8")).join("\n");
}

describe("a variant in a folder outside the package", () => {
  it("is rendered with --templates beside the bundled ones, whose patches stay the same to the byte", async () => {
    const refs = shapes.flatMap((ref) => ["--ref", ref]);
    const render = async (name: string, ...more: string[]) => {
      const out = join(temp, name);
      const run = await patchkit(["generate", "-C", origin.dir, ...refs, "--out", out, "--json", ...more]);
      expect(run).toMatchObject({ code: 0, stderr: "" });
      return parseOutput(run, generateValue);
    };
    const without = await render("without");
    const { results, out } = await render("with", "--templates", fixture);
    const own = results.filter(({ variant }) => variant === id);
    const others = results.filter(({ variant }) => variant !== id);
    expect(others).toEqual(without.results);
    expect(others.map(({ patches }) => patchesOf(out, patches))).toEqual(
      without.results.map(({ patches }) => patchesOf(without.out, patches)),
    );
    expect(own.map(({ ref, status, reason }) => [ref, status, reason])).toEqual(
      shapes.map((ref) => [ref, "generated", null]),
    );
    for (const { ref, patches, files } of own) {
      expect(files.map(({ path }) => path)).toEqual([
        "Documentation/cmdref/cilium-agent.md",
        "Documentation/operations/troubleshooting.rst",
        "daemon/cmd/daemon_main.go",
        "install/kubernetes/cilium/values.yaml",
        "pkg/defaults/defaults.go",
        "pkg/option/config.go",
        "pkg/option/startup_summary.go",
        "pkg/option/startup_summary_test.go",
      ]);
      const text = patchesOf(out, patches);
      expect(text).toMatch(/\n\+import \(\n\+\t"fmt"\n\+\)\n/);
      expect(text).toContain("\n   enabled: false\n+  # -- Describe the cluster in one line");
      const work = join(temp, `work-${ref}`);
      git(temp, ["clone", "--quiet", "--branch", ref, origin.dir, work]);
      git(work, ["am", "--quiet", ...patches.map((path) => join(out, path))]);
      expect(git(work, ["status", "--porcelain"])).toBe("");
    }
  });

  it("takes --set, and is there for inspect, variants and apply", async () => {
    const args = ["-C", origin.dir, "--ref", commonRef];
    const set = ["--variant", id, "--set", "flag=describe-cluster", "--dry-run", "--diff"];
    const shown = await patchkit(["generate", ...args, "--templates", fixture, ...set]);
    expect(shown.stdout).toContain('+\tDescribeClusterName = "describe-cluster"');
    const inspected = await patchkit(["inspect", ...args, "--templates", fixture, "--json"]);
    const fits = parseOutput(inspected, inspectValue).results.flatMap(({ variants }) => variants);
    expect(fits.find((one) => one.id === id)).toMatchObject({ fits: true });
    const listed = parseOutput(await patchkit(["variants", "--templates", fixture, "--json"]), variantsValue);
    expect(listed.variants.map((one) => one.id)).toContain(id);
    const clone = join(temp, "clone");
    git(temp, ["clone", "--quiet", origin.dir, clone]);
    const apply = ["apply", "-C", clone, "--ref", commonRef, "--variant", id, "--templates", fixture];
    expect(await patchkit(apply)).toMatchObject({ code: 0 });
    expect(git(clone, ["log", "--format=%s", "-2", `patchkit/${id}/${commonRef}`])).toBe(
      "docs: Describe --enable-startup-summary\noption: Describe the cluster with --enable-startup-summary\n",
    );
  });

  it("is rendered again where a template of it changed since the series was written", async () => {
    const own = await makeFolder();
    cpSync(fixture, own, { recursive: true });
    const out = join(temp, "again");
    const args = ["generate", "-C", origin.dir, "--ref", commonRef, "--variant", id, "--templates", own];
    const render = async () => {
      const run = await patchkit([...args, "--out", out, "--json"], {
        env: { XDG_CACHE_HOME: join(temp, "cache") },
      });
      const [result] = parseOutput(run, generateValue).results;
      return { kept: result?.kept, text: patchesOf(out, result?.patches ?? []) };
    };
    const first = await render();
    expect(await render()).toEqual({ kept: true, text: first.text });
    appendFileSync(join(own, "node-routes", id, "20-documents", "commit.hbs"), "\nOne more sentence.\n");
    const third = await render();
    expect(third.kept).toBe(false);
    expect(third.text).toContain("One more sentence.");
  });
});
