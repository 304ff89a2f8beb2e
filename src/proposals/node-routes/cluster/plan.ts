import type { ClusterInput } from "../../../verify/index.ts";
import type { Setting, SkipRule } from "../promise.ts";
import type { PlannedRun } from "../trial.ts";
import { baseSeries } from "../trial.ts";

/** One planned cluster. */
export interface PlannedCluster extends PlannedRun {
  readonly phases: readonly PlannedPhase[];
}

export interface PlannedPhase {
  readonly name: string;
  readonly agent: "base" | "tried";
  readonly args: readonly string[];
  /** Which prefixes get no routes; undefined if nothing changes. */
  readonly rule: SkipRule | undefined;
}

/**
 * The clusters of a series with one of its settings: agents that are new to their nodes, and where the setting changes
 * something, also an upgrade in place and the way back. Modes that hand out no ranges of the agent's own need
 * Kubernetes, which is not there.
 */
export function planCluster(series: string, { setting, skip, rule, args }: Setting): PlannedCluster[] {
  if (skip.clusterID !== 0 || (rule !== undefined && skip.mode !== "")) return [];
  const name = [series, setting].filter(Boolean).join(" ");
  const before = { agent: "base" as const, args: [], rule: undefined };
  if (series === baseSeries)
    return [{ name, series, setting, phases: [{ name: "fresh", ...before, args: [...args] }] }];
  const tried = { agent: "tried" as const, args, rule };
  const fresh = { name, series, setting, phases: [{ name: "fresh", ...tried }] };
  if (rule === undefined) return [fresh];
  const phases = [
    { name: "before", ...before },
    { name: "upgraded", ...tried },
    { name: "back", ...before },
  ];
  return [fresh, { name: `${name} in place`, series, setting, phases }];
}

/** A cluster in the program's format. */
export function inputOf({ name, phases }: PlannedCluster): ClusterInput {
  return {
    Name: name,
    Phases: phases.map(({ name: phase, agent, args, rule }) => ({
      Name: phase,
      Agent: agent,
      Args: args,
      RoutesApart: rule !== "remote",
      RoutesShared: rule === undefined,
    })),
  };
}
