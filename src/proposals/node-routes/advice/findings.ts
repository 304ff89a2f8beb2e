import {
  type Advice,
  deviceOf,
  type Finding,
  gatewayOf,
  isHost,
  makePrefixIndex,
  type Picture,
  type Prefix,
  type PrefixRelations,
  parsePrefix,
  type Range,
  routeText,
} from "../../../advise/index.ts";
import { rangeCollisions, tableCollisions } from "./collisions.ts";
import { type JudgedTable, routesOf, some } from "./judged-table.ts";
import type { Setup } from "./setup.ts";

/** All that findings are told from. */
export interface Evidence {
  readonly picture: Picture;
  readonly relations: PrefixRelations;
  readonly ranges: readonly Range[];
  readonly setup: Setup;
  readonly tables: readonly JudgedTable[];
  readonly cidrs: Advice["cidrs"];
}

/** What is wrong, and what is good to know, most telling first. */
export function findingsOf(evidence: Evidence): Finding[] {
  const { picture, relations, ranges, tables } = evidence;
  return [
    ...tables.flatMap((table) => sharedOwn(table, evidence)),
    ...equalCidrs(evidence),
    ...nestedCidrs(evidence),
    ...tables.flatMap((table) => nestedRoutes(table, evidence)),
    ...tables.flatMap((table) => tableCollisions(table, relations)),
    ...rangeCollisions(picture, relations, ranges, tables),
    ...wrongCidrs(evidence),
    ...tables.flatMap((table) => missingDevice(table, evidence)),
    ...tables.flatMap((table) => foreignRoutes(table, evidence)),
    ...conflictingSettings(evidence),
    ...picture.nodes.flatMap(({ name, complaints }) =>
      complaints.map(
        (text): Finding => ({
          code: "operator-error",
          level: "problem",
          says: `the operator says of ${name}: ${text}`,
          rule: "complaint",
        }),
      ),
    ),
  ];
}

function sharedOwn(table: JudgedTable, { setup }: Evidence): Finding[] {
  if (setup.routing === "native") return [];
  return routesOf(table, "shared").map((route) => {
    const direct = routesOf(table, "foreign").filter(
      ({ destination }) =>
        isHost(destination) &&
        destination.family === route.destination.family &&
        within(destination.text, route.destination.text),
    );
    const here =
      direct.length > 0
        ? `; only ${some(
            direct.map(({ destination }) => destination.text.replace(/\/\d+$/, "")),
            4,
          )} here have longer routes of their own`
        : "";
    return {
      code: "shared-own-cidr",
      level: "problem",
      says: `${table.name}a remote node announces ${route.destination.text}, the CIDR of this node itself (${routeText(route)}): whatever the host sends to an address of it goes to ${deviceOf(route)}${here}`,
      rule: "shared-own",
    };
  });
}

function within(inner: string, outer: string): boolean {
  const [a, b] = [parsePrefix(inner), parsePrefix(outer)];
  if (!a || !b || a.family !== b.family || a.length < b.length) return false;
  const width = a.family === 4 ? 32 : 128;
  return a.value >> BigInt(width - b.length) === b.value >> BigInt(width - b.length);
}

function equalCidrs({ relations, setup }: Evidence): Finding[] {
  const effect =
    setup.directRoutes === true
      ? "their direct routes compete for one prefix, the last writer wins"
      : setup.routing === "native"
        ? "Cilium routes none of them, but whoever does has one route for all"
        : "each other node has one route and one tunnel entry for all of them";
  return relations.equal.map(({ prefix, holders }) => ({
    code: "equal-cidrs",
    level: "problem",
    says: `${holders.length} nodes announce ${prefix.text}: ${some(holders)}; ${effect}`,
    rule: "equal-cidrs",
  }));
}

function nestedCidrs({ relations, cidrs }: Evidence): Finding[] {
  const standings = new Map(cidrs.map(({ prefix, standing }) => [prefix, standing]));
  return relations.nested.map(({ outer, holders, inner }) => {
    const isReal = standings.get(outer.text) === "real" || standings.get(outer.text) === "wrong";
    const both = isReal && inner.some(({ prefix }) => standings.get(prefix.text) !== "made-up");
    const names = inner.map(({ prefix, holder }) => `${prefix.text} of ${holder}`);
    return {
      code: "nested-cidrs",
      level: both ? "problem" : "note",
      says: `${holding(outer, some(holders), names)}, ${both ? `so addresses of that part that ${holders[0]} hands out are not reached; the allocation is to be mended, not the routes` : nothingLost}`,
      rule: "nested-cidrs",
    };
  });
}

/** Who has a prefix that holds others, and what the kernel makes of it. */
function holding(outer: Prefix, holder: string, inner: readonly string[]): string {
  return `${outer.text} of ${holder} holds ${some(inner)}: the longer prefix wins for its part`;
}

const nothingLost = "and nothing is lost as long as the wider one hands out no address of that part";

