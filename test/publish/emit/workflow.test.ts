import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { pinnedActions } from "../../../src/publish/emit/pinned-actions.ts";
import { workflow } from "../../../src/publish/emit/workflow.ts";

const odd = "feature/${{github.token}}'\"`$(z)#: &*!";
const cells = [
  {
    ref: odd,
    sha: "1".repeat(40),
    slug: "1".repeat(12),
    variant: "flag-gate",
    set: ["flag=x"],
    folder: "1/flag-gate",
  },
  { ref: "v1", sha: "2".repeat(40), slug: "v1", variant: "ipam-mode", set: [], folder: "v1/ipam-mode" },
];
const settings = { repository: "cilium/cilium", toolVersion: "0.1.0", checks: ["apply", "build"] };
const actionlint = process.env["PATCHKIT_ACTIONLINT"] ?? "actionlint";

describe.each(["verify", "image"] as const)("the workflow of %s", (kind) => {
  const text = workflow(cells, { ...settings, kind });
  const { jobs, permissions } = parse(text);

  it("has a job per ref and variant, the report's, and for images theirs", () => {
    expect(Object.keys(jobs)).toEqual(["verify", "report", ...(kind === "image" ? ["image"] : [])]);
    const [first, second] = jobs.verify.strategy.matrix.include;
    expect(first).toMatchObject({ id: "1-flag-gate", name: "1".repeat(40), set: "flag=x" });
    expect(second).toMatchObject({ id: "v1-ipam-mode", name: "v1", set: "" });
    expect(permissions).toEqual({ contents: "read" });
  });

  it("lets no name of a user's be an expression, or part of a script", () => {
    expect(jobs.verify.strategy.matrix.include[0].ref).toBe(odd.replace("${{", "${{ '${{' }}"));
    const steps = Object.values<{ steps: { run?: string }[] }>(jobs).flatMap((job) => job.steps);
    const scripts = steps.flatMap(({ run }) => run ?? []);
    expect(scripts.length).toBeGreaterThan(2);
    expect(scripts.filter((run) => run.includes("${{") || run.includes("feature"))).toEqual([]);
  });

  it("pins each action to a commit, with its release beside it", () => {
    const uses = [...text.matchAll(/^ +- ?uses: (\S+) # (\S+)$/gm)].map(
      ([, one, release]) => `${one} ${release}`,
    );
    expect(uses.length).toBe([...text.matchAll(/uses:/g)].length);
    const known = Object.values(pinnedActions).map((one) => `${one.uses} ${one.release}`);
    expect(uses.filter((one) => !known.includes(one) || !/@[0-9a-f]{40} v\d/.test(one))).toEqual([]);
  });

  it.skipIf(spawnSync(actionlint, ["-version"]).status !== 0)(
    "has no fault for actionlint (skipped without the program actionlint, or PATCHKIT_ACTIONLINT)",
    () => {
      const { stdout, status } = spawnSync(actionlint, ["-"], { input: text, encoding: "utf8" });
      expect(stdout).toBe("");
      expect(status).toBe(0);
    },
  );
});
