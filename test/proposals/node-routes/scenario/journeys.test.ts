import { describe, expect, it } from "vitest";
import {
  earlyScript,
  fullScript,
  nativeScript,
  shortScript,
} from "../../../../src/proposals/node-routes/scenario/journeys.ts";
import type { ScriptEvent } from "../../../../src/proposals/node-routes/scenario/script.ts";
import { serviceRanges, sharedCIDRs } from "../../../../src/proposals/node-routes/trial-setup.ts";
import { scriptSettings, switchedSettings } from "../../../helpers/scenario-settings.ts";

function stepsOf(events: readonly ScriptEvent[]): string[] {
  return [...new Set(events.map(({ Step }) => Step))];
}

describe("the full journey", () => {
  it("ends in both flips and another CIDR of the local node where something switches", () => {
    expect(stepsOf(fullScript(switchedSettings)).slice(-8)).toEqual([
      "t routes of others",
      "u",
      "f flip to routes",
      "g flip back",
      "k other local CIDRs",
      "m other local CIDRs, restart",
      "r node deleted while the agent was down",
      "c single cluster route",
    ]);
    expect(stepsOf(fullScript(scriptSettings))).not.toContain("f flip to routes");
  });

  it("leaves out what the release does not have", () => {
    const release = { secondaryCIDRs: false, clusterRoute: false, restoredNodes: false };
    const steps = stepsOf(fullScript({ ...scriptSettings, release }));
    expect(stepsOf(fullScript(scriptSettings)).filter((step) => !steps.includes(step))).toEqual([
      "7 secondary CIDRs",
      "8 changed local CIDRs",
      "r node deleted while the agent was down",
      "c single cluster route",
    ]);
  });

  it("starts with the settings of the run", () => {
    expect(fullScript({ ...switchedSettings, localRoute: true, ipv6: false })[0]).toMatchObject({
      Op: "set",
      Fields: { EnableLocalNodeRoute: true, EnableIPv4: true, EnableIPv6: false, Skip: true },
      Auxiliary: serviceRanges,
    });
  });
});

describe("leftovers", () => {
  it("are those of a run that skipped nothing, or planted where no setting skips nothing", () => {
    const opsIn = (settings: typeof scriptSettings) =>
      shortScript(settings)
        .filter(({ Step }) => Step === "a leftovers")
        .map(({ Op }) => Op);
    expect(opsIn(switchedSettings)).toEqual([
      "set",
      "restart",
      "add",
      "add",
      "configure",
      "add",
      "validate",
      "set",
    ]);
    expect(opsIn(scriptSettings)).toEqual(["plant"]);
    const planted = shortScript({ ...scriptSettings, ipv6: false }).find(({ Op }) => Op === "plant");
    expect(planted?.Prefixes).toEqual(sharedCIDRs.slice(0, 1));
  });

  it("are there before an agent hears of any node", () => {
    const restart = earlyScript(switchedSettings).filter(({ Step }) => Step === "b restart");
    expect(restart.map(({ Event }) => Event)).toEqual([
      "restart",
      "add local node",
      "add tt-lab4",
      "add tt-lab9",
      "validate local node",
      "configure",
      "validate tt-lab4",
      "validate tt-lab9",
      "validate local node",
    ]);
  });
});

it.each([false, true])("encapsulates nothing with native routing, direct routes %s", (direct) => {
  const fields = nativeScript(scriptSettings, direct).map(({ Fields }) => Fields);
  expect(fields[1]).toEqual({ EnableEncapsulation: false, EnableAutoDirectRouting: direct });
});
