import {
  contains,
  deviceOf,
  equal,
  gatewayOf,
  isHost,
  type NodeTable,
  type Owner,
  type Prefix,
  parseAddress,
  parsePrefix,
  type Range,
  type Route,
  type Setting,
} from "../../../advise/index.ts";
import type { RuleId } from "./rules.ts";
import type { Setup } from "./setup.ts";
import { settingOf } from "./setup.ts";

/** What a route of Cilium's is for. */
export type Role =
  | "local"
  | "shared"
  | "remote"
  | "service"
  | "router"
  | "endpoint"
  | "other"
  | "odd"
  | "foreign";

/** What the owner of a route is told from. */
export interface Surroundings {
  readonly setup: Setup;
  readonly settings: readonly Setting[];
  readonly ranges: readonly Range[];
  /** Whether there is one table only: flags of an agent are of its node then. */
  readonly isAlone: boolean;
}

const hostDevice = "cilium_host";

/** Devices that the agent makes. */
const ciliumDevice = /^(cilium_\w+|lxc\w*)$/;

const agentTables: Readonly<Record<string, string>> = {
  "2004": "to the proxy",
  "2005": "from the proxy",
  "200": "for IPsec",
  "201": "for WireGuard",
  "202": "for VTEP",
};

/** Protocols of routes, and what is usual for each. */
const protocols: Readonly<Record<string, string>> = {
  kernel: "kernel",
  dhcp: "DHCP",
  ra: "router advertisement",
  redirect: "kernel",
  static: "by hand or a network manager",
  bird: "bird",
  bgp: "a BGP daemon",
  zebra: "zebra",
  ospf: "an OSPF daemon",
  "17": "kube-router",
  "80": "Calico",
};

const deviceOwners: readonly (readonly [RegExp, string])[] = [
  [/^(cali|tap)/, "Calico"],
  [/^(cni0|flannel)/, "flannel or the bridge plugin"],
  [/^(tun-|kube-bridge)/, "kube-router"],
  [/^(docker|br-)/, "Docker"],
];

/** CIDRs of the table's own node, by what they are known. */
export function ownCidrs(table: NodeTable, { settings, isAlone, setup }: Surroundings): readonly Prefix[] {
  const announced = (table.node?.cidrs ?? []).map(({ prefix }) => prefix);
  const set = ["ipv4-range", "ipv6-range"]
    .map((key) => (isAlone ? settingOf(settings, key)?.value : undefined))
    .map((value) => parsePrefix(value ?? ""))
    .filter((prefix): prefix is Prefix => prefix !== undefined);
  const known = [...announced, ...set];
  // The router's address is taken from the node's CIDR, but not in modes that have none.
  const own = known.length > 0 ? known : aroundRouter(table.routes, setup);
  return [...new Map(own.map((prefix) => [prefix.text, prefix])).values()];
}

/**
 * Of each family, the one CIDR that the router's address is from. A remote node's may hold that address, too: the local
 * node's own route is preferred, and then the longest prefix.
 */
function aroundRouter(routes: readonly Route[], setup: Setup): Prefix[] {
  const holding = routes.filter((route) => {
    const router = parseAddress(route.src ?? "");
    const { destination } = route;
    return deviceOf(route) === hostDevice && !isHost(destination) && router && contains(destination, router);
  });
  return ([4, 6] as const).flatMap((family) => {
    const candidates = holding
      .filter(({ destination }) => destination.family === family)
      .sort((a, b) => b.destination.length - a.destination.length);
    const route = candidates.find((candidate) => !isOfRemote(candidate, setup)) ?? candidates[0];
    return route ? [route.destination] : [];
  });
}

/** What a route is for; own CIDRs as {@link ownCidrs} gives them. */
export function roleOf(route: Route, own: readonly Prefix[], around: Surroundings): Role {
  const device = deviceOf(route);
  if (agentTables[route.table] !== undefined) return "other";
  if (device === null || !ciliumDevice.test(device)) return "foreign";
  if (device.startsWith("lxc")) return "endpoint";
  if (device !== hostDevice || route.table !== "main") return "other";
  if (isHost(route.destination)) return gatewayOf(route) === null ? "router" : "odd";
  if (/^(fe80|ff00)/.test(route.destination.text)) return "other";
  if (!hasOurForm(route, around.setup)) return "odd";
  const range = around.ranges.find(
    ({ kind, prefix }) => kind === "service" && equal(prefix, route.destination),
  );
  if (own.some((prefix) => equal(prefix, route.destination)))
    return isOfRemote(route, around.setup) ? "shared" : "local";
  return range ? "service" : "remote";
}

