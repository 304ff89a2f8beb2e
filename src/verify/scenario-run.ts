import { z } from "zod";

/** The state after one event of the scenario. */
const scenarioEvent = z.strictObject({
  step: z.string(),
  event: z.string(),
  /** `ip -j route` of both families, each entry in the format of `ip route`. */
  routes: z.array(z.string()),
  /** Output of `ip monitor route` during the event. */
  monitor: z.array(z.string()),
  /** The handler's log, without times, sorted. */
  log: z.array(z.string()),
  /** The error returned by the event, "" if there was none. */
  error: z.string(),
});

/** One run of the scenario: a state of the tree, a setting, and whether the local route is enabled. */
export const scenarioRun = z.strictObject({
  name: z.string(),
  /** `base` or the variant's id. */
  series: z.string(),
  setting: z.string(),
  localRoute: z.boolean(),
  events: z.array(scenarioEvent),
});

export type ScenarioEvent = z.infer<typeof scenarioEvent>;
export type ScenarioRun = z.infer<typeof scenarioRun>;
