import { describe, expect, it } from "vitest";
import { unpatched } from "../../../../src/proposals/node-routes/promise.ts";
import {
  fateOf,
  fateWords,
  hostWayOf,
  hostWayWords,
} from "../../../../src/proposals/node-routes/traffic/fate.ts";
import { planTraffic } from "../../../../src/proposals/node-routes/traffic/plan.ts";
import type { TrafficRun } from "../../../../src/verify/index.ts";
import { cured, cutOff, drop, line, recordsOf } from "../../../helpers/traffic-lines.ts";

function runOf(changed: object): TrafficRun {
  const [first] = recordsOf(planTraffic("base", unpatched).slice(0, 1), [
    line({ ...changed, Run: "base rp_filter 0" }),
  ]);
  if (!first) throw new Error("expected a record");
  return first.run;
}

describe("fateOf", () => {
  it.each([
    ["a reply that takes the fabric", cured, "answered, reply leaves through the fabric"],
    ["one that the overlay brings back", { Answered: true }, "answered, reply leaves through cilium_host"],
    ["one that the overlay loses", {}, "no answer, reply leaves through cilium_host"],
    ["a request that is dropped", drop, "no answer, request dropped on arrival"],
    ["a loss that no counter shows", { HostTx: 0 }, "no answer, unknown where it was lost"],
  ])("tells %s", (_, changed, words) => {
    expect(fateWords(fateOf(runOf(changed)))).toBe(words);
  });
});

describe("hostWayOf", () => {
  it("is the device of the way to the peer's pod, or none", () => {
    expect(hostWayWords(hostWayOf(runOf({})))).toBe("through cilium_host");
    expect(hostWayWords(hostWayOf(runOf(cutOff)))).toBe("none");
  });
});
