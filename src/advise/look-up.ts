import type { Rule } from "./parse-rule-line.ts";
import { type Address, contains, type Family, parseAddress } from "./prefix.ts";
import { makePrefixIndex, type PrefixIndex } from "./prefix-index.ts";
import type { Route } from "./route.ts";

/** Where a packet goes that a process of the node sends, without a mark and with no source chosen. */
export type Destination =
  | { readonly kind: "hop"; readonly route: Route }
  | { readonly kind: "local"; readonly route: Route | null }
  /** Refused by a route or rule: `unreachable`, `prohibit`, `blackhole`. */
  | { readonly kind: "refused"; readonly by: string; readonly route: Route | null }
  | { readonly kind: "none" };

/** Routing tables of one node, ready for questions. */
export interface Tables {
  readonly byName: ReadonlyMap<string, PrefixIndex<Route>>;
  readonly rules: readonly Rule[];
  /** Addresses that routes use as their source: they are the node's own. */
  readonly own: ReadonlySet<string>;
  /** Whether the local table is among them. */
  readonly hasLocal: boolean;
}

export function makeTables(routes: readonly Route[], rules: readonly Rule[] = []): Tables {
  const byName = new Map<string, PrefixIndex<Route>>();
  for (const route of inOrder(routes)) {
    // A type of service takes part only in packets that carry one.
    if (route.tos !== null && route.tos !== "0x00" && route.tos !== "0") continue;
    const index = byName.get(route.table) ?? makePrefixIndex<Route>();
    byName.set(route.table, index);
    index.add(route.destination, route);
  }
  const own = new Set(routes.flatMap(({ src }) => (src === null ? [] : [src])));
  return { byName, rules, own, hasLocal: byName.has("local") };
}

/**
 * The kernel's choice: rules in order of priority, in each table the longest prefix, of equal ones the smallest
 * metric.
 *
 * @see ip-rule(8), ip-route(8); net/ipv4/fib_trie.c, fib_table_lookup; net/ipv6/route.c, rt6_select.
 */
export function lookUp(tables: Tables, address: Address): Destination {
  if (!tables.hasLocal && tables.own.has(address.text)) return { kind: "local", route: null };
  for (const rule of rulesOf(tables, address.family)) {
    if (!takes(rule, address)) continue;
    if (/^(unreachable|prohibit|blackhole)$/.test(rule.action))
      return { kind: "refused", by: rule.action, route: null };
    const route = bestRoute(tables.byName.get(rule.action), address, rule.suppressLength);
    if (route === undefined || route.type === "throw") continue;
    if (route.type === "local" || route.type === "anycast") return { kind: "local", route };
    if (route.hops.length === 0 && route.type !== "unicast")
      return { kind: "refused", by: route.type, route };
    return { kind: "hop", route };
  }
  return { kind: "none" };
}

function bestRoute(
  index: PrefixIndex<Route> | undefined,
  address: Address,
  suppressLength: number | null,
): Route | undefined {
  if (!index) return undefined;
  for (const [prefix, routes] of index.holding(address)) {
    // The kernel passes over a route whose device is down, and goes on with a wider one.
    const alive = routes.find(
      ({ hops }) => hops.length === 0 || hops.some(({ flags }) => !flags.includes("dead")),
    );
    if (!alive) continue;
    return suppressLength !== null && prefix.length <= suppressLength ? undefined : alive;
  }
  return undefined;
}

/** The rules that a node has from the start, where none are known. */
function rulesOf({ rules }: Tables, family: Family): readonly Rule[] {
  const known = rules.filter((rule) => rule.family === null || rule.family === family);
  if (known.length > 0) return [...known].sort((a, b) => a.priority - b.priority);
  return ["local", "main", "default"].map((action, priority) => ({
    priority,
    family,
    from: null,
    to: null,
    conditions: [],
    action,
    suppressLength: null,
  }));
}

/** A packet without mark, from no device and with no source yet meets no rule that asks for one. */
function takes({ from, to, conditions, action }: Rule, address: Address): boolean {
  if (from !== null && from.length > 0) return false;
  if (to !== null && !contains(to, address)) return false;
  if (action === "goto" || action === "nop") return false;
  return conditions.every((condition) => condition === "iif lo" || /^fwmark 0(x0)?(\/|$)/.test(condition));
}

const preference = (pref: string | null) => ["high", "medium", "low"].indexOf(pref ?? "medium");

function inOrder(routes: readonly Route[]): Route[] {
  return [...routes].sort(
    (a, b) => (a.metric ?? 0) - (b.metric ?? 0) || preference(a.pref) - preference(b.pref),
  );
}

/** Whether an address is one of the node's own, as far as the routes tell. */
export function isOwn(tables: Tables, text: string): boolean {
  const address = parseAddress(text);
  return address !== undefined && lookUp(tables, address).kind === "local";
}
