import {
  type Address,
  contains,
  deviceOf,
  equal,
  type Finding,
  gatewayOf,
  isHost,
  makePrefixIndex,
  type Picture,
  type Prefix,
  type PrefixIndex,
  type PrefixRelations,
  parseAddress,
  type Range,
  type Route,
  routeText,
} from "../../../advise/index.ts";
import { type JudgedTable, routesOf, some } from "./judged-table.ts";

/** Where routes of Cilium's and networks of the host claim the same addresses. */
export function tableCollisions(judged: JudgedTable, { index }: PrefixRelations): Finding[] {
  const ours = makePrefixIndex<Route>();
  for (const route of routesOf(judged, "local", "shared", "remote", "service"))
    ours.add(route.destination, route);
  // A direct route to a node's pods is no network of hosts.
  const networks = routesOf(judged, "foreign").filter(
    (route) => isNetwork(route) && index.at(route.destination).length === 0,
  );
  const theirs = makePrefixIndex<Route>();
  for (const route of networks) theirs.add(route.destination, route);
  const hops = [...new Set(routesOf(judged, "foreign").map(gatewayOf))].flatMap(
    (hop) => parseAddress(hop ?? "") ?? [],
  );
  return [
    ...ours.entries().flatMap(([prefix, routes]) => takenFromHost(judged, [prefix, routes], theirs, hops)),
    ...networks.flatMap((network) => takenFromPods(judged, network, ours)),
  ];
}

/** Networks in the main table, not single addresses and not the way to everywhere. */
function isNetwork({ destination, type, table }: Route): boolean {
  const isLocalOnly = /^(fe80|ff00|169\.254)/.test(destination.text);
  return (
    type === "unicast" && table === "main" && destination.length > 0 && !isHost(destination) && !isLocalOnly
  );
}

function takenFromHost(
  { name }: JudgedTable,
  [prefix, routes]: readonly [Prefix, readonly Route[]],
  theirs: PrefixIndex<Route>,
  hops: readonly Address[],
): Finding[] {
  const [found] = [...theirs.holding(prefix)];
  const [ours] = routes;
  if (!found || !ours) return [];
  const [network, [theirRoute]] = found;
  if (!theirRoute) return [];
  if (equal(network, prefix)) return [sameLength(name, ours, theirRoute)];
  const hop = hops.find((address) => contains(prefix, address));
  const also = hop ? `, the next hop ${hop.text} among them` : "";
  return [
    {
      code: "host-network-taken",
      level: "problem",
      says: `${name}${prefix.text} goes to ${deviceOf(ours)} and lies within the host's network ${network.text} (${routeText(theirRoute)}): the longer prefix wins, so the host reaches those addresses of its own network no more${also}`,
      rule: "collision",
    },
  ];
}

function sameLength(name: string, ours: Route, theirs: Route): Finding {
  const isTheirs = (theirs.metric ?? 0) < (ours.metric ?? 0);
  return {
    code: "same-prefix",
    level: "problem",
    says: `${name}${ours.destination.text} has two routes of one length: ${routeText(theirs)}, and ${routeText(ours)}. The smaller metric wins, which is that on ${deviceOf(isTheirs ? theirs : ours) ?? "several devices"}`,
    rule: "longest-match",
  };
}

function takenFromPods({ name }: JudgedTable, network: Route, ours: PrefixIndex<Route>): Finding[] {
  const [found] = [...ours.holding(network.destination)];
  if (!found || equal(found[0], network.destination)) return [];
  return [
    {
      code: "pod-range-taken",
      level: "note",
      says: `${name}${network.destination.text} (${routeText(network)}) lies within the node CIDR ${found[0].text} and wins for its part: the host does not reach pods there by ${deviceOf(found[1][0] ?? network)}`,
      rule: "longest-match",
    },
  ];
}

/** Node CIDRs and pools that overlap with addresses of nodes, with the service range, and with the host's networks. */
export function rangeCollisions(
  picture: Picture,
  relations: PrefixRelations,
  ranges: readonly Range[],
  tables: readonly JudgedTable[],
): Finding[] {
  return [
    ...nodesInCidrs(picture, relations),
    ...cidrsAndServices(relations, ranges),
    ...poolCollisions(picture, ranges, tables),
  ];
}

function nodesInCidrs({ nodes }: Picture, { index }: PrefixRelations): Finding[] {
  const hit = new Map<Prefix, string[]>();
  for (const { name, addresses } of nodes) {
    for (const address of addresses) {
      const [found] = [...index.holding(address)];
      if (!found) continue;
      const names = hit.get(found[0]) ?? [];
      hit.set(found[0], names);
      names.push(`${name} (${address.text})`);
    }
  }
  return [...hit].map(([prefix, names]) => ({
    code: "node-in-cidr",
    level: "problem",
    says: `${some(index.at(prefix))} announces ${prefix.text}, which holds addresses of nodes: ${some(names)}. A route to it takes the way to these hosts, where no longer prefix leads to them`,
    rule: "collision",
  }));
}

function cidrsAndServices({ index }: PrefixRelations, ranges: readonly Range[]): Finding[] {
  return ranges
    .filter(({ kind }) => kind === "service")
    .flatMap((range) => {
      const overlapping = index
        .entries()
        .filter(([prefix]) => contains(range.prefix, prefix) || contains(prefix, range.prefix));
      if (overlapping.length === 0) return [];
      const names = overlapping.map(([prefix, holders]) => `${prefix.text} of ${some(holders, 3)}`);
      return [
        {
          code: "cidr-in-service-range",
          level: "problem" as const,
          says: `node CIDRs overlap with the service range ${range.prefix.text} (${range.setting}): ${some(names)}`,
          rule: "service-range",
        },
      ];
    });
}

function poolCollisions(
  { nodes }: Picture,
  ranges: readonly Range[],
  tables: readonly JudgedTable[],
): Finding[] {
  const pools = ranges.filter(({ kind }) => kind === "pool");
  const services = ranges.filter(({ kind }) => kind === "service");
  return pools.flatMap((pool) => {
    const service = services.find(
      ({ prefix }) => contains(pool.prefix, prefix) || contains(prefix, pool.prefix),
    );
    const network = tables
      .flatMap((table) => routesOf(table, "foreign"))
      .filter((route) => isNetwork(route) && route.scope === "link")
      .find(({ destination }) => contains(pool.prefix, destination) || contains(destination, pool.prefix));
    const inside = nodes.flatMap(({ name, addresses }) =>
      addresses.filter((address) => contains(pool.prefix, address)).map(({ text }) => `${name} (${text})`),
    );
    const finding = (code: string, says: string, rule: string): Finding => ({
      code,
      level: "problem",
      says,
      rule,
    });
    return [
      ...(service
        ? [
            finding(
              "service-range-in-pool",
              `the pool ${pool.prefix.text} (${pool.setting}) and the service range ${service.prefix.text} (${service.setting}) overlap: a node may get a CIDR out of the service range`,
              "service-range",
            ),
          ]
        : []),
      ...(network
        ? [
            finding(
              "host-network-in-pool",
              `the pool ${pool.prefix.text} (${pool.setting}) holds the host's network ${network.destination.text} (${routeText(network)}): a node may get a CIDR out of it, and then no host reaches those addresses`,
              "collision",
            ),
          ]
        : []),
      ...(inside.length > 0
        ? [
            finding(
              "node-in-pool",
              `the pool ${pool.prefix.text} (${pool.setting}) holds addresses of nodes: ${some(inside)}`,
              "collision",
            ),
          ]
        : []),
    ];
  });
}
