import { isOwn, makeTables } from "./look-up.ts";
import type { Rule } from "./parse-rule-line.ts";
import type { KnownNode, NodeTable, Picture } from "./picture.ts";
import type { InputParts } from "./read-input.ts";
import { type Route, routeText } from "./route.ts";

/** Puts together what the inputs tell: tables by node, nodes by name. */
export function gather(parts: readonly InputParts[], release: string | null): Picture {
  const nodes = mergeNodes(parts.flatMap((part) => part.nodes));
  const groups = groupRoutes(parts);
  return {
    inputs: parts.map(({ input }) => input),
    tables: groups.map((group) => tableOf(group, nodes)),
    nodes,
    settings: parts.flatMap(({ settings }) => settings),
    release: release ?? parts.map((part) => part.release).find((found) => found !== null) ?? null,
  };
}

interface Group {
  /** Node named by a prompt, folder of a dump, or null. */
  readonly owner: string | null;
  readonly inputs: Set<string>;
  readonly routes: Map<string, Route>;
  readonly rules: Rule[];
}

const keyOf = (route: Route) => `${route.table} ${route.tos ?? ""} ${routeText(route)}`;

function groupRoutes(parts: readonly InputParts[]): Group[] {
  const groups: Group[] = [];
  for (const part of parts) {
    const hosts = new Set(part.routes.map(({ host }) => host));
    for (const host of hosts) {
      const routes = part.routes.filter((one) => one.host === host).map(({ route }) => route);
      const owner = host ?? part.folder;
      const group = groups.find((one) => (owner === null ? belongs(one, routes) : one.owner === owner));
      const open = group ?? { owner, inputs: new Set(), routes: new Map(), rules: [] };
      if (!group) groups.push(open);
      open.inputs.add(part.input.name);
      for (const route of routes) open.routes.set(keyOf(route), route);
    }
  }
  addRules(groups, parts);
  return groups;
}

/**
 * Whether routes of no named node are of one with others: if they have no family and table in common, or repeat what is
 * known of those, as `ip route` repeats `ip route show table all`.
 */
function belongs(group: Group, routes: readonly Route[]): boolean {
  if (group.owner !== null) return false;
  const placeOf = ({ destination, table }: Route) => `${destination.family} ${table}`;
  const places = new Set([...group.routes.values()].map(placeOf));
  const shared = routes.filter((route) => places.has(placeOf(route)));
  const sharedPlaces = new Set(shared.map(placeOf));
  const theirs = [...group.routes.values()].filter((route) => sharedPlaces.has(placeOf(route)));
  const mine = new Set(shared.map(keyOf));
  return (
    shared.every((route) => group.routes.has(keyOf(route))) || theirs.every((route) => mine.has(keyOf(route)))
  );
}

function addRules(groups: readonly Group[], parts: readonly InputParts[]): void {
  for (const part of parts)
    for (const { host, rule } of part.rules) {
      const owner = host ?? part.folder;
      const group =
        groups.find((one) => one.owner === owner) ?? (groups.length === 1 ? groups[0] : undefined);
      group?.rules.push(rule);
    }
}

function tableOf({ owner, inputs, routes, rules }: Group, nodes: readonly KnownNode[]): NodeTable {
  const all = [...routes.values()];
  const name = owner ?? [...inputs].join(", ");
  const tables = makeTables(all, rules);
  const node =
    nodes.find((one) => one.name === owner) ??
    nodes.find(({ routers }) => routers.some(({ text }) => isOwn(tables, text))) ??
    nodes.find(({ addresses }) => addresses.some(({ text }) => isOwn(tables, text))) ??
    null;
  return { name: node?.name ?? name, inputs: [...inputs], routes: all, rules, node };
}

function mergeNodes(nodes: readonly KnownNode[]): KnownNode[] {
  const merged = new Map<string, KnownNode>();
  for (const node of nodes) {
    const known = merged.get(node.name);
    merged.set(node.name, known ? mergeTwo(known, node) : node);
  }
  return [...merged.values()];
}

function mergeTwo(one: KnownNode, other: KnownNode): KnownNode {
  const unique = <T>(items: readonly T[], key: (item: T) => string) => [
    ...new Map(items.map((item) => [key(item), item])).values(),
  ];
  return {
    name: one.name,
    cluster: one.cluster ?? other.cluster,
    cidrs: unique([...one.cidrs, ...other.cidrs], ({ prefix }) => prefix.text),
    assigned: unique([...one.assigned, ...other.assigned], ({ prefix }) => prefix.text),
    addresses: unique([...one.addresses, ...other.addresses], ({ text }) => text),
    routers: unique([...one.routers, ...other.routers], ({ text }) => text),
    complaints: unique([...one.complaints, ...other.complaints], (text) => text),
  };
}
