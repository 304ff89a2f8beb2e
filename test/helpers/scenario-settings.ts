import type { ScriptSettings } from "../../src/proposals/node-routes/scenario/journeys.ts";

const nothing = { fields: {}, mode: "", clusterID: 0 };

/** Settings of a run that skips without a switch, on a release with everything that the scenario can use. */
export const scriptSettings: ScriptSettings = {
  localRoute: false,
  ipv4: true,
  ipv6: true,
  release: { secondaryCIDRs: true, clusterRoute: true, restoredNodes: true },
  skip: nothing,
  keep: null,
};

/** The same, skipping by a field of the node configuration. */
export const switchedSettings: ScriptSettings = {
  ...scriptSettings,
  skip: { ...nothing, fields: { Skip: true } },
  keep: { ...nothing, fields: { Skip: false } },
};
