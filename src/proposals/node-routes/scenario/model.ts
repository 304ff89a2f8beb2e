import type { SkipRule } from "../promise.ts";
import { sharedCIDRs } from "../trial-setup.ts";
import type { ScenarioNode, ScriptEvent } from "./script.ts";

/** How a run skips, for the model: the current fields, mode and cluster ID. */
export interface ModelSwitch {
  readonly rule: SkipRule;
  readonly isOn: (fields: Readonly<Record<string, boolean>>, mode: string, clusterID: number) => boolean;
}

/** The expected routes to the host device. All lists are sorted. */
export interface ExpectedPrefixes {
  readonly required: readonly string[];
  /**
   * Prefixes that may or may not be routed: those of an earlier run until the event that removes them, routes
   * that a single cluster route makes superfluous, and a prefix that another node gave up, which is a known gap.
   */
  readonly optional: readonly string[];
  /** Prefixes of the local node that are routed throughout. */
  readonly own: readonly string[];
}

/** The relevant part of the events that the handler received. */
interface World {
  readonly nodes: Map<string, ScenarioNode>;
  /** Nodes whose leftovers were handled. */
  readonly settled: Set<string>;
  /** Prefixes that a node gave up and no node has announced again. */
  readonly givenUp: Set<string>;
  /** Prefixes of nodes that were deleted, or went in a restart, before their leftovers were handled. */
  readonly leaked: Set<string>;
  /** What the local node announced last, in any run of the agent. */
  announced: readonly string[];
  fields: Readonly<Record<string, boolean>>;
  auxiliary: readonly string[];
  mode: string;
  clusterID: number;
  configured: Pick<World, "fields" | "auxiliary" | "mode" | "clusterID"> | undefined;
}

/**
 * The prefixes that must be routed to the host device after each event, computed only from the handler's events.
 * Undefined if nothing is expected: before the first configuration of a handler, while routes are not skipped (the
 * run is then compared with the unpatched tree), and while routes are planted.
 */
export function expectedPrefixes(
  events: readonly ScriptEvent[],
  skip: ModelSwitch,
): (ExpectedPrefixes | undefined)[] {
  const world: World = {
    nodes: new Map(),
    settled: new Set(),
    givenUp: new Set(),
    leaked: new Set(),
    announced: sharedCIDRs,
    fields: {},
    auxiliary: [],
    mode: "",
    clusterID: 0,
    configured: undefined,
  };
  return events.map((event) => {
    happen(world, event, skip);
    const { configured } = world;
    if (!configured || ["set", "plant", "unplant"].includes(event.Op)) return undefined;
    if (!isSkipping(configured, skip)) return undefined;
    return expectNow(world, configured, skip.rule);
  });
}

function isSkipping(
  { fields, mode, clusterID }: Pick<World, "fields" | "mode" | "clusterID">,
  skip: ModelSwitch,
): boolean {
  return skip.isOn(fields, mode, clusterID);
}

function happen(world: World, event: ScriptEvent, skip: ModelSwitch): void {
  switch (event.Op) {
    case "add":
    case "update":
    case "validate":
      if (event.Node) comeOrChange(world, event.Node, event);
      return;
    case "delete":
      if (event.Node) leave(world, event.Node, event.Restored === true);
      return;
    case "configure":
      world.configured = {
        fields: world.fields,
        auxiliary: world.auxiliary,
        mode: world.mode,
        clusterID: world.clusterID,
      };
      for (const key of world.nodes.keys()) settle(world, key);
      return;
    case "restart":
      // The next run may skip what this one installed.
      if (world.configured && !isSkipping(world.configured, skip)) leaveBehind(world);
      world.nodes.clear();
      world.settled.clear();
      world.configured = undefined;
      return;
    case "set":
      world.fields = { ...world.fields, ...event.Fields };
      world.auxiliary = event.Auxiliary ?? world.auxiliary;
      world.mode = event.Mode ?? world.mode;
      world.clusterID = event.ClusterID ?? world.clusterID;
      return;
    case "plant":
    case "unplant":
      return;
  }
}