/** What routes tell of nested CIDRs whose nodes are not known. */
function nestedRoutes(table: JudgedTable, { relations }: Evidence): Finding[] {
  const index = makePrefixIndex<string>();
  for (const { destination } of routesOf(table, "local")) index.add(destination, "this node");
  for (const { destination } of routesOf(table, "shared", "remote")) index.add(destination, "a remote node");
  const isKnown = (prefix: Prefix) => relations.index.at(prefix).length > 0;
  const within = new Map<Prefix, string[]>();
  for (const [prefix, [holder]] of index.entries()) {
    for (const [outer] of index.holding(prefix)) {
      if (outer === prefix || (isKnown(outer) && isKnown(prefix))) continue;
      const inner = within.get(outer) ?? [];
      within.set(outer, inner);
      inner.push(`${prefix.text} of ${holder}`);
    }
  }
  return [...within].map(([outer, inner]) => ({
    code: "nested-cidrs",
    level: "note",
    says: `${table.name}${holding(outer, index.at(outer)[0] ?? "", inner)}, ${nothingLost}`,
    rule: "nested-cidrs",
  }));
}

/** CIDRs that their mode does not give a meaning, together by reason. */
function wrongCidrs({ cidrs }: Evidence): Finding[] {
  const wrong = cidrs.filter(({ standing }) => standing === "wrong");
  const madeUp = cidrs.filter(({ standing }) => standing === "made-up");
  const listed = (some_: Advice["cidrs"]) =>
    some(
      some_.map(({ prefix, nodes, why }) => `${prefix} of ${some(nodes, 3)} (${why})`),
      5,
    );
  return [
    ...(wrong.length > 0
      ? [
          {
            code: "wrong-cidr",
            level: "problem" as const,
            says: `announced, but not what the mode gives: ${listed(wrong)}`,
            rule: "real-cidr",
          },
        ]
      : []),
    ...(madeUp.length > 0
      ? [
          {
            code: "made-up-cidr",
            level: "note" as const,
            says: `announced, but made up, and no pod has an address of it: ${listed(madeUp)}`,
            rule: "made-up",
          },
        ]
      : []),
  ];
}

function missingDevice({ table, name, roles }: JudgedTable, { setup, picture }: Evidence): Finding[] {
  const isMain = table.routes.some((route) => route.table === "main" && route.destination.length === 0);
  const hasDevice = [...roles.values()].some((role) => role !== "foreign" && role !== "endpoint");
  if (!isMain || hasDevice || setup.routing !== "tunnel" || picture.settings.length === 0) return [];
  return [
    {
      code: "no-device",
      level: "problem",
      says: `${name}there is a tunnel, but no route on cilium_host: the device is missing, or the agent has not got to its first update; until then the host reaches no remote pod`,
      rule: "no-device",
    },
  ];
}

/** Routes of others to CIDRs of nodes, in native mode: they carry the pods' traffic. */
function foreignRoutes(judged: JudgedTable, { setup, relations, picture }: Evidence): Finding[] {
  if (setup.routing !== "native") return [];
  const routes = routesOf(judged, "foreign").filter(
    ({ destination }) => relations.index.at(destination).length > 0,
  );
  if (routes.length === 0) return [];
  const hosts = new Map(picture.nodes.flatMap((node) => node.addresses.map(({ text }) => [text, node.name])));
  const direct = routes.filter((route) => hosts.has(gatewayOf(route) ?? ""));
  const whose =
    setup.directRoutes === true && direct.length > 0
      ? `to the node itself, as auto-direct-node-routes makes them: ${direct.length}`
      : "they are another component's, which routes in place of Cilium";
  return [
    {
      code: "routes-of-others",
      level: "note",
      says: `${judged.name}routes to node CIDRs that are not on cilium_host: ${routes.length} (${some(routes.map(routeText), 3)}); ${whose}. Leave them: nothing but their owner tells them apart`,
      rule: "foreign-routes",
    },
  ];
}

function conflictingSettings({ setup, tables }: Evidence): Finding[] {
  const finding = (code: string, level: Finding["level"], says: string, rule: string): Finding => ({
    code,
    level,
    says,
    rule,
  });
  const isOld = setup.release !== null && setup.release.number < 1015000;
  const local = tables.flatMap((table) => routesOf(table, "local"));
  return [
    ...(setup.routing === "tunnel" && setup.directRoutes === true
      ? [
          finding(
            "tunnel-and-direct",
            "problem",
            "a tunnel and auto-direct-node-routes are both set: the agent does not start",
            "tunnel-direct",
          ),
        ]
      : []),
    ...(setup.endpointRoutes === true && setup.localRoute === true && (isOld || local.length > 0)
      ? [
          finding(
            "endpoint-and-local",
            "note",
            `endpoint routes are on, and the local node's CIDR has a route as well${local.length > 0 ? ` (${some(local.map(routeText), 2)})` : ""}: before 1.15 it takes enable-local-node-route=false, too`,
            "endpoint-and-local",
          ),
        ]
      : []),
  ];
}
