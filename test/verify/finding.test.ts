import { describe, expect, it } from "vitest";
import type { EngineCheckInput } from "../../src/verify/check.ts";
import { scenarioCheck, trafficCheck } from "../../src/verify/checks/index.ts";
import { couldNotRun, isUnsettled, notNeeded, outcomes } from "../../src/verify/finding.ts";

describe("an outcome", () => {
  it("is unsettled if the check failed or has no answer, not if it is not about the series", () => {
    expect(outcomes.filter(isUnsettled)).toEqual(["fail", "could-not-run"]);
    expect(couldNotRun("no Go", "sh: go")).toEqual({
      outcome: "could-not-run",
      reason: "no Go",
      log: "sh: go",
      details: null,
    });
    expect(notNeeded("no trials")).toMatchObject({ outcome: "not-needed", reason: "no trials" });
  });
});

describe.each([scenarioCheck, trafficCheck])("the check $id", ({ run }) => {
  it("is not needed for a series whose proposal has no trials, whatever the tree", async () => {
    const found = await run({ parts: [{ trials: undefined }] } as unknown as EngineCheckInput);
    expect(found.outcome).toBe("not-needed");
  });
});
