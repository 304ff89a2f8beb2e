import { type Family, isHost, type Prefix } from "./prefix.ts";

/** Where a packet leaves: by which device, to which neighbour. */
export interface Hop {
  readonly via: string | null;
  readonly dev: string | null;
  readonly weight: number | null;
  /** `onlink`, `linkdown`, `dead` and others that the kernel shows. */
  readonly flags: readonly string[];
}

/** A line of a routing table. Fields are null where the table does not show them. */
export interface Route {
  readonly destination: Prefix;
  /** `unicast`, `local`, `unreachable` and others of ip-route(8). */
  readonly type: string;
  readonly table: string;
  /** Several for ECMP; none where nothing leaves, as for `blackhole`. */
  readonly hops: readonly Hop[];
  readonly src: string | null;
  readonly metric: number | null;
  readonly proto: string | null;
  readonly scope: string | null;
  /** Bytes. */
  readonly mtu: number | null;
  readonly tos: string | null;
  readonly pref: string | null;
  /** Words that are kept, but mean nothing here, as they stood. */
  readonly others: readonly string[];
  readonly input: string;
  /** Counts from 1; for JSON, the place in the list. */
  readonly line: number;
}

/** The device, where there is one. */
export function deviceOf({ hops }: Route): string | null {
  return hops.length === 1 ? (hops[0]?.dev ?? null) : null;
}

/** The neighbour, where there is one. */
export function gatewayOf({ hops }: Route): string | null {
  return hops.length === 1 ? (hops[0]?.via ?? null) : null;
}

/** The route as `ip route show` prints it, on one line. */
export function routeText(route: Route): string {
  return [
    route.type === "unicast" ? "" : route.type,
    destinationText(route.destination),
    ...(route.hops.length === 1 ? hopWords(route) : []),
    ...option("table", route.table === "main" ? null : route.table),
    ...option("proto", route.proto),
    ...option("scope", route.scope),
    ...option("src", route.src),
    ...option("metric", route.metric),
    ...option("tos", route.tos),
    ...option("mtu", route.mtu),
    ...(route.hops.length > 1 ? route.hops.map((hop) => `nexthop ${hopText(hop)}`) : []),
    ...(route.hops.length === 1 ? (route.hops[0]?.flags ?? []) : []),
  ]
    .filter((word) => word !== "")
    .join(" ");
}

/**
 * The command that deletes exactly this route. All that tells it apart from others is named, the MTU too: ip-route(8)
 * deletes the first one that matches what is given, and the kernel compares what it is given (net/ipv4/fib_trie.c).
 */
export function deleteCommand(route: Route): string {
  const family: Family = route.destination.family;
  return [
    `ip ${family === 6 ? "-6 " : ""}route del`,
    route.type === "unicast" ? "" : route.type,
    destinationText(route.destination),
    ...(route.hops.length === 1 ? hopWords(route) : []),
    ...option("src", route.src),
    ...option("proto", route.proto),
    ...option("metric", route.metric),
    ...option("scope", family === 4 ? route.scope : null),
    ...option("tos", route.tos),
    ...option("mtu", route.mtu),
    ...option("table", route.table),
    ...(route.hops.length > 1 ? route.hops.map((hop) => `nexthop ${hopText(hop)}`) : []),
  ]
    .filter((word) => word !== "")
    .join(" ");
}

export function hopText({ via, dev, weight }: Hop): string {
  return [...option("via", via), ...option("dev", dev), ...option("weight", weight)].join(" ");
}

function hopWords({ hops }: Route): string[] {
  return hops.map(({ via, dev }) => [...option("via", via), ...option("dev", dev)].join(" "));
}

function option(name: string, value: string | number | null): string[] {
  return value === null ? [] : [`${name} ${value}`];
}

function destinationText(prefix: Prefix): string {
  if (prefix.length === 0) return "default";
  return isHost(prefix) ? prefix.text.slice(0, prefix.text.lastIndexOf("/")) : prefix.text;
}