/**
 * Whether a route of the own CIDR was installed for a remote node: it has an MTU, which the local node's own never has
 * since 1.7.13, 1.8.7 and 1.9.4, or the local node is to have none.
 */
function isOfRemote({ mtu }: Route, { release, localRoute, routing }: Setup): boolean {
  if (localRoute === false && routing !== "native") return true;
  return mtu !== null && !hasLocalMtu(release?.number ?? Number.POSITIVE_INFINITY);
}

function hasLocalMtu(release: number): boolean {
  if (release >= 1009000) return release < 1009004;
  if (release >= 1008000) return release < 1008007;
  return release < 1007013;
}

/** By the router's address and from it (IPv6 since 1.14: only from it), of the protocols and metrics that agents set. */
function hasOurForm(route: Route, { routeMetric }: Setup): boolean {
  const isSix = route.destination.family === 6;
  const via = gatewayOf(route);
  const metric = route.metric ?? 0;
  const usual = isSix ? [0, 1024, routeMetric] : [0, routeMetric];
  return (
    (route.proto === null || route.proto === "kernel" || route.proto === "boot") &&
    usual.includes(metric) &&
    (isSix || (via !== null && via === route.src))
  );
}

/** Who made a route, for whom, and what tells so. */
export function ownerOf(route: Route, role: Role): Owner {
  const cilium = (says: string, why: string, rule: RuleId, certain = true): Owner => ({
    who: "Cilium",
    role: says,
    why,
    certain,
    rule,
  });
  const device = deviceOf(route) ?? "";
  switch (role) {
    case "local":
      return cilium("the local node's CIDR", `on ${device}, holds the router address, no MTU`, "local-route");
    case "shared":
      return cilium(
        "a remote node's CIDR that is also the local node's",
        `on ${device}, the node's own CIDR, ${route.mtu === null ? "whose own route is off" : `MTU ${route.mtu}`}`,
        "shared-own",
      );
    case "remote":
      return cilium("a remote node's CIDR", `on ${device}, by the router address`, "remote-route");
    case "service":
      return cilium("the service range", `on ${device}, equals the service range`, "service-route");
    case "router":
      return cilium("the router address", `on ${device}, one address`, "router-route");
    case "endpoint":
      return cilium(
        device === "lxc_health" ? "the health endpoint" : "an endpoint",
        `on ${device}`,
        "endpoint-route",
      );
    case "odd":
      return {
        who: "not known",
        role: "a route on Cilium's device",
        why: `on ${device}, but not in the form that agents use`,
        certain: false,
        rule: "device",
      };
    case "other":
      return agentTables[route.table] === undefined
        ? cilium("a device of Cilium's", `on ${device}`, "device")
        : cilium(`a table ${agentTables[route.table]}`, `table ${route.table}`, "agent-table");
    case "foreign":
      return foreignOwner(route, device);
  }
}

function foreignOwner(route: Route, device: string): Owner {
  const byDevice = deviceOwners.find(([pattern]) => pattern.test(device))?.[1];
  const other = (who: string, why: string, rule: RuleId, certain: boolean): Owner => ({
    who,
    role: "",
    why,
    certain,
    rule,
  });
  if (route.proto !== null && route.proto !== "boot") {
    const who = protocols[route.proto];
    return who === undefined
      ? other("not known", `protocol ${route.proto}`, "nobody-known", false)
      : other(
          who,
          `protocol ${route.proto}`,
          "protocol",
          route.proto === "kernel" || route.proto === "dhcp" || route.proto === "ra",
        );
  }
  if (byDevice !== undefined) return other(byDevice, `device ${device}`, "device-name", false);
  return other("not known", "no protocol is shown", "nobody-known", false);
}