function leaveBehind({ nodes, leaked }: World): void {
  for (const [key, { CIDRs }] of nodes) if (key !== "local") for (const cidr of CIDRs) leaked.add(cidr);
}

function comeOrChange(world: World, node: ScenarioNode, { Op, Old }: ScriptEvent): void {
  const key = keyOf(node);
  if (Op !== "validate") world.nodes.set(key, node);
  if (node.Local) world.announced = node.CIDRs;
  const lost = (Old?.CIDRs ?? []).filter((cidr) => !node.CIDRs.includes(cidr));
  for (const cidr of lost) world.givenUp.add(cidr);
  settle(world, key);
  if (!node.Local && !world.settled.has(key)) for (const cidr of lost) world.leaked.add(cidr);
  // Prefixes that are not installed for the local node stay given up.
  if (node.Local && world.fields["EnableLocalNodeRoute"] !== true) return;
  for (const cidr of node.CIDRs) world.givenUp.delete(cidr);
}

function leave(world: World, node: ScenarioNode, isRestored: boolean): void {
  const key = keyOf(node);
  if (isRestored) {
    world.nodes.set(key, node);
    settle(world, key);
  }
  if (!world.settled.has(key)) for (const cidr of node.CIDRs) world.leaked.add(cidr);
  world.nodes.delete(key);
  world.settled.delete(key);
  for (const cidr of node.CIDRs) world.givenUp.add(cidr);
}

/** A leftover is only removed if it is known not to belong to the local node. */
function settle({ configured, nodes, settled, leaked }: World, key: string): void {
  if (!configured || configured.fields["UseSingleClusterRoute"] === true) return;
  const knowsLocal = configured.fields["EnableLocalNodeRoute"] !== true || nodes.has("local");
  if (key !== "local" && !knowsLocal) return;
  settled.add(key);
  if (key !== "local") for (const cidr of nodes.get(key)?.CIDRs ?? []) leaked.delete(cidr);
}

function keyOf({ Cluster, Name, Local }: ScenarioNode): string {
  return Local ? "local" : `${Cluster}/${Name}`;
}

function expectNow(
  { nodes, settled, givenUp, leaked, announced }: World,
  { fields, auxiliary }: Pick<World, "fields" | "auxiliary">,
  rule: SkipRule,
): ExpectedPrefixes {
  const local = nodes.get("local");
  const remote = [...nodes].filter(([key]) => key !== "local");
  const localRoute = fields["EnableLocalNodeRoute"] === true;
  const single = fields["UseSingleClusterRoute"] === true;
  const encapsulates = fields["EnableEncapsulation"] !== false;
  const own = [...sharedCIDRs, ...(local?.CIDRs ?? []), ...auxiliary];
  const isSkipped = (cidr: string) => rule === "remote" || own.includes(cidr);
  const kept = encapsulates
    ? remote.flatMap(([, { CIDRs }]) => CIDRs.filter((cidr) => !isSkipped(cidr)))
    : [];
  const unsettled = remote.flatMap(([key, { CIDRs }]) => (settled.has(key) ? [] : CIDRs));
  const listed = (cidrs: readonly string[]) =>
    [...new Set(cidrs)]
      .filter((cidr) => fields[cidr.includes(":") ? "EnableIPv6" : "EnableIPv4"] === true)
      .sort();
  const required = listed([
    ...auxiliary,
    ...(localRoute ? (local?.CIDRs ?? []) : []),
    ...(single ? sharedCIDRs : kept.filter((cidr) => !givenUp.has(cidr))),
  ]);
  const optional = listed([
    ...(rule === "remote" ? [...unsettled, ...leaked] : settled.has("local") ? [] : announced),
    ...(localRoute && !local ? [...sharedCIDRs, ...announced] : []),
    ...(single ? remote.flatMap(([, { CIDRs }]) => CIDRs) : []),
    ...kept.filter((cidr) => givenUp.has(cidr)),
  ]);
  return {
    required,
    optional: optional.filter((cidr) => !required.includes(cidr)),
    own: listed(localRoute ? announced : []),
  };
}
