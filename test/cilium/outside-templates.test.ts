import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { generateValue } from "../../src/cli/values.ts";
import { packageRoot } from "../../src/host/assets.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { applyToIndex, makeScratch } from "../helpers/clone-scratch.ts";
import { readSeries } from "../helpers/clone-series.ts";

/** A clone of Cilium; this tier is skipped without one. */
const repo = process.env["CILIUM_REPO"] ?? "";

const common = [
  "Documentation/cmdref/cilium-agent.md",
  "pkg/defaults/defaults.go",
  "pkg/option/config.go",
  "pkg/option/startup_summary.go",
  "pkg/option/startup_summary_test.go",
];
const later = ["Documentation/operations/troubleshooting.rst", "daemon/cmd/daemon_main.go"];
const chart = [
  "install/kubernetes/cilium/templates/cilium-configmap.yaml",
  "install/kubernetes/cilium/values.yaml",
];

/** Files that the variant changes; before v1.6, there is no chart. */
const expected: Readonly<Record<string, readonly string[]>> = {
  "v1.4.10": [...common, "Documentation/troubleshooting.rst", "daemon/daemon_main.go"],
  "v1.10.12": [...common, ...later, ...chart],
  "8e8421dd3ee7": [...common, ...later, ...chart],
};

describe.skipIf(repo === "")(
  "a variant outside the package, on a clone of Cilium (CILIUM_REPO names it)",
  () => {
    const temp = temporaryFolder();
    const out = join(temp, "out");

    it("adds a flag, a value of the chart, a paragraph and a file that uses fmt, and nothing else", async () => {
      const refs = Object.keys(expected);
      const templates = join(packageRoot, "test/fixtures/templates-outside");
      const args = ["--templates", templates, "--variant", "startup-summary", "--out", out, "--json"];
      const run = await patchkit(["generate", "-C", repo, ...refs.flatMap((ref) => ["--ref", ref]), ...args]);
      expect(run).toMatchObject({ code: 0, stderr: "" });
      const { results } = parseOutput(run, generateValue);
      expect(results.map(({ ref, status, reason }) => [ref, status, reason])).toEqual(
        refs.map((ref) => [ref, "generated", null]),
      );
      const scratch = makeScratch(repo, join(temp, "scratch.git"));
      for (const { ref, slug, variant, files, tree } of results) {
        expect(files.map(({ path }) => path)).toEqual([...(expected[ref] ?? [])].sort());
        expect(files.filter(({ removed }) => removed > 0)).toEqual([]);
        const series = readSeries(join(out, slug ?? "", variant));
        expect(applyToIndex(scratch, series.base, series.patchPaths)).toBe(tree);
      }
    });
  },
);
