import { type ScenarioNode, type ScriptEvent, sharedCIDRs } from "./scenario-script.ts";

/** Which remote nodes and prefixes a series keeps routes from, in a setting that skips. */
export type SkipRule =
  /** All remote nodes. */
  | "remote"
  /** All remote nodes of the own cluster. */
  | "own-cluster"
  /** Prefixes that overlap a local one. */
  | "overlap";

/** How a run skips, as the model sees it: fields and mode that are on at the moment. */
export interface ModelSwitch {
  readonly rule: SkipRule;
  readonly isOn: (fields: Readonly<Record<string, boolean>>, mode: string) => boolean;
}

/** What is promised of the routes to the host device. Both lists are sorted. */
export interface ExpectedPrefixes {
  readonly required: readonly string[];
  /**
   * May be there or not: the local node's own prefix from an earlier run until the local node is known,
   * routes of an earlier run that a single cluster route makes superfluous, and a prefix that another
   * node gave up, where the series leaves that gap of today as it is.
   */
  readonly optional: readonly string[];
}

/**
 * The prefixes that are to be routed to the host device after each event, told from what the handler was
 * told alone. Undefined where nothing is promised: before the first configuration of a handler, while
 * routes are not skipped (then the unpatched tree is what counts), and where leftovers are made.
 */
export function expectedPrefixes(
  events: readonly ScriptEvent[],
  skip: ModelSwitch,
): (ExpectedPrefixes | undefined)[] {
  const nodes = new Map<string, ScenarioNode>();
  const givenUp = new Set<string>();
  let fields: Record<string, boolean> = {};
  let auxiliary: readonly string[] = [];
  let mode = "";
  let configured: { fields: Record<string, boolean>; auxiliary: readonly string[] } | undefined;
  return events.map((event) => {
    switch (event.Op) {
      case "add":
      case "update":
      case "validate":
        if (!event.Node) break;
        if (event.Op !== "validate") nodes.set(keyOf(event.Node), event.Node);
        for (const cidr of event.Old?.CIDRs ?? []) givenUp.add(cidr);
        // What is not installed for the local node stays given up.
        if (event.Node.Local && fields["EnableLocalNodeRoute"] !== true) break;
        for (const cidr of event.Node.CIDRs) givenUp.delete(cidr);
        break;
      case "delete":
        if (!event.Node) break;
        nodes.delete(keyOf(event.Node));
        for (const cidr of event.Node.CIDRs) givenUp.add(cidr);
        break;
      case "configure":
        configured = { fields, auxiliary };
        break;
      case "restart":
        nodes.clear();
        configured = undefined;
        break;
      case "set":
        fields = { ...fields, ...event.Fields };
        auxiliary = event.Auxiliary ?? auxiliary;
        mode = event.Mode ?? mode;
        break;
      case "plant":
        break;
    }
    if (!configured || event.Op === "set" || event.Op === "plant") return undefined;
    if (!skip.isOn(configured.fields, mode)) return undefined;
    return expectNow(nodes, configured.fields, configured.auxiliary, skip.rule, givenUp);
  });
}

function keyOf({ Cluster, Name, Local }: ScenarioNode): string {
  return Local ? "local" : `${Cluster}/${Name}`;
}

function expectNow(
  nodes: ReadonlyMap<string, ScenarioNode>,
  fields: Readonly<Record<string, boolean>>,
  auxiliary: readonly string[],
  rule: SkipRule,
  givenUp: ReadonlySet<string>,
): ExpectedPrefixes {
  const local = [...nodes.values()].find(({ Local }) => Local);
  const remote = [...nodes.values()].filter(({ Local }) => !Local);
  const own = local?.CIDRs ?? sharedCIDRs;
  const single = fields["UseSingleClusterRoute"] === true;
  const localRoute = fields["EnableLocalNodeRoute"] === true;
  const kept = remote.flatMap((node) => node.CIDRs.filter((cidr) => !isSkipped(rule, node, cidr, own)));
  const leavesGaps = rule === "own-cluster";
  const isEnabled = (cidr: string) => fields[cidr.includes(":") ? "EnableIPv6" : "EnableIPv4"] === true;
  const listed = (cidrs: readonly string[]) => [...new Set(cidrs)].filter(isEnabled).sort();
  const required = listed([
    ...auxiliary,
    ...(localRoute ? (local?.CIDRs ?? []) : []),
    ...(single ? sharedCIDRs : kept.filter((cidr) => !leavesGaps || !givenUp.has(cidr))),
  ]);
  const optional = listed([
    ...(localRoute && !local ? sharedCIDRs : []),
    ...(single ? remote.flatMap(({ CIDRs }) => CIDRs) : []),
    ...(leavesGaps ? kept.filter((cidr) => givenUp.has(cidr)) : []),
  ]);
  return { required, optional: optional.filter((cidr) => !required.includes(cidr)) };
}

function isSkipped(rule: SkipRule, node: ScenarioNode, cidr: string, own: readonly string[]): boolean {
  switch (rule) {
    case "remote":
      return true;
    case "own-cluster":
      return node.Cluster === "";
    case "overlap":
      return own.some((local) => overlaps(local, cidr));
  }
}

/** Whether one of two CIDRs holds the other. */
export function overlaps(first: string, second: string): boolean {
  const [a, b] = [parseCidr(first), parseCidr(second)];
  if (a.bits.length !== b.bits.length) return false;
  const shared = Math.min(a.length, b.length);
  return a.bits.slice(0, shared) === b.bits.slice(0, shared);
}

/** An address as a string of binary digits, and the length of its prefix. */
function parseCidr(text: string): { bits: string; length: number } {
  const [address = "", length = ""] = text.split("/");
  const bits = address.includes(":")
    ? expandIPv6(address).map((group) => Number.parseInt(group, 16).toString(2).padStart(16, "0"))
    : address.split(".").map((byte) => Number(byte).toString(2).padStart(8, "0"));
  return { bits: bits.join(""), length: Number(length) };
}

function expandIPv6(address: string): string[] {
  const [head = "", rest] = address.split("::");
  const front = head === "" ? [] : head.split(":");
  const back = rest === undefined || rest === "" ? [] : rest.split(":");
  const gap = rest === undefined ? 0 : 8 - front.length - back.length;
  return [...front, ...Array.from({ length: gap }, () => "0"), ...back];
}
