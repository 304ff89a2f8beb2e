import type { PlannedScenario } from "../../src/proposals/node-routes/scenario/plan.ts";
import type { ScenarioEvent } from "../../src/verify/index.ts";

/** What the scenario's test records of a plan's events, each with these routes. */
export function eventsOf(
  { events }: PlannedScenario,
  routesAt: (index: number) => readonly string[] = () => [],
): ScenarioEvent[] {
  return events.flatMap(({ Op, Step, Event }, index) =>
    Op === "set" || Op === "unplant"
      ? []
      : [{ step: Step, event: Event, routes: [...routesAt(index)], monitor: [], log: [], error: "" }],
  );
}

export const viaHost = (prefix: string): string => `${prefix} via 10.247.2.95 dev cilium_host`;
