import { describe, expect, it } from "vitest";
import type { EngineCheckInput } from "../../../src/verify/check.ts";
import { clusterCheck } from "../../../src/verify/checks/cluster.ts";
import { checkIds, standardChecks } from "../../../src/verify/evidence.ts";
import type { OpenedPart } from "../../../src/verify/series-part.ts";

describe("the check cluster", () => {
  it("runs only where it is named, and beside no other", () => {
    expect(checkIds.at(-1)).toBe(clusterCheck.id);
    expect(standardChecks).not.toContain(clusterCheck.id);
    expect(clusterCheck).not.toHaveProperty("waits");
  });

  it("tries the proposal's cluster", async () => {
    if (clusterCheck.needs !== "engine") throw new Error("expected a check with an engine");
    const cluster = { onSeries: () => ({ reason: "there is no cluster of it" }) };
    const part = {
      id: "x",
      variant: {},
      params: {},
      facts: {},
      trials: { cluster },
    } as unknown as OpenedPart;
    const found = await clusterCheck.run({ parts: [part] } as unknown as EngineCheckInput);
    expect(found).toMatchObject({ outcome: "not-needed", reason: "there is no cluster of it" });
  });
});
