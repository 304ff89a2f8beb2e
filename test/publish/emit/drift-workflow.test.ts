import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { driftWorkflow } from "../../../src/publish/emit/drift-workflow.ts";

const odd = "feature/${{github.token}}'\"`$(z)#: &*!";
const settings = {
  repository: "cilium/cilium",
  branch: odd,
  since: "1".repeat(40),
  proposal: "node-routes",
  toolVersion: "0.1.0",
};
const text = driftWorkflow(settings);
const actionlint = process.env["PATCHKIT_ACTIONLINT"] ?? "actionlint";

it("looks once a week at a branch, and fails with the exit code of the radar", () => {
  const { on, permissions, jobs } = parse(text);
  expect(on).toEqual({ schedule: [{ cron: "17 5 * * 1" }], workflow_dispatch: {} });
  expect(permissions).toEqual({ contents: "read" });
  const [checkout, , look] = jobs.drift.steps;
  expect(checkout.with).toMatchObject({ repository: "cilium/cilium", "fetch-depth": 0 });
  expect(checkout.with.ref).toBe(odd.replace("${{", "${{ '${{' }}"));
  expect(jobs.drift.env).toEqual({ SINCE: "1".repeat(40), PROPOSAL: "node-routes" });
  expect(look.run).toContain(
    '--drift --since "$SINCE" --until HEAD --proposal "$PROPOSAL" >drift.txt || status=$?',
  );
  expect(look.run).not.toContain("feature");
  expect(driftWorkflow({ ...settings, proposal: undefined })).not.toContain("PROPOSAL");
});

it("runs its script with what the radar prints in the summary", () => {
  const script = parse(text).jobs.drift.steps[2].run.replace(/^npx .* >drift\.txt/m, "radar >drift.txt");
  const run = spawnSync(
    "bash",
    [
      "-ec",
      `cd "$(mktemp -d)"; export GITHUB_STEP_SUMMARY=summary; radar() { echo broken; return 1; }\n${script}`,
    ],
    { encoding: "utf8" },
  );
  expect(run).toMatchObject({ status: 1, stdout: "```\nbroken\n```\n" });
});

it.skipIf(spawnSync(actionlint, ["-version"]).status !== 0)(
  "has no fault for actionlint (skipped without the program actionlint, or PATCHKIT_ACTIONLINT)",
  () => {
    const { stdout, status } = spawnSync(actionlint, ["-"], { input: text, encoding: "utf8" });
    expect(stdout).toBe("");
    expect(status).toBe(0);
  },
);
