import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { generateValue } from "../../src/cli/values.ts";
import { packageRoot } from "../../src/host/assets.ts";
import { variants } from "../helpers/clone.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { applyToIndex, makeScratch } from "../helpers/clone-scratch.ts";
import { readSeries, type SeriesOnDisk } from "../helpers/clone-series.ts";

/** A clone of Cilium; this tier is skipped without one. */
const repo = process.env["CILIUM_REPO"] ?? "";
const templates = ["--templates", join(packageRoot, "test/fixtures/templates-outside")];

/** Pairs that go together, both ways round. */
const pairs = ["flag-gate", "cidr-validation", "ipam-mode"]
  .map((id) => ["assigned-only", id])
  .concat([["startup-summary", "flag-gate"]])
  .flatMap(([a, b]) => [`${a}+${b}`, `${b}+${a}`]);

describe.skipIf(repo === "")("stacks on a clone of Cilium (CILIUM_REPO names it)", () => {
  const temp = temporaryFolder();

  async function generate(out: string, refs: readonly string[], ids: readonly string[]) {
    const chosen = [...refs.flatMap((ref) => ["--ref", ref]), "--variant", ids.join(",")];
    const run = await patchkit(["generate", "-C", repo, ...chosen, ...templates, "--out", out, "--json"]);
    return { code: run.code, ...parseOutput(run, generateValue) };
  }

  it("apply one after another, and hold all that each of their variants changes alone", async () => {
    const out = join(temp, "out");
    const singles = [...variants, "assigned-only", "startup-summary"];
    const refs = ["v1.10.12"];
    const { code, results } = await generate(out, refs, [...singles, ...pairs]);
    expect(code).toBe(0);
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(["generated"]));
    const scratch = makeScratch(repo, join(temp, "scratch.git"));
    for (const { slug, variant, tree, reason } of results.filter((one) => one.variant.includes("+"))) {
      expect(reason).toBeNull();
      const series = readSeries(join(out, slug ?? "", variant));
      expect(applyToIndex(scratch, series.base, series.patchPaths)).toBe(tree);
      const parts = variant.split("+").map((id) => readSeries(join(out, slug ?? "", id)));
      expect(series.commits.map(({ subject }) => subject)).toEqual(
        parts.flatMap(({ commits }) => commits.map(({ subject }) => subject)),
      );
      for (const part of parts) expect(addedLines(series)).toEqual(expect.arrayContaining(addedLines(part)));
    }
  });

  it("of the three ways to do the same refuse each other, and name the commit that is in the way", async () => {
    const both = variants.flatMap((a) => variants.filter((b) => b !== a).map((b) => `${a}+${b}`));
    const { code, results } = await generate(join(temp, "refused"), ["v1.10.12"], both);
    expect(code).toBe(1);
    expect(results.map(({ variant, code: why }) => [variant, why])).toEqual(
      both.map((id) => [id, "plan/cannot-stack"]),
    );
    for (const { variant, reason } of results) {
      const [first, second] = variant.split("+");
      expect(reason).toMatch(
        new RegExp(`^${second} fits the commit, but not the tree after "[^"]+" of ${first}: `),
      );
      expect(reason).toMatch(/deleteStaleNodeRoutes|part of the change is already there/);
    }
  });
});

/** What a series adds, wherever it stands; columns may be aligned anew. */
function addedLines({ patchPaths }: SeriesOnDisk): string[] {
  const texts = patchPaths.map((path) => readFileSync(path, "utf8")).join("");
  return [...texts.matchAll(/^\+(?!\+\+ )(.*)$/gm)].map(([, line = ""]) => line.replace(/\s+/g, " "));
}
