import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { generateValue } from "../../src/cli/values.ts";
import { git } from "../helpers/clone-git.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { readSeries } from "../helpers/clone-series.ts";

const repo = process.env["CILIUM_REPO"] ?? "";
const temp = temporaryFolder();

describe.skipIf(repo === "")("subjects on real releases (skipped without CILIUM_REPO)", () => {
  it.each(["v1.4.10", "v1.6.12", "v1.8.13", "v1.10.12", "819d92133317", "b5a0cf529ac1", "8e8421dd3ee7"])(
    "begin with areas that the history of the touched files has, on %s",
    async (ref) => {
      const out = join(temp, ref);
      const args = [
        "--ref",
        ref,
        "--set",
        "flag-gate.helm=always",
        "--set",
        "flag-gate.ci=true",
        "--out",
        out,
      ];
      const run = await patchkit(["generate", "-C", repo, ...args, "--json"]);
      const patches = parseOutput(run, generateValue).results.flatMap((result) => result.patches);
      const generated = [...new Set(patches.map((path) => dirname(path)))];
      expect(generated.length).toBeGreaterThan(0);
      for (const folder of generated) {
        for (const { subject, edits } of readSeries(join(out, folder)).commits) {
          const files = edits.filter(({ created }) => !created).map(({ path }) => path);
          const log = git(repo, ["log", "-500", "--no-merges", "--format=%s", ref, "--", ...files]);
          const known = log.split("\n").map((line) => line.split(": ")[0]);
          expect(known, `${subject}: ${files.join(" ")}`).toContain(subject.split(": ")[0]);
        }
      }
    },
  );
});
