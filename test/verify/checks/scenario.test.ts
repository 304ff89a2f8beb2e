import { expect, it } from "vitest";
import type { EngineCheckInput } from "../../../src/verify/check.ts";
import { scenarioCheck } from "../../../src/verify/checks/scenario.ts";
import type { OpenedPart } from "../../../src/verify/series-part.ts";

it("the check scenario tries the proposal's scenario, beside other checks", async () => {
  if (scenarioCheck.needs !== "engine") throw new Error("expected a check with an engine");
  expect(scenarioCheck).toMatchObject({ waits: true });
  const trials = {
    scenario: { onSeries: () => ({ reason: "there is no scenario of it" }) },
    traffic: { onSeries: () => ({ reason: "there is no traffic of it" }) },
  };
  const part = { id: "x", variant: {}, params: {}, facts: {}, trials } as unknown as OpenedPart;
  const found = await scenarioCheck.run({ parts: [part] } as unknown as EngineCheckInput);
  expect(found).toMatchObject({ outcome: "not-needed", reason: "there is no scenario of it" });
});
